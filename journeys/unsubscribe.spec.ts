// Leaving the updates: with one click, without a session, and taken back from the same page; what is owed still arrives.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sign } from '../server/src/platform/secrets/seal.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Leaving the updates', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  let answer: 'accepted' | 'deferred' = 'accepted'
  let company: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z', answer: () => ({ state: answer, answer: 'as told' }) })
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
    crisis = await declare()
    await publish('Mail is down')
    await system.runJobs()
  })
  afterAll(() => system.close())

  test('an update says in its headers and at its end how to leave, and its page is on the status host', () => {
    for (const mail of system.live.sent) {
      expect(mail.headers).toMatchObject({ 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' })
      const link = linkOf(mail)
      expect(link).toMatch(/^http:\/\/status\.test\/unsubscribe\/[\w.-]+$/)
      expect(mail.text).toContain(link)
      expect(mail.html).toContain(link)
    }
  })

  test('opening the link changes nothing, however often a scanner does; the page asks, and says what is still sent', async () => {
    for (const method of ['GET', 'HEAD', 'GET'] as const) {
      const page = await system.web.status.inject({ method, url: path('a1') })
      expect(page.statusCode).toBe(200)
      expect(page.headers).toMatchObject({ 'cache-control': 'no-store' })
      expect(page.headers['set-cookie']).toBeUndefined()
      if (method === 'GET')
        expect(page.body).toMatch(
          /a1@real\.example then gets no more updates.*still get what we owe you.*<form method="post"><button name="List-Unsubscribe" value="One-Click"/s,
        )
      expect(page.body).not.toContain('<script')
    }
    expect(await left()).toEqual([])
  })

  test('the reader chooses the language of what we write, from the same page, and nothing else changes with it', async () => {
    const form = 'application/x-www-form-urlencoded'
    const language = async () =>
      (await sql<{ locale: string | null }>`select locale from contacts where email = 'a2@real.example'`.execute(system.db)).rows[0]?.locale
    const before = await left()
    for (const odd of ['language=xx', 'language=', 'language=de-DE', 'language=__proto__'])
      expect((await post(path('a2'), odd, form)).statusCode, odd).toBe(400)
    expect(await language()).toBeNull()
    const { statusCode, body } = await post(path('a2'), 'language=fr', form)
    expect(statusCode).toBe(200)
    expect(body).toContain('Langue de nos messages')
    expect(body).toMatch(/<html lang="fr">/)
    expect(body).toMatch(/<option value="fr" lang="fr" selected>Français/)
    expect(await language()).toBe('fr')
    expect(await left()).toEqual(before)
  })

  test.each([
    ['nothing', '', 'application/x-www-form-urlencoded'],
    ['another word', 'List-Unsubscribe=Maybe', 'application/x-www-form-urlencoded'],
    ['the word twice, once wrong', 'List-Unsubscribe=One-Click&List-Unsubscribe=Not', 'application/x-www-form-urlencoded'],
    ['the word as JSON text', '"List-Unsubscribe=One-Click"', 'application/json'],
    ['plain text', 'List-Unsubscribe=One-Click', 'text/plain'],
    ['a poisoned form', '__proto__=1&constructor=2', 'application/x-www-form-urlencoded'],
    ['half a form', '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"', 'multipart/form-data; boundary=b'],
    ['a huge form', `List-Unsubscribe=${'x'.repeat(50_000)}`, 'application/x-www-form-urlencoded'],
    ['a huge form in parts', `--b\r\n${'x'.repeat(50_000)}`, 'multipart/form-data; boundary=b'],
    ['an unknown kind of form', 'x', 'application/xml'],
  ])('%s changes nothing and is answered clearly', async (_, payload, type) => {
    const { statusCode, body } = await post(path('a1'), payload, type)
    expect([400, 413, 415]).toContain(statusCode)
    expect(body.length).toBeGreaterThan(50)
    expect(await left()).toEqual([])
  })

  test('a link that is forged, of another purpose, run out, or of nothing opens nothing', async () => {
    const key = system.deps.key
    const [soon, id] = [new Date('2031-01-01T00:00:00Z'), await deliveryOf('a1')]
    const tokens = [
      'x',
      'a.b',
      '%00',
      `${path('a1').split('/').at(-1)}x`,
      sign(key, 'sign-off', { d: id }, soon),
      sign(Buffer.alloc(32, 9), 'unsubscribe', { d: id }, soon),
      sign(key, 'unsubscribe', { d: id }, new Date('2029-01-01T00:00:00Z')),
      sign(key, 'unsubscribe', { d: 9e15 }, soon),
      sign(key, 'unsubscribe', { d: 'x' }, soon),
      sign(key, 'unsubscribe', {}, soon),
    ]
    for (const token of tokens) {
      const url = `/unsubscribe/${token}`
      expect((await system.web.status.inject(url)).statusCode, token).toBe(410)
      expect((await post(url)).statusCode, token).toBe(410)
    }
    expect((await post(`/unsubscribe/${'x'.repeat(3_000)}`)).statusCode).toBe(400)
    expect(await left()).toEqual([])
  })

  test('one click leaves: no cookie, no redirect, and again is the same', async () => {
    for (let nth = 0; nth < 2; nth += 1) {
      const page = await post(path('a1'))
      expect([page.statusCode, page.headers.location, page.headers['set-cookie']]).toEqual([200, undefined, undefined])
      expect(page.body).toContain('a1@real.example gets no more updates')
    }
    expect(await left()).toEqual([{ destination: 'a1@real.example', reason: 'unsubscribed', scope: 'updates', addedBy: 'customer' }])
  })

  test('a mail provider may send the word as a form in parts', async () => {
    const payload = '--b\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--b--\r\n'
    expect((await post(path('a2'), payload, 'multipart/form-data; boundary=b')).statusCode).toBe(200)
    expect((await left()).map((each) => each.destination)).toEqual(['a1@real.example', 'a2@real.example'])
  })

  test('whoever left gets no further update; all others do', async () => {
    system.live.sent.length = 0
    await publish('Cause known')
    await system.runJobs()
    expect(addressed()).toEqual(['a3', 'a4', 'a5', 'a6'])
    expect(await states('Cause known')).toMatchObject({ a1: 'suppressed', a2: 'suppressed', a3: 'accepted' })
  })

  test('an update that still waits to be tried again is given up the moment they leave, and taken up again if they change their mind', async () => {
    answer = 'deferred'
    await publish('Watching')
    await system.runJobs()
    expect(await states('Watching')).toMatchObject({ a1: 'suppressed', a3: 'deferred' })
    await post(path('a3'))
    expect(await states('Watching')).toMatchObject({ a3: 'suppressed', a4: 'deferred' })
    const undone = await post(path('a3'), 'again=yes')
    expect(undone.body).toContain('a3@real.example erhält wieder Nachrichten von uns')
    expect(await states('Watching')).toMatchObject({ a1: 'suppressed', a3: 'planned' })
    expect((await left()).map((each) => each.destination)).toEqual(['a1@real.example', 'a2@real.example'])
    answer = 'accepted'
    await system.runJobs()
    expect(await states('Watching')).toMatchObject({ a3: 'accepted' })
  })

  test('a bounce does not forget that they left, nor does taking the bounce back', async () => {
    await sql`update suppressions set scope = 'all', reason = 'bounced', until = '2030-06-01' where destination = 'a2@real.example'`.execute(system.db)
    await post(path('a2'))
    expect((await left()).find((each) => each.destination === 'a2@real.example')).toMatchObject({ scope: 'all', reason: 'bounced' })
    await sql`delete from suppressions where destination = 'a2@real.example'`.execute(system.db)
    expect((await left()).find((each) => each.destination === 'a2@real.example')).toMatchObject({ scope: 'updates', reason: 'unsubscribed' })
  })

  test('coming back does not lift what keeps everything from an address', async () => {
    await sql`insert into suppressions (channel, destination, reason, since, scope) values ('email', 'a4@real.example', 'bounced', now(), 'all')`.execute(
      system.db,
    )
    await post(path('a4'))
    await post(path('a4'), 'again=yes')
    expect((await left()).find((each) => each.destination === 'a4@real.example')).toMatchObject({ scope: 'all', reason: 'bounced' })
    await sql`delete from suppressions where destination = 'a4@real.example'`.execute(system.db)
    expect((await left()).some((each) => each.destination === 'a4@real.example')).toBe(false)
  })

  test('what is owed still reaches whoever left, and cannot be left', async () => {
    for (const { key } of (await ann.get(`/api/crises/${crisis}`)).body.criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
    await ann.post(`/api/crises/${crisis}/restoration`)
    system.live.sent.length = 0
    expect((await ann.post(`/api/crises/${crisis}/sign-off-request`)).status).toBe(200)
    await system.runJobs()
    expect(addressed()).toEqual(['a1', 'a2', 'a3', 'a4', 'a5', 'a6'])
    for (const mail of system.live.sent) {
      expect(mail.headers?.['List-Unsubscribe']).toBeUndefined()
      expect(mail.text).not.toContain('/unsubscribe/')
    }
  })

  test('years after the crisis the link of its mail still works', async () => {
    await sql`update crises set status = 'closed'`.execute(system.db)
    await system.at('2035-06-01T09:00:00Z')
    expect((await post(path('a5'))).body).toContain('a5@real.example gets no more updates')
    expect((await left()).map((each) => each.destination)).toContain('a5@real.example')
  })

  test('an exercise changes nothing in earnest, even where the address is the same', async () => {
    const drill = await smallCompany(system, 2, true)
    await sql`update contacts set email = 'a6@real.example' where practice and email like 'a1@%'`.execute(system.db)
    const practice = await declare({ practice: true, brand: drill.slug, scope: [{ serviceId: drill.mail }], onsetAt: '2035-06-01T08:00:00Z' })
    await publish('Only a drill', practice)
    await system.runJobs()
    const mail = system.practice.sent.find((each) => each.to === 'a6@real.example')
    expect((await post(new URL(linkOf(mail as never)).pathname)).body).toContain('Nothing was changed')
    expect((await left()).map((each) => each.destination)).not.toContain('a6@real.example')
  })

  const links = new Map<string, string>()
  const linkOf = (mail: { headers?: Record<string, string> }) => /^<(.*)>$/.exec(mail.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? ''
  function path(who: string): string {
    for (const mail of system.live.sent) if (linkOf(mail)) links.set(mail.to.split('@')[0] as string, new URL(linkOf(mail)).pathname)
    return links.get(who) as string
  }
  const post = (url: string, payload = 'List-Unsubscribe=One-Click', type = 'application/x-www-form-urlencoded') => {
    // As a mail provider asks: from its own machines, with nobody's cookie.
    return system.web.status.inject({ method: 'POST', url, payload, headers: { 'content-type': type } })
  }
  const addressed = () => system.live.sent.map((mail) => mail.to.split('@')[0]).sort()
  const left = async () =>
    (
      await sql<{ destination: string; reason: string; scope: string; addedBy: string }>`
        select destination, reason, scope, added_by as "addedBy" from suppressions order by destination`.execute(system.db)
    ).rows
  const deliveryOf = async (who: string) =>
    (await sql<{ id: number }>`select id from deliveries where destination = ${`${who}@real.example`} limit 1`.execute(system.db)).rows[0]?.id
  const states = async (title: string) =>
    Object.fromEntries(
      (
        await sql<{ who: string; state: string }>`
          select split_part(d.destination, '@', 1) as who, d.state from deliveries d join update_texts t on t.update_id = d.update_id where t.parts->>'title' = ${title}`.execute(
          system.db,
        )
      ).rows.map(({ who, state }) => [who, state]),
    )
  const declare = async (more: object = {}) => {
    const { body } = await ann.post('/api/crises', {
      title: 'Mail is down',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail }],
      onsetAt: '2030-01-01T05:00:00Z',
      severity: 3,
      severityReason: 'as it is',
      ...more,
    })
    await system.runJobs()
    return body.id as string
  }
  async function publish(title: string, of = crisis) {
    const { id } = (await ann.post(`/api/crises/${of}/updates`, { phase: 'investigating', parts: { title } })).body
    expect((await ann.post(`/api/updates/${id}/submission`)).body.status, title).toBe('published')
  }
})

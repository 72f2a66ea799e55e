// Customers confirm that it works again: by the link of the final update, on their own page, through a partner, or told to a person; and programs that open links confirm nothing.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { myPageLink } from '../server/src/communicate/my-page/my-page.links.ts'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { signOffLinks } from '../server/src/restore/sign-off/links.ts'
import { smallCompany } from './support/company.ts'
import { restored } from './support/restored.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Sign-off by customers', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  let number: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system)
    ann = await system.person('Ann', 'commander')
    ;({ id: crisis, number } = await restored(system, ann, company))
    await system.deliver()
  })
  afterAll(() => system.close())

  const view = async () => (await ann.get(`/api/crises/${crisis}/sign-off`)).body
  const mailTo = (key: string) => system.live.sent.findLast(({ to }) => to === `${key.toLowerCase()}@real.example`)
  const linkIn = (key: string) => /http:\/\/status\.test(\/sign-off\/\S+?)\?answer=works/.exec(mailTo(key)?.text ?? '')?.[1] as string
  const open = (path: string, method: 'GET' | 'HEAD' = 'GET') => system.web.status.inject({ url: path, method })
  const proofIn = (page: string) => /name="page" value="([^"]+)"/.exec(page)?.[1] as string
  const post = (path: string, fields: Record<string, string>) =>
    system.web.status.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
  const press = async (path: string, fields: Record<string, string>) => post(path, { page: proofIn((await open(path)).body), ...fields })
  const accountId = async (key: string) => Number((await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)).rows[0]?.id)

  test('the final update asks those who are asked by link; enterprise is asked by its owner', async () => {
    expect(await view()).toMatchObject({ round: 1, asked: 40, works: 0, stillBroken: 0, rate: 0, targetPercent: 80, reached: false, toAskOpen: 4 })
    expect((await view()).tiers).toEqual([
      { tier: 'standard', hurt: 36, asked: 36, byPerson: 0, unreachable: 0, works: 0, stillBroken: 0 },
      { tier: 'enterprise', hurt: 4, asked: 4, byPerson: 4, unreachable: 0, works: 0, stillBroken: 0 },
    ])
    expect(mailTo('A1')?.html).toContain('It works for me')
    expect(mailTo('A3')?.text).toContain('Bei mir funktioniert es: http://status.test/sign-off/')
    expect(mailTo('A10')?.text).not.toContain('/sign-off/')
    expect((await view()).toAsk.map((each: { key: string }) => each.key)).toEqual(['A40', 'A20', 'A30', 'A10'])
  })

  test('a scanner opens every link, follows what it finds, sends forms of its own, and nothing is recorded', async () => {
    for (const { text, html } of system.live.sent) {
      for (const [url] of `${text} ${html}`.matchAll(/http:\/\/status\.test\/sign-off\/[^\s"<]+/g)) {
        const path = url.slice('http://status.test'.length).replaceAll('&amp;', '&')
        expect((await open(path, 'HEAD')).statusCode).toBe(200)
        const page = await open(path)
        expect(page.headers['cache-control']).toBe('no-store')
        for (const [, href] of page.body.matchAll(/href="(\/[^"]+)"/g)) await open(href as string)
        expect((await post(path, { answer: 'works' })).statusCode).toBe(422)
        expect((await post(path, { answer: 'still-broken', page: 'x.y' })).statusCode).toBe(422)
      }
    }
    // The token of one page answers no other link.
    expect((await post(linkIn('A2'), { answer: 'works', page: proofIn((await open(linkIn('A1'))).body) })).body).toContain('Please press the button once more')
    expect(await view()).toMatchObject({ works: 0, stillBroken: 0, unasked: { works: 0, stillBroken: 0 } })
  })

  test('one press confirms, twice is once, and words may follow', async () => {
    const thanks = await press(linkIn('A1'), { answer: 'works' })
    expect([thanks.statusCode, thanks.body.includes('We have noted')]).toEqual([200, true])
    expect((await press(linkIn('A1'), { answer: 'works' })).statusCode).toBe(200)
    expect((await post(linkIn('A1'), { page: proofIn(thanks.body), answer: 'works', comment: 'Faster than before <3' })).statusCode).toBe(200)
    expect(await view()).toMatchObject({ works: 1, stillBroken: 0, rate: 2.5 })
    const { rows } = await sql<{ body: string; facts: number }>`
      select t.body, (select count(*)::int from events where stream like ${`sign-off/${crisis}/%`}) as facts from sign_offs s join texts t on t.id = s.text_id where s.crisis_id = ${crisis}`.execute(
      system.db,
    )
    expect(rows).toEqual([{ body: 'Faster than before <3', facts: 2 }])
  })

  test('still broken says where, and stands on top of what somebody looks after', async () => {
    for (const key of ['A2', 'A4']) {
      const asked = await press(linkIn(key), { answer: 'still-broken' })
      expect(asked.body).toContain(`<option value="${company.mail}">Mail</option>`)
      expect(
        (await post(linkIn(key), { page: proofIn(asked.body), answer: 'still-broken', service: company.mail, region: 'east', comment: `No mail at ${key}` }))
          .statusCode,
      ).toBe(200)
    }
    await press(linkIn('A5'), { answer: 'still-broken', comment: '', service: '', region: '' })
    const { followUps, places, stillBroken } = await view()
    expect(stillBroken).toBe(3)
    expect(places).toEqual([
      { service: 'Mail', region: 'east', accounts: 2 },
      { service: null, region: null, accounts: 1 },
    ])
    expect(followUps.map((each: { account: { key: string }; words: string | null }) => [each.account.key, each.words])).toEqual([
      ['A2', 'No mail at A2'],
      ['A4', 'No mail at A4'],
      ['A5', null],
    ])
  })

  test('a place that is none is refused, and what was said before stays', async () => {
    expect((await press(linkIn('A2'), { answer: 'still-broken', service: company.shop })).statusCode).toBe(422)
    expect((await press(linkIn('A2'), { answer: 'still-broken', region: 'the moon' })).statusCode).toBe(422)
    for (const fields of [{ answer: 'maybe' }, { answer: '' }, { answer: 'works', service: 'x' }, { answer: 'works', comment: 'x'.repeat(2_001) }, {}])
      expect((await press(linkIn('A2'), fields as Record<string, string>)).statusCode, JSON.stringify(fields)).toBe(400)
    expect((await view()).places[0]).toEqual({ service: 'Mail', region: 'east', accounts: 2 })
  })

  test('the same question stands on the customer’s own page', async () => {
    const url = myPageLink(system.deps, { a: await accountId('A6'), k: null, b: company.slug }).url.slice('http://status.test'.length)
    const page = (await open(url)).body
    const action = /action="(\/sign-off\/[^"]+)"/.exec(page)?.[1] as string
    expect((await post(action, { page: proofIn(page), answer: 'works' })).body).toContain('vermerkt')
    const { rows } = await sql`select way, contact_id from sign_offs where crisis_id = ${crisis} and account_id = ${await accountId('A6')}`.execute(system.db)
    expect(rows).toEqual([{ way: 'my-page', contact_id: null }])
    expect((await open(url)).body).toContain('vermerkt')
  })

  test('a contact who is content hides nobody of the account who is not', async () => {
    const id = await accountId('A7')
    await sql`insert into contacts (account_id, practice, email, name) values (${id}, false, 'second@real.example', 'Second')`.execute(system.db)
    const { rows } = await sql<{ id: number }>`select id::int8 as id from contacts where account_id = ${id} order by id`.execute(system.db)
    const [first, second] = rows.map((row) =>
      signOffLinks(system.deps, crisis, { accountId: id, contactId: Number(row.id), practice: false }).works.slice('http://status.test'.length),
    ) as [string, string]
    const before = (await view()) as { works: number; stillBroken: number }
    await press(first, { answer: 'still-broken' })
    await press(second, { answer: 'works' })
    expect(await view()).toMatchObject({ works: before.works, stillBroken: before.stillBroken + 1 })
    await press(first, { answer: 'works' })
    expect(await view()).toMatchObject({ works: before.works + 1, stillBroken: before.stillBroken })
  })

  test('a partner’s program answers for its customers with a key that may do nothing else', async () => {
    const key = await createApiKey(system.db, 'reseller', 'partner', system.now())
    const send = (payload: object, authorization = `Bearer ${key}`) =>
      system.web.console.inject({ method: 'POST', url: '/api/sign-offs', headers: { authorization }, payload })
    const answers = [
      { account: 'A8', answer: 'works' },
      { account: 'A9', answer: 'works', words: 'all fine' },
      { account: 'nobody', answer: 'works' },
      { account: 'A9', answer: 'still-broken', service: 'no-such' },
    ]
    expect((await send({ crisis: number, answers })).json()).toEqual({
      taken: 2,
      results: [
        { account: 'A8', outcome: 'taken' },
        { account: 'A9', outcome: 'taken' },
        { account: 'nobody', outcome: 'unknown-account' },
        { account: 'A9', outcome: 'unknown-place' },
      ],
    })
    expect((await send({ crisis: number, answers: answers.slice(0, 1) })).json()).toMatchObject({ taken: 0, results: [{ outcome: 'same' }] })
    expect((await send({ crisis: 'C-1999-001', answers })).statusCode).toBe(404)
    expect((await send({ crisis: number, answers: Array(201).fill(answers[0]) })).statusCode).toBe(400)
    expect((await system.web.console.inject({ url: `/api/crises/${crisis}/sign-off`, headers: { authorization: `Bearer ${key}` } })).statusCode).toBe(403)
    expect((await send({ crisis: number, answers }, `Bearer ${await createApiKey(system.db, 'monitor', 'responder', system.now())}`)).statusCode).toBe(403)
  })

  test('what a customer told one of us is noted, and whoever is broken is looked after by one person', async () => {
    const at = (key: string | number, path: string) => `/api/crises/${crisis}/sign-off/accounts/${key}/${path}`
    expect((await ann.post(at(await accountId('A40'), 'answer'), { answer: 'works', words: 'On the phone' })).body.toAskOpen).toBe(3)
    const a2 = await accountId('A2')
    const bo = await system.person('Bo', 'customer-success')
    expect((await bo.post(at(a2, 'follow-up'))).body.followUps.find((each: { account: { key: string } }) => each.account.key === 'A2')).toMatchObject({
      state: 'taken',
      takenBy: { name: 'Bo' },
    })
    expect((await ann.post(at(a2, 'follow-up'))).status).toBe(409)
    expect((await ann.post(at(999_999, 'follow-up'))).status).toBe(404)
    expect((await ann.post(at(999_999, 'answer'), { answer: 'works' })).status).toBe(404)
    const open = (await view()).followUpsOpen
    expect((await bo.post(at(a2, 'follow-up/closure'), { outcome: 'not-reached', note: 'Three calls' })).body).toMatchObject({ followUpsOpen: open - 1 })
    expect((await bo.post(at(a2, 'follow-up/closure'), { outcome: 'works' })).status).toBe(409)
    // It is still broken for them, and their next word brings it back.
    await press(linkIn('A2'), { answer: 'still-broken' })
    expect((await view()).followUpsOpen).toBe(open)
    // Each of them stands before everybody else in the queue, with what they wrote; also the one that was looked after, until somebody answers it.
    await system.tasks['send-answers']?.({}, new AbortController().signal)
    const queue = (await ann.get('/api/conversations')).body.items
    expect(queue).toHaveLength(open + 1)
    expect(queue[0]).toMatchObject({ stillBroken: true, crisis: { link: 'linked' }, parts: { 'still-broken': 1_440 } })
  })

  test('40 % say that it works and three that it does not: the rate stands against its target, by tier', async () => {
    for (const n of [11, 12, 13, 14, 15, 16, 17, 18, 19, 21]) await press(linkIn(`A${n}`), { answer: 'works' })
    expect(await view()).toMatchObject({ asked: 40, works: 16, stillBroken: 3, rate: 40, targetPercent: 80, reached: false })
    expect((await view()).tiers).toMatchObject([
      { tier: 'standard', asked: 36, works: 15, stillBroken: 3 },
      { tier: 'enterprise', asked: 4, works: 1, stillBroken: 0 },
    ])
    expect((await ann.get(`/api/crises/${crisis}/kpis`)).body).toMatchObject({ signOffAsked: 40, signOffWorks: 16, signOffBroken: 3, signOffRate: 40 })
  })

  test('those who are silent are asked once more, and nobody a third time', async () => {
    const before = system.live.sent.length
    expect((await ann.post(`/api/crises/${crisis}/sign-off-request`)).status).toBe(200)
    await ann.post(`/api/crises/${crisis}/sign-off-request`)
    await system.runJobs()
    const asked = system.live.sent.slice(before).map(({ to }) => to)
    expect(asked).toHaveLength(36 - 15 - 3)
    expect(asked).not.toContain('a1@real.example')
    expect((await view()).asked).toBe(40)
  })

  test('after the end of its life a link says so, and after closing it says that', async () => {
    const path = linkIn('A22')
    const old = signOffLinks({ ...system.deps, clock: () => new Date('2030-01-01T00:00:00Z') }, crisis, {
      accountId: await accountId('A22'),
      contactId: null,
      practice: false,
    })
    const expired = await open(old.works.slice('http://status.test'.length))
    expect([expired.statusCode, expired.body.includes('reached the end of its life')]).toEqual([410, true])
    const page = proofIn((await open(path)).body)
    expect((await ann.post(`/api/crises/${crisis}/closure`, { reason: 'All is calm.' })).status).toBe(200)
    const closed = await post(path, { page, answer: 'works' })
    expect([closed.statusCode, closed.body.includes('matter is closed')]).toEqual([410, true])
    expect(await view()).toMatchObject({ works: 16, stillBroken: 3 })
    for (const token of ['x', 'x.y', 'a'.repeat(900)]) expect((await open(`/sign-off/${token}`)).statusCode).toBe(410)
  })
})

describe('Whom a crisis asks, of twenty thousand accounts', () => {
  test('is chosen in one statement, the same each time, by the quota of each tier', async () => {
    const system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    const company = await smallCompany(system, 20_000)
    const ann = await system.person('Ann', 'commander')
    const { id } = await restored(system, ann, company, {
      signOff: { tiers: { enterprise: { by: 'person', most: 500 }, standard: { sharePercent: 10 } }, withFinalUpdate: false },
    })
    await sql`insert into suppressions (channel, destination, reason, since) select 'email', email, 'complaint', now() from contacts where id % 9 = 0`.execute(
      system.db,
    )
    expect((await ann.get(`/api/crises/${id}/sign-off`)).body.asked).toBe(0)
    const { body } = await ann.post(`/api/crises/${id}/sign-off-request`)
    const standard = body.tiers[0]
    expect(standard).toMatchObject({ tier: 'standard', hurt: 18_000 })
    expect(standard.unreachable).toBeGreaterThan(1_900)
    expect(standard.asked).toBe(Math.ceil((18_000 - standard.unreachable) / 10))
    expect(body.tiers[1]).toMatchObject({ tier: 'enterprise', hurt: 2_000, asked: 500, byPerson: 500 })
    const { rows } = await sql<{ mails: number; strangers: number }>`
      select count(*)::int as mails, count(*) filter (where not exists (select from sign_off_asks q where q.crisis_id = u.crisis_id and q.account_id = d.account_id and q.way = 'link'))::int as strangers
        from deliveries d join updates u on u.id = d.update_id where u.class = 'sign-off-request'`.execute(system.db)
    expect(rows[0]).toEqual({ mails: standard.asked, strangers: 0 })
    // Drawn once more it is the same draw.
    const chosen = async () =>
      (
        await sql<{ id: string }>`select md5(string_agg(account_id::text, ',' order by account_id)) as id from sign_off_asks where crisis_id = ${id}`.execute(
          system.db,
        )
      ).rows
    const before = await chosen()
    const { planSignOff } = await import('../server/src/restore/sign-off/sign-off.plan.ts')
    await sql`delete from sign_off_plans where crisis_id = ${id}`.execute(system.db)
    await planSignOff(system.db, id, { round: 1, at: system.now() })
    expect(await chosen()).toEqual(before)
    await system.close()
  })
})

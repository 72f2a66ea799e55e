// Updates in public, on fakes that refuse what the real ones refuse: who posts what where, in which words; what a preview shows; an exercise stays inside.
import { acceptThenDrop, throttle } from '@leeward/channel/fake-service'
import { startFakeBluesky } from '@leeward/bluesky/fake'
import { startFakeMastodon } from '@leeward/mastodon/fake'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Updates in public', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let drill: Awaited<ReturnType<typeof smallCompany>>
  let bluesky: Awaited<ReturnType<typeof startFakeBluesky>>
  let mastodon: Awaited<ReturnType<typeof startFakeMastodon>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 3)
    drill = await smallCompany(system, 3, true)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(() => system.close())
  beforeEach(async () => {
    await later(2 * 86_400)
    await sql`truncate endpoints, deliveries, dispatches, suppressions, channel_proofs, social_inboxes, social_messages`.execute(system.db)
    ;[bluesky, mastodon] = await Promise.all([startFakeBluesky(), startFakeMastodon()])
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', brand: company.slug, scope: [{ serviceId: company.mail }] })).body
      .id
    return async () => {
      await Promise.all([bluesky.close(), mastodon.close()])
    }
  })
  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const publish = async (more: object = {}) => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, ...more })
    expect((await ann.post(`/api/updates/${body.id}/submission`, {})).body.status).toBe('published')
    await system.deliver()
    await later(60)
    return body.id as string
  }
  const onBluesky = (more: object = {}) => ({
    ...{ channel: 'bluesky', brand: company.slug, name: 'Bluesky', service: bluesky.url, handle: bluesky.handle, password: bluesky.password },
    ...more,
  })
  const onMastodon = (more: object = {}) => ({
    ...{ channel: 'mastodon', brand: company.slug, name: 'Mastodon', service: mastodon.url, handle: mastodon.handle, token: mastodon.token },
    ...more,
  })
  const add = async (body: object) => {
    const { status, body: made } = await ann.post('/api/endpoints', body)
    expect(status).toBe(201)
    return made.id as string
  }
  const went = async (id: string) => (await ann.get(`/api/endpoints/${id}/deliveries`)).body.items
  const states = async (id: string) => (await went(id)).map(({ state }: { state: string }) => state)
  const off = async (id: string) => (await ann.get('/api/endpoints')).body.items.find((each: { id: string }) => each.id === id).off

  test.each([
    [() => onBluesky({ service: 'ftp://bsky.social' }), 'service'],
    [() => onBluesky({ service: 'https://bsky.social/profile/acme' }), 'service'],
    [() => onBluesky({ service: 'https://me:pass@bsky.social' }), 'service'],
    [() => onBluesky({ handle: 'acme' }), 'handle'],
    [() => onBluesky({ handle: `${'a'.repeat(250)}.example` }), 'handle'],
    [() => onBluesky({ handle: 'acme.example\u202e' }), 'handle'],
    [() => onBluesky({ password: 'the-real-password' }), 'app password'],
    [() => onMastodon({ handle: '@a@b@c' }), 'handle'],
    [() => onMastodon({ token: 'short' }), 'token'],
    [() => onMastodon({ token: 'x'.repeat(201) }), 'token'],
    [() => onMastodon({ accountKey: 'A1' }), 'belongs to no customer'],
    [() => onBluesky({ locale: 'german' }), 'language'],
  ])('a public account that cannot be one is refused by name (%#)', async (body, word) => {
    const { status, body: said } = await ann.post('/api/endpoints', body())
    expect([400, 422]).toContain(status)
    expect(JSON.stringify(said)).toContain(word)
  })

  test('the same account is not added twice, whatever lets us in; its secret is never shown', async () => {
    await add(onBluesky())
    expect((await ann.post('/api/endpoints', onBluesky({ password: 'zzzz-zzzz-zzzz-zzzz', handle: `@${bluesky.handle.toUpperCase()}` }))).status).toBe(409)
    await add(onMastodon())
    const listed = JSON.stringify((await ann.get('/api/endpoints')).body)
    expect(listed).not.toContain(bluesky.password)
    expect(listed).not.toContain(mastodon.token)
    await expect(sql`update endpoints set account_id = (select id from accounts limit 1)`.execute(system.db)).rejects.toThrow('endpoints_in_public_are_ours')
  })

  test('every update goes out on both, in the brand’s language, each behind the one before', async () => {
    await sql`update brands set locale = 'de' where slug = ${company.slug}`.execute(system.db)
    const [one, other] = [await add(onBluesky()), await add(onMastodon({ locale: 'en' }))]
    await publish()
    await publish({
      phase: 'resolved',
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'Replaced it.', prevention: 'Two disks.' },
    })
    await sql`update brands set locale = 'en' where slug = ${company.slug}`.execute(system.db)
    expect([await states(one), await states(other)]).toEqual(Array(2).fill(['accepted', 'accepted']))
    const records = [...bluesky.records.values()]
    expect(records[0]?.record).toMatchObject({ langs: ['de'], text: expect.stringContaining('Mail geht nicht') })
    expect(records[1]?.record).toMatchObject({ reply: { root: { uri: records[0]?.uri } } })
    expect(mastodon.statuses).toMatchObject([
      { language: 'en', replyTo: null, text: expect.stringMatching(/Mail is down\nWhat you must do now: Wait\./) },
      { replyTo: mastodon.statuses[0]?.id, text: expect.stringContaining('last message') },
    ])
    expect(mastodon.statuses[0]?.text).toMatch(/http:\/\/status\.test\/acme-real\/incidents\/C-\S+$/)
  })

  test('an account that hears of grave crises only is silent in the others', async () => {
    const id = await add(onMastodon({ leastSeverity: 1 }))
    await publish()
    expect(await states(id)).toEqual([])
  })

  test('an exercise never posts in public, though it reaches our rooms', async () => {
    await add(onBluesky({ brand: drill.slug }))
    await add(onMastodon({ brand: drill.slug }))
    const room = await add({ channel: 'slack', brand: drill.slug, name: 'Room', url: 'https://hooks.example/services/T/B/x' })
    crisis = (
      await ann.post('/api/crises', {
        ...{
          title: 'Drill',
          kind: 'service-outage',
          practice: true,
          brand: drill.slug,
          scope: [{ serviceId: drill.mail }],
          severity: 3,
          severityReason: 'a drill',
        },
      })
    ).body.id
    await publish({ parts: { title: 'Drill' } })
    const { rows } = await sql`select from deliveries where channel in ('bluesky', 'mastodon')`.execute(system.db)
    expect(rows).toEqual([])
    expect([bluesky.records.size, mastodon.statuses.length]).toEqual([0, 0])
    expect(await states(room)).toEqual(['accepted'])
  })

  test('the demo, whose crises are made up, posts on no server but one on this machine', async () => {
    const id = await add(onBluesky({ service: 'https://bsky.social' }))
    await publish()
    expect((await went(id))[0]).toMatchObject({ state: 'failed', answer: 'the demo posts nothing in public' })
  })

  test('a wrong token at the test is shown and turns nothing off; at a post it turns the account off, with why', async () => {
    const id = await add(onMastodon({ token: 'f'.repeat(40) }))
    await ann.post(`/api/endpoints/${id}/test`)
    await system.tasks['run-proofs']?.({}, new AbortController().signal)
    const way = async () => (await ann.get('/api/channels')).body.channels.find(({ channel }: { channel: string }) => channel === 'mastodon')
    expect(await way()).toMatchObject({ state: 'failing', sentence: expect.stringContaining('access token is wrong') })
    expect(await off(id)).toBe(null)
    await publish()
    expect(await states(id)).toEqual(['bounced'])
    expect(await off(id)).toMatchObject({ reason: 'revoked', detail: expect.stringContaining('access token is wrong') })
    await publish({ phase: 'identified' })
    expect(await states(id)).toEqual(['suppressed', 'bounced'])
    expect((await ann.post(`/api/endpoints/${id}/password`, { password: 'short' })).status).toBe(422)
    expect((await ann.post(`/api/endpoints/${id}/password`, { password: mastodon.token })).body.off).toBe(null)
    await publish({ phase: 'monitoring' })
    expect(await states(id)).toEqual(['accepted', 'suppressed', 'bounced'])
  })
  test('a test that signed in says that nothing was posted', async () => {
    const id = await add(onMastodon())
    await ann.post(`/api/endpoints/${id}/test`)
    await system.tasks['run-proofs']?.({}, new AbortController().signal)
    const { channels } = (await ann.get('/api/channels')).body
    expect(channels.find(({ channel }: { channel: string }) => channel === 'mastodon')).toMatchObject({
      state: 'accepted',
      sentence: expect.stringContaining('Nothing was posted'),
    })
    expect(mastodon.statuses).toEqual([])
  })

  test('a lost answer is looked up, and posted once; one who is asked for less waits as long as was asked', async () => {
    const id = await add(onMastodon())
    await ann.post(`/api/endpoints/${id}/test`)
    await publish({ parts: { title: 'First' } })
    mastodon.faults([acceptThenDrop])
    await publish({ phase: 'identified', parts: { title: 'Second' } })
    expect((await states(id))[0]).toBe('unknown')
    mastodon.forgetKeys()
    await later(70)
    await system.deliver()
    expect((await went(id))[0]).toMatchObject({ state: 'accepted', answer: 'found in the account' })
    expect(mastodon.statuses).toHaveLength(2)
    mastodon.faults([throttle(1_800)])
    await publish({ phase: 'monitoring', parts: { title: 'Third' } })
    expect((await went(id))[0].state).toBe('deferred')
    await later(1_700)
    await system.deliver()
    expect((await went(id))[0].state).toBe('deferred')
    await later(200)
    await system.deliver()
    expect(mastodon.statuses.at(-1)).toMatchObject({ text: expect.stringContaining('Third'), replyTo: mastodon.statuses[1]?.id })
  })

  test('two who deliver at once post once', async () => {
    const id = await add(onBluesky())
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null })
    await ann.post(`/api/updates/${body.id}/submission`, {})
    const task = system.tasks['deliver-line-bluesky']
    await Promise.all([1, 2, 3].map(() => task?.({}, new AbortController().signal)))
    expect(await states(id)).toEqual(['accepted'])
    expect(bluesky.records.size).toBe(1)
  })

  test('while something goes on, an account that is added posts the current update, once', async () => {
    await publish()
    await add(onBluesky())
    await system.deliver()
    expect(bluesky.records.size).toBe(1)
  })

  test('the preview shows each post with its length and what is left out; the linter speaks where we post', async () => {
    const draft = {
      ...update(),
      nextUpdateAt: '2030-01-01T09:20:00Z',
      parts: { title: 'Mail is down', must: 'Wait.', happened: 'word '.repeat(380), known: 'x' },
    }
    const shown = async () => (await ann.post(`/api/crises/${crisis}/updates/preview`, draft)).body
    const before = await shown()
    expect(before.social.map(({ network, most }: { network: string; most: number }) => [network, most])).toEqual([
      ['bluesky', 300],
      ['mastodon', 500],
      ['short', 280],
      ['long', 3_000],
    ])
    for (const { length, most, text } of before.social) {
      expect(length).toBeLessThanOrEqual(most)
      expect(text).toContain('What you must do now: Wait.')
    }
    const rules = ({ findings }: { findings: { rule: string }[] }) => findings.map(({ rule }) => rule).filter((rule) => rule.startsWith('social'))
    expect(rules(before)).toEqual([])
    await add(onBluesky())
    expect(rules(await shown())).toEqual(['social-left-out'])
  })
})

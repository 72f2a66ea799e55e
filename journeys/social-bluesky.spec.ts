// Updates in public on a real personal data server of Bluesky: threads, what a crash leaves behind, what was deleted there, passwords that were taken back.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { seal } from '../server/src/platform/secrets/seal.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { type Pds, startPds } from './support/pds.ts'
import { type TestSystem, testSystem } from './support/system.ts'

// Installed and built once; afterwards it is there.
const pds = await startPds()
const missing = 'missing' in pds ? `: skipped, for ${pds.missing}` : ''

describe.skipIf(missing !== '')(`Bluesky, on a real PDS${missing}`, () => {
  const real = pds as Pds
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  let account: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(async () => {
    await system?.close()
    await real.close?.()
  })
  beforeEach(async () => {
    await later(2 * 86_400)
    await sql`truncate endpoints, deliveries, dispatches, suppressions, channel_proofs, social_inboxes, social_messages`.execute(system.db)
    for (const { uri } of await real.posts()) await real.remove(uri)
    crisis = (await ann.post('/api/crises', { title: 'Mail is down', kind: 'service-outage', scope: [{ serviceId: company.mail }] })).body.id
    const added = await ann.post('/api/endpoints', {
      ...{ channel: 'bluesky', brand: company.slug, name: 'Bluesky', service: real.url, handle: real.handle, password: real.password },
    })
    expect(added.body).toMatchObject({ shown: `${real.handle} at ${new URL(real.url).host}`, account: null, secret: null })
    account = added.body.id
  })
  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const publish = async (more: object = {}) => {
    const { body } = await ann.post(`/api/crises/${crisis}/updates`, { ...update(), nextUpdateAt: null, ...more })
    expect((await ann.post(`/api/updates/${body.id}/submission`, {})).body.status).toBe('published')
    await system.deliver()
    await later(60)
  }
  const went = async () => (await ann.get(`/api/endpoints/${account}/deliveries`)).body.items
  const look = async () => (await ann.get(`/api/endpoints?channel=bluesky`)).body.items[0]
  const strong = ({ uri, cid }: { uri: string; cid: string }) => ({ uri, cid })

  test('a test signs in and posts nothing', async () => {
    await ann.post(`/api/endpoints/${account}/test`)
    await system.tasks['run-proofs']?.({}, new AbortController().signal)
    expect((await look()).test).toMatchObject({ state: 'accepted', answer: `signed in as ${real.handle}; nothing was posted` })
    expect(await real.posts()).toEqual([])
  })

  test('the updates of a crisis stand in a thread under the first, with their link, and the final one is its last', async () => {
    await publish({ parts: { title: 'Störung: 🔥 Mail is down', must: 'Wait, or see https://acme.example/help.' } })
    await publish({ phase: 'identified', parts: { title: 'We know why', happened: 'A disk.' } })
    await publish({
      phase: 'resolved',
      parts: { title: 'Mail works again', happened: 'It fell.', why: 'A disk.', doing: 'Replaced it.', prevention: 'Two disks.' },
    })
    expect((await went()).map(({ state, answer }: { state: string; answer: string }) => [state, answer])).toEqual(Array(3).fill(['accepted', 'posted']))
    const [first, second, third] = await real.posts()
    expect(first?.value).toMatchObject({
      $type: 'app.bsky.feed.post',
      langs: ['en'],
      text: expect.stringMatching(/^Investigating: Störung: 🔥 Mail is down\nWhat you must do now: Wait/),
    })
    expect(first?.value).not.toHaveProperty('reply')
    const { text, facets } = (first?.value ?? {}) as { text: string; facets: { index: { byteStart: number; byteEnd: number }; features: { uri: string }[] }[] }
    const bytes = Buffer.from(text)
    const links = facets.map(({ index, features }) => [bytes.subarray(index.byteStart, index.byteEnd).toString(), features[0]?.uri])
    expect(links).toEqual([
      ['https://acme.example/help', 'https://acme.example/help'],
      [expect.stringMatching(/^status\.test\/acme-real\/incidents\/C-/), expect.stringMatching(/^http:\/\/status\.test\/acme-real\/incidents\/C-/)],
    ])
    expect(second?.value.reply).toEqual({ root: strong(first as never), parent: strong(first as never) })
    expect(third?.value.reply).toEqual({ root: strong(first as never), parent: strong(second as never) })
    expect(String(third?.value.text)).toMatch(/^Resolved: Mail works again\n/)
  })

  test('what was sent when the process was killed is found, and is there once; sent again by hand, too', async () => {
    await publish()
    const [before] = await real.posts()
    const killed = (state: string) =>
      sql`update deliveries set state = ${state}::delivery_state, reference = null, leased_by = gen_random_uuid(), leased_until = ${system.now()}, sent_at = ${system.now()} where destination = ${account}`.execute(
        system.db,
      )
    await killed('sending')
    await later(16)
    await system.deliver()
    expect((await went())[0].state).toBe('unknown')
    await later(70)
    await system.deliver()
    expect((await went())[0]).toMatchObject({ state: 'accepted', answer: 'found in the account' })
    const { rows } = await sql<{ reference: string }>`select reference from deliveries where destination = ${account}`.execute(system.db)
    expect(rows).toEqual([{ reference: `${before?.uri} ${before?.cid}` }])
    await ann.post(`/api/endpoints/${account}/deliveries/${(await went())[0].id}/replay`)
    await system.deliver()
    expect(await real.posts()).toEqual([before])
    // One that was never there is posted after all.
    await real.remove(before?.uri ?? '')
    await killed('unknown')
    await later(70)
    await system.deliver()
    expect((await real.posts()).map(({ uri }) => uri)).toEqual([before?.uri])
  })

  test('where somebody deleted the first post, the next update begins a new thread and says so; the one after it follows', async () => {
    await publish()
    await real.remove((await real.posts())[0]?.uri ?? '')
    await publish({ phase: 'identified' })
    expect((await went())[0].answer).toContain('a new thread begins')
    await publish({ phase: 'monitoring' })
    const [second, third] = await real.posts()
    expect(second?.value).not.toHaveProperty('reply')
    expect(third?.value.reply).toMatchObject({ root: strong(second as never) })
  })

  test('text that turns around, hides or is endless is posted all the same, readable and whole', async () => {
    const parts = {
      title: `a\u202eb\u200bc ${'👩‍🚒'.repeat(15)} ${'🏴󠁧󠁢󠁥󠁮󠁧󠁿'.repeat(4)}`,
      must: 'Change your password now. '.repeat(70),
      happened: `e${'\u0301'.repeat(900)}`,
    }
    await publish({ parts })
    const text = String((await real.posts())[0]?.value.text)
    expect(text).toContain('abc')
    expect(text).toMatch(/What you must do now: Change your password/)
    expect([...new Intl.Segmenter().segment(text)].length).toBeLessThanOrEqual(300)
  })

  test('an app password that was taken back turns the account off, with why; the next one posts', async () => {
    await real.revoke()
    // Under its other name, so that no session of before goes on; as after a restart.
    const address = { service: real.url, handle: real.did, password: real.password }
    await sql`update endpoints set sealed = ${seal(system.deps.key, JSON.stringify(address))} where id = ${account}`.execute(system.db)
    await publish()
    expect((await went())[0]).toMatchObject({ state: 'bounced' })
    expect((await look()).off).toMatchObject({ reason: 'revoked', detail: expect.stringContaining('app password is wrong, or it was taken back') })
    expect((await ann.post(`/api/endpoints/${account}/password`, { password: await real.another() })).body.off).toBe(null)
    await ann.post(`/api/endpoints/${account}/deliveries/${(await went())[0].id}/replay`)
    await system.deliver()
    expect((await real.posts()).length).toBe(1)
  })
})

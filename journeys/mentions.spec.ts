// Somebody asks in public or writes a direct message: it stands in the inbox once, is answered where it was asked, and goes on in the same conversation; nobody reads what another one was told.
import { acceptThenDrop, badJson, status, throttle } from '@leeward/channel/fake-service'
import { startFakeBluesky } from '@leeward/bluesky/fake'
import { startFakeMastodon } from '@leeward/mastodon/fake'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Mentions and direct messages', () => {
  let system: TestSystem
  let [chief, agent]: Awaited<ReturnType<TestSystem['person']>>[] = []
  let company: Awaited<ReturnType<typeof smallCompany>>
  let mastodon: Awaited<ReturnType<typeof startFakeMastodon>>
  let bluesky: Awaited<ReturnType<typeof startFakeBluesky>>
  let endpoints: Record<'mastodon' | 'bluesky', string>
  const who = (person: typeof chief) => person as NonNullable<typeof chief>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    company = await smallCompany(system, 3)
    chief = await system.person('Chief', 'administrator')
    agent = await system.person('Agnes', 'support')
  })
  afterAll(() => system.close())
  beforeEach(async () => {
    await sql`truncate social_inboxes, social_messages, social_people, answers_held, answers, reply_deliveries, conversation_acts, conversation_messages, conversations, endpoints, suppressions, deliveries cascade`.execute(
      system.db,
    )
    const clock = () => system.now().toISOString()
    ;[mastodon, bluesky] = await Promise.all([startFakeMastodon(), startFakeBluesky(clock)])
    const common = { brand: company.slug, leastSeverity: 1 }
    const add = async (body: object) => (await who(chief).post('/api/endpoints', { ...common, ...body })).body.id as string
    endpoints = {
      mastodon: await add({ channel: 'mastodon', name: 'M', service: mastodon.url, handle: '@acme', token: mastodon.token }),
      bluesky: await add({ channel: 'bluesky', name: 'B', service: bluesky.url, handle: bluesky.handle, password: bluesky.password }),
    }
    for (const id of Object.values(endpoints)) expect((await who(chief).put(`/api/endpoints/${id}/mentions`, { on: true })).status).toBe(200)
    await look(0)
    return async () => {
      await Promise.all([mastodon.close(), bluesky.close()])
    }
  })
  const later = (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const run = (name: string) => system.tasks[name]?.({}, new AbortController().signal)
  const look = async (seconds = 61) => {
    await later(seconds)
    await run('take-social')
  }
  const say = (acct: string, content: string, more: object = {}) =>
    mastodon.say({ acct, content: `<p>${content}</p>`, at: system.now().toISOString(), ...more })
  type Listed = { id: number; address: string; subject: string; state: string; social: { network: string; public: boolean } }
  /** Those of Mastodon first; of each network as they came. */
  const list = async (): Promise<Listed[]> =>
    (await who(agent).get('/api/conversations?view=all')).body.items.toSorted((one: Listed, other: Listed) =>
      one.social.network === other.social.network ? one.id - other.id : one.social.network === 'mastodon' ? -1 : 1,
    )
  const show = async (id: number | undefined) => (await who(agent).get(`/api/conversations/${id}`)).body
  const words = async (id: number | undefined) => (await show(id)).thread.map(({ kind, text }: { kind: string; text: string }) => `${kind} ${text}`)
  const reply = async (id: number | undefined, text: string) => {
    const { thread } = await show(id)
    const seen = Math.max(0, ...thread.filter(({ kind }: { kind: string }) => kind === 'in').map((each: { id: number }) => each.id))
    return who(agent).post(`/api/conversations/${id}/replies`, { text, seen })
  }
  const send = async () => {
    await run('deliver-line-replies-mastodon')
    await run('deliver-line-replies-bluesky')
  }
  const inbox = async (network: 'mastodon' | 'bluesky') =>
    (await who(chief).get('/api/endpoints')).body.items.find(({ id }: { id: string }) => id === endpoints[network]).mentions
  const ann = { did: 'did:plc:annannannannannannannann', handle: 'ann.example', displayName: 'Ann' }
  const ben = { did: 'did:plc:benbenbenbenbenbenbenben', handle: 'ben.example' }

  test('a mention is answered in its thread, its writer goes on in the same conversation, and whoever joins in has one of their own', async () => {
    const first = say(
      'ann@far.example',
      '<span class="h-card"><a href="https://fake/@acme" class="u-url mention">@<span>acme</span></a></span> is mail down? <script>x()</script>',
    )
    await look()
    const [asked] = await list()
    expect(asked).toMatchObject({ address: '@ann@far.example', subject: 'is mail down?', state: 'open', social: { network: 'mastodon', public: true } })
    expect(await words(asked?.id)).toEqual(['in @acme is mail down?'])
    expect((await show(asked?.id)).social).toMatchObject({ answers: true, most: 500, link: `https://far.example/@ann/${first}` })

    expect((await reply(asked?.id, 'It is. We know more at 10:00.\n\nAsk @nobody else.')).status).toBe(200)
    await send()
    expect(mastodon.statuses).toMatchObject([
      { text: '@ann@far.example It is. We know more at 10:00.\n\nAsk @\u200dnobody else.', visibility: 'public', replyTo: first },
    ])
    expect((await show(asked?.id)).thread.at(-1)).toMatchObject({ delivery: { state: 'accepted' } })

    const ours = mastodon.statuses[0]?.id as string
    say('ann@far.example', 'thank you', { replyTo: ours })
    const bens = say('ben@far.example', 'for me too', { replyTo: ours })
    say('ann@far.example', 'still waiting', { replyTo: bens })
    await look()
    const all = await list()
    expect(all.map(({ address }) => address).toSorted()).toEqual(['@ann@far.example', '@ben@far.example'])
    expect(await words(asked?.id)).toEqual([
      'in @acme is mail down?',
      'out It is. We know more at 10:00.\n\nAsk @nobody else.',
      'in thank you',
      'in still waiting',
    ])
    expect(await words(all.find(({ address }) => address.includes('ben'))?.id)).toEqual(['in for me too'])
    await sql`update social_inboxes set place = '{}'`.execute(system.db)
    await look()
    expect(await list()).toHaveLength(2)
    expect((await sql`select 1 from signals`.execute(system.db)).rows).toEqual([])
  })

  test('what is written to us alone is answered to that one alone, whatever else they say in public', async () => {
    const direct = say('ann@far.example', 'my number is 42', { visibility: 'direct' })
    say('ann@far.example', 'mail is down')
    bluesky.message(ann, 'I am Ann, of Acme')
    await look()
    const all = await list()
    expect(all.map(({ social }) => social.public)).toEqual([false, true, false])
    const [onMastodon, , onBluesky] = all
    await reply(onMastodon?.id, 'Thank you')
    await reply(onBluesky?.id, 'Hello Ann')
    await send()
    expect(mastodon.statuses).toMatchObject([{ text: '@ann@far.example Thank you', visibility: 'direct', replyTo: direct }])
    expect(bluesky.messagesWith(ann)[0]).toMatchObject({ text: 'Hello Ann' })
    say('ann@far.example', 'and another thing', { visibility: 'private' })
    const last = bluesky.message(ann, 'and one more')
    bluesky.unsend(last)
    bluesky.message(ann, 'in a group', { with: [ben] })
    await look()
    expect(await words(onMastodon?.id)).toEqual(['in my number is 42', 'out Thank you', 'in and another thing'])
    expect(await words(onBluesky?.id)).toEqual(['in I am Ann, of Acme', 'out Hello Ann', 'in and one more'])
    expect((await show(onBluesky?.id)).thread.at(-1).post.goneAt).not.toBeNull()
    await reply(onMastodon?.id, 'We look at it')
    await send()
    expect(mastodon.statuses.at(-1)).toMatchObject({ text: '@ann@far.example We look at it', visibility: 'direct' })
    expect(await list()).toHaveLength(3)
  })

  test('on Bluesky an answer stands behind the post, those who talk among themselves are let be, and without the right to direct messages it says so', async () => {
    bluesky.withoutMessages()
    const root = bluesky.write({ from: ann, text: 'hey @acme.example is mail down?' })
    await look()
    expect((await inbox('bluesky')).direct).toMatch(/may not read direct messages/)
    const [asked] = await list()
    await reply(asked?.id, 'It is: https://status.example/acme')
    await send()
    const [ours] = [...bluesky.records.values()]
    expect(ours?.record).toMatchObject({
      text: 'It is: https://status.example/acme',
      reply: { root: { uri: root.split(' ')[0] }, parent: { uri: root.split(' ')[0] } },
    })
    const behind = { root, parent: `${ours?.uri} ${ours?.cid}`, reason: 'reply' }
    const bens = bluesky.write({ from: ben, text: 'same here', ...behind })
    bluesky.write({ from: ann, text: 'thank you', ...behind })
    bluesky.write({ from: ann, text: 'poor Ben', root, parent: bens, reason: 'reply' })
    bluesky.write({ from: { ...ben, labels: [{ val: 'bot', src: ben.did }] }, text: 'beep', ...behind })
    await look()
    expect(await words(asked?.id)).toEqual(['in hey @acme.example is mail down?', 'out It is: https://status.example/acme', 'in thank you'])
    expect((await list()).map(({ address }) => address)).toEqual(expect.arrayContaining(['@ann.example', '@ben.example']))
    expect(await list()).toHaveLength(2)
    expect(bluesky.entries.signedIn).toBeLessThanOrEqual(2)
  })

  test('too long is said before it is sent, deleted is known once it is answered, and an answer that nobody heard of is looked up', async () => {
    const first = say('ann@far.example', 'is mail down?')
    await look()
    const [asked] = await list()
    const refused = await reply(asked?.id, 'x'.repeat(496))
    expect([refused.status, refused.body.detail]).toEqual([422, expect.stringMatching(/Mastodon takes 500 characters, and this is 1 too long/)])
    await reply(asked?.id, 'It is.')
    mastodon.faults([acceptThenDrop])
    await send()
    expect((await show(asked?.id)).thread.at(-1).delivery.state).toBe('unknown')
    await send()
    await later(61)
    mastodon.forgetKeys()
    await send()
    expect((await show(asked?.id)).thread.at(-1).delivery).toMatchObject({ state: 'accepted', answer: 'found in the thread' })
    expect(mastodon.statuses).toHaveLength(1)
    await who(chief).post(`/api/endpoints/${endpoints.mastodon}/off`, { why: 'for now' })
    await reply(asked?.id, 'Soon.')
    await send()
    expect(await show(asked?.id)).toMatchObject({ state: 'open', thread: expect.arrayContaining([expect.objectContaining({ text: 'Soon.' })]) })
    expect((await show(asked?.id)).thread.at(-1).delivery).toMatchObject({ state: 'suppressed', answer: 'our account there is turned off' })
    await who(chief).post(`/api/endpoints/${endpoints.mastodon}/on`, {})
    mastodon.remove(first)
    await reply(asked?.id, 'It works again.')
    await send()
    const view = await show(asked?.id)
    expect(view).toMatchObject({
      state: 'open',
      thread: expect.arrayContaining([expect.objectContaining({ post: expect.objectContaining({ goneAt: expect.any(String) }) })]),
    })
    expect(view.thread.at(-1).delivery).toMatchObject({ state: 'bounced', answer: expect.stringMatching(/deleted there/) })
    expect(mastodon.statuses).toHaveLength(1)
  })

  test('what was changed or deleted there meanwhile is known here, before anybody answers it', async () => {
    const [first, second] = [say('ann@far.example', 'mail is down'), say('ben@far.example', 'mail is slow')]
    const post = bluesky.write({ from: ann, text: 'hey @acme.example' })
    await look()
    mastodon.edit(first, '<p>mail is down <b>in Berlin</b></p>')
    mastodon.remove(second)
    bluesky.remove(post.split(' ')[0] as string)
    await look()
    const views = await Promise.all((await list()).map(({ id }) => show(id)))
    expect(views.map(({ thread: [one] }) => [one.text, one.post.goneAt !== null])).toEqual([
      ['mail is down in Berlin', false],
      ['mail is slow', true],
      ['hey @acme.example', true],
    ])
    expect(views[0].acts.find(({ kind }: { kind: string }) => kind === 'edited').data.before).toBe('mail is down')
    await look()
    expect((await show(views[0].id)).acts.filter(({ kind }: { kind: string }) => kind === 'edited')).toHaveLength(1)
  })

  test('an agent says which customer somebody is, and it is known the next time', async () => {
    say('ann@far.example', 'is mail down?')
    await look()
    const [asked] = await list()
    const put = (account: string | null) => who(agent).post(`/api/conversations/${asked?.id}/account`, { account })
    expect((await put('nobody')).status).toBe(422)
    expect((await put('A1')).body.account).toMatchObject({ key: 'A1' })
    say('ann@far.example', 'and this?', { visibility: 'direct' })
    say('ben@far.example', 'me too')
    await look()
    const accounts = await Promise.all((await list()).map(async ({ id }) => (await show(id)).account?.key ?? null))
    expect(accounts).toEqual(['A1', 'A1', null])
  })

  test('who asks in public gets only what is meant for everybody, and where there is none a person answers', async () => {
    const { body: crisis } = await who(chief).post('/api/crises', {
      title: 'Mail is down',
      kind: 'service-outage',
      brand: company.slug,
      scope: [{ serviceId: company.mail }],
    })
    say('ann@far.example', 'is mail down?')
    say('ben@far.example', 'mail?', { visibility: 'direct' })
    await look()
    const all = await list()
    await who(agent).post(`/api/conversations/${all[0]?.id}/account`, { account: 'A1' })
    for (const { id } of all) await who(agent).post(`/api/conversations/${id}/crisis`, { crisisId: crisis.id })
    const given = { texts: { en: 'Dear {name|customer} of {account|yours}, it is.' }, hold: [] }
    const preview = async (more: object = {}) => (await who(chief).post(`/api/crises/${crisis.id}/answers/preview`, { ...given, ...more })).body
    expect(await preview()).toMatchObject({ answered: 1, inPublic: 1, held: [{ reason: 'public', conversations: 1 }] })
    expect((await preview({ publicTexts: { en: 'Dear {account}' } })).detail).toMatch(/is of the customer, and this is said in public/)
    expect(await preview({ texts: { en: 'x'.repeat(600) } })).toMatchObject({ answered: 0, held: [{ reason: 'public' }, { reason: 'too-long' }] })
    const held = await preview()
    const answer = (await who(chief).post(`/api/crises/${crisis.id}/answers`, { ...given, seal: held.seal })).body
    const others = await system.person('Other', 'administrator')
    if (answer.state === 'waiting') await others.post(`/api/answers/${answer.id}/agreement`, {})
    await run('send-answers')
    await send()
    expect(mastodon.statuses.map(({ text }) => text)).toEqual(['@ben@far.example Dear ben@far.example of yours, it is.'])
    expect((await who(chief).post(`/api/answers/${answer.id}/held`, { conversations: [all[0]?.id] })).body.detail).toMatch(/asked in public/)
    const next = { ...given, publicTexts: { en: 'It is. More at {status_page}' } }
    const { seal } = await preview(next)
    const second = (await who(chief).post(`/api/crises/${crisis.id}/answers`, { ...next, seal })).body
    if (second.state === 'waiting') await others.post(`/api/answers/${second.id}/agreement`, {})
    await run('send-answers')
    await send()
    expect(mastodon.statuses.find(({ visibility }) => visibility === 'public')?.text).toMatch(/^@ann@far\.example It is\. More at http/)
  })

  test('what the network says wrong breaks nothing, too often is waited for, and a poll that dies before it is stored is made again', async () => {
    for (const odd of [
      { account: null },
      { account: { acct: '../x', bot: false } },
      { content: 7 },
      { visibility: 'everybody' },
      { id: { $: 1 } },
      { created_at: 'soon' },
    ])
      mastodon.say({ acct: 'odd@far.example', content: '<p>odd</p>', at: system.now().toISOString(), odd })
    say('robot@far.example', 'beep', { bot: true })
    say('acme', 'us', {})
    say('old@far.example', 'long ago', { at: '2029-01-01T00:00:00Z' })
    say('ann@far.example', `down ${'\u202e'}\0<b>`, { odd: { media_attachments: [{ type: 'image', description: 'a cat' }, null, 7] } })
    mastodon.faults([badJson])
    await look()
    expect(await inbox('mastodon')).toMatchObject({ sentence: expect.stringMatching(/no list of notifications/) })
    mastodon.faults([throttle(600)])
    await look(601)
    expect((await inbox('mastodon')).sentence).toBe('It is asked too often.')
    await look(300)
    expect(await list()).toEqual([])
    // It dies between the answer and its storing: what it was told stands nowhere, and its place has not moved.
    await later(400)
    await sql`create function die() returns trigger language plpgsql as $$ begin raise exception 'killed'; end $$`.execute(system.db)
    await sql`create trigger die before insert on social_messages for each row execute function die()`.execute(system.db)
    await expect(run('take-social')).rejects.toThrow('killed')
    await sql`drop function die cascade`.execute(system.db)
    expect(await list()).toEqual([])
    await look(301)
    expect((await list()).map(({ address }) => address)).toEqual(['@ann@far.example'])
    expect(await words((await list())[0]?.id)).toEqual(['in down\n[image: a cat]'])
    mastodon.revoke()
    await look()
    expect(await inbox('mastodon')).toMatchObject({ sentence: expect.stringMatching(/token is no longer valid/) })
    mastodon.faults([status(500)])
    expect((await who(chief).put(`/api/endpoints/${endpoints.mastodon}/mentions`, { on: false })).body).toEqual({ on: false })
    expect(await inbox('mastodon')).toBeNull()
    expect((await who(agent).put(`/api/endpoints/${endpoints.mastodon}/mentions`, { on: true })).status).toBe(403)
  })
})

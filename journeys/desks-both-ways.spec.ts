// A desk that is kept and Leeward agree on whether a conversation is open, who has it and what is attached, whichever of them it was done in; and neither answers the other's word with its own.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { chatwootEvents, zendeskEvents } from './support/desk-events.ts'
import { type FakeDesks, fakeDesks } from './support/fake-desks.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const secret = 'what zendesk signs with'
type Person = Awaited<ReturnType<TestSystem['person']>>

describe('A desk and Leeward, both ways', () => {
  let system: TestSystem
  let theirs: FakeDesks
  let [chief, agnes, bea]: Person[] = []
  let zendesk: ReturnType<typeof zendeskEvents>
  let chatwoot: ReturnType<typeof chatwootEvents>
  let desk: { id: string }
  const who = (person: Person | undefined) => person as Person
  const settings = () => ({ name: 'Zendesk', url: theirs.url, email: 'bot@acme.example', perSecond: 50 })
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    await smallCompany(system, 10)
    chief = await system.person('Chief', 'administrator')
    agnes = await system.person('Agnes', 'support')
    bea = await system.person('Bea', 'support')
    theirs = await fakeDesks()
    theirs.agents.push({ id: 51, name: 'Agnes', email: agnes.email, role: 'agent' }, { id: 53, name: 'Bo', email: 'bo@desk.example', role: 'agent' })
    theirs.users.set('8', { name: 'Ann', email: 'a1@real.example' })
    const added = (await chief.post('/api/desks', { kind: 'zendesk', key: 'zendesk', ...settings(), token: 'token', secret })).body
    desk = added
    zendesk = zendeskEvents(system, new URL(added.hook).pathname, secret)
    const chat = (
      await chief.post('/api/desks', { kind: 'chatwoot', key: 'chat', name: 'Chatwoot', url: theirs.url, account: '1', token: 'token', perSecond: 50 })
    ).body
    chatwoot = chatwootEvents(system, new URL(chat.hook).pathname)
  })
  afterAll(async () => {
    theirs.close()
    await system.close()
  })

  const idOf = async (ticket: number, key = 'zendesk') =>
    (await sql<{ id: number }>`select id from conversations where external->>'system' = ${key} and external->>'id' = ${String(ticket)}`.execute(system.db))
      .rows[0]?.id as number
  const show = async (id: number) => (await who(agnes).get(`/api/conversations/${id}`)).body
  const act = (id: number, what: string, body: object, by = agnes) => who(by).post(`/api/conversations/${id}/${what}`, body)
  const deliver = () => system.tasks['deliver-desks']?.({}, new AbortController().signal)
  const writing = (call: string) => !call.startsWith('GET ')
  /** What was written there by `work` and what follows from it. */
  const writes = async (work: () => Promise<unknown> = async () => {}) => {
    const before = theirs.calls.length
    await work()
    await deliver()
    await deliver()
    return theirs.calls.slice(before).filter(writing)
  }
  const fresh = async (ticket: number) => {
    await zendesk.created(ticket)
    await deliver()
    return idOf(ticket)
  }
  const seen = async (id: number) =>
    Math.max(...(await show(id)).thread.filter(({ kind }: { kind: string }) => kind === 'in').map((each: { id: number }) => each.id))

  test('what is closed here is solved there, once, by whom has it; what comes back of it moves nothing', async () => {
    const id = await fresh(1)
    await act(id, 'assignee', { person: who(agnes).id })
    await act(id, 'state', { state: 'closed' })
    expect(await writes()).toEqual(['PUT /api/v2/tickets/1.json'])
    expect(theirs.ticket('1')).toMatchObject({ status: 'solved', assignee: 51 })
    await zendesk.assigned(1, '51')
    await zendesk.status(1, 'SOLVED')
    expect(await writes()).toEqual([])
    expect(await show(id)).toMatchObject({ state: 'closed', assignee: { name: 'Agnes' } })
  })

  test('a customer who wrote before we closed and is heard after it opens both: our own word comes back and overtakes nobody', async () => {
    const id = await fresh(2)
    const before = system.now().toISOString()
    await system.at('09:01')
    await act(id, 'state', { state: 'closed' })
    await writes()
    expect(theirs.ticket('2').status).toBe('solved')
    await system.at('09:02')
    await zendesk.status(2, 'SOLVED', '2030-01-02T09:01:20Z')
    await zendesk.wrote(2, 200, 'Wait, one thing more', undefined, '2030-01-02T09:00:40Z')
    expect(before < '2030-01-02T09:00:40Z').toBe(true)
    expect(await show(id)).toMatchObject({ state: 'open' })
    await act(id, 'tags', { tags: ['looked-at'] })
    await writes()
    expect(await show(id)).toMatchObject({ state: 'open' })
  })

  test('what is solved there is closed here and says so, opened there it is open here, and neither is told back', async () => {
    const id = await fresh(3)
    await system.at('09:05')
    expect(await writes(() => zendesk.status(3, 'SOLVED'))).toEqual([])
    const closed = await show(id)
    expect(closed).toMatchObject({ state: 'closed', waitingSince: null })
    expect(closed.acts.at(-1)).toMatchObject({ kind: 'closed', by: { name: 'Zendesk' } })
    await system.at('09:06')
    expect(await writes(() => zendesk.wrote(3, 300, 'It is broken again'))).toEqual([])
    expect(await show(id)).toMatchObject({ state: 'open' })
    // A word of tags says nothing about how it stands.
    await act(id, 'state', { state: 'closed' })
    await writes()
    await zendesk.tagged(3, 'vip')
    expect(await show(id)).toMatchObject({ state: 'closed', tags: ['vip'] })
  })

  test('a reply waits for the customer there as well; opened again here it is open there', async () => {
    const id = await fresh(4)
    await act(id, 'replies', { text: 'Which address?', seen: await seen(id) })
    await writes()
    expect(theirs.ticket('4')).toMatchObject({ status: 'pending', assignee: 51 })
    expect(theirs.ticket('4').comments.map(({ body }) => body)).toEqual(['Which address?'])
    await act(id, 'state', { state: 'open' })
    await writes()
    expect(theirs.ticket('4').status).toBe('open')
  })

  test('who has it there has it here, by the address that both know; asked for once, and told back never', async () => {
    const id = await fresh(5)
    expect(await writes(() => zendesk.assigned(5, '51'))).toEqual([])
    expect(await show(id)).toMatchObject({ assignee: { name: 'Agnes' } })
    expect((await show(id)).acts.at(-1)).toMatchObject({ kind: 'assigned', by: { name: 'Zendesk' } })
    await system.at('09:20')
    expect(await writes(() => zendesk.assigned(5, null))).toEqual([])
    expect(await show(id)).toMatchObject({ assignee: null })
  })

  test('an agent whom nobody here knows is named, and takes it only from whom the desk had given it to', async () => {
    const id = await fresh(6)
    await act(id, 'assignee', { person: who(agnes).id })
    await writes()
    await system.at('09:25')
    expect(await writes(() => zendesk.assigned(6, '53'))).toEqual([])
    const shown = await show(id)
    expect(shown).toMatchObject({ assignee: null, desk: { agent: 'Bo' } })
    expect(shown.acts.map(({ kind, data }: { kind: string; data: { agent?: string } }) => [kind, data.agent])).toContainEqual(['assigned-there', 'Bo'])
  })

  test('an agent whom the desk does not know is named there in a note among colleagues, once, also where nobody heard that it was left; the note is none of theirs', async () => {
    const id = await fresh(7)
    await act(id, 'assignee', { person: who(bea).id }, bea)
    theirs.goWrong('drop')
    await deliver()
    await system.at('09:40')
    await writes()
    const notes = theirs.ticket('7').comments
    expect(notes).toMatchObject([{ body: 'Bea has this conversation in Leeward.', public: false }])
    await zendesk.wrote(7, notes[0]?.id ?? 0, notes[0]?.body ?? '', { id: '9', is_staff: true, name: 'Bot' }, undefined, false)
    expect((await show(id)).thread).toHaveLength(1)
  })

  test('what the desk does not take is said in the conversation and not asked again and again', async () => {
    const id = await fresh(8)
    theirs.ticket('8').status = 'closed'
    expect(await writes(() => act(id, 'state', { state: 'waiting' }))).toHaveLength(1)
    expect((await show(id)).acts.at(-1)).toMatchObject({
      kind: 'desk-refused',
      by: { name: 'Zendesk' },
      data: { answer: expect.stringMatching(/422.*closed prevents/) },
    })
    await system.at('11:00')
    expect(await writes()).toEqual([])
  })

  test('in Chatwoot: resolved, put off until a day, and who has it; an event of labels says nothing about how it stands', async () => {
    await chatwoot.wrote(12, 1, 'Hello')
    const id = await idOf(12, 'chat')
    await system.at('11:10')
    await act(id, 'replies', { text: 'Hi', seen: await seen(id), then: 'waiting' })
    await deliver()
    expect(theirs.ticket('12')).toMatchObject({ status: 'open', assignee: 51 })
    await system.at('11:12')
    await chatwoot.changed(12, ['label_list'], { labels: ['vip'] })
    expect(await show(id)).toMatchObject({ state: 'waiting', tags: ['vip'] })
    await act(id, 'snooze', { until: '2030-01-05T08:00:00Z' })
    await deliver()
    expect(theirs.ticket('12')).toMatchObject({ status: 'snoozed', until: Date.parse('2030-01-05T08:00:00Z') / 1_000 })
    await system.at('11:20')
    expect(await writes(() => chatwoot.changed(12, ['status'], { status: 'resolved' }))).toEqual([])
    expect(await show(id)).toMatchObject({ state: 'closed' })
    await system.at('11:25')
    await chatwoot.changed(12, ['status', 'snoozed_until'], { status: 'snoozed', snoozed_until: '2030-01-06T08:00:00Z' })
    expect(await show(id)).toMatchObject({ state: 'snoozed', snoozedUntil: '2030-01-06T08:00:00.000Z' })
    expect(await writes(() => chatwoot.changed(12, ['assignee_id'], { assignee: { id: 53, name: 'Bo' } }))).toEqual([])
    expect(await show(id)).toMatchObject({ assignee: null, desk: { agent: 'Bo' } })
    await act(id, 'state', { state: 'closed' })
    await deliver()
    expect(theirs.ticket('12').status).toBe('resolved')
  })

  test('files come with their message however they are told: fetched where the desk sends us on, judged, each once; what lets us in is shown to the desk alone', async () => {
    const id = await fresh(20)
    theirs.files.set('/attachments/1', { status: 302, location: `${theirs.url}/elsewhere/1` })
    theirs.files.set('/elsewhere/1', { status: 200, content: Buffer.from('what happened'), open: true })
    theirs.files.set('/attachments/2', { status: 200, content: Buffer.from('MZ\x90\x00 a program') })
    theirs.files.set('/attachments/3', { status: 404 })
    // Before its comment is told.
    const log = { id: 'a1', filename: 'log.txt', content_url: `${theirs.url}/attachments/1` }
    await zendesk.attached(20, 2_000, log)
    await deliver()
    expect((await show(id)).thread).toHaveLength(1)
    await zendesk.wrote(20, 2_000, 'The log is attached')
    await zendesk.attached(20, 2_000, log)
    await zendesk.attached(20, 2_000, { id: 'a2', filename: 'setup.exe', content_url: `${theirs.url}/attachments/2`, content_type: 'application/octet-stream' })
    await zendesk.attached(20, 2_000, { id: 'a3', filename: 'gone.pdf', content_url: `${theirs.url}/attachments/3` })
    await deliver()
    await deliver()
    const { files } = (await show(id)).thread.at(-1)
    expect(files).toMatchObject([
      { name: 'log.txt', bytes: 13, verdict: 'kept', why: null },
      { name: 'setup.exe', verdict: 'refused', why: expect.any(String) },
      { name: 'gone.pdf', verdict: 'refused', why: 'The desk did not give it: it answered 404.' },
    ])
    expect((await who(agnes).get(`/api/conversations/${id}/files/${files[0].id}`)).body).toBe('what happened')
    expect(theirs.calls.filter((call) => call.includes('/attachments/1'))).toEqual(['GET /attachments/1 let in'])
  })

  test('a file of the first words goes with them, one that cannot be had now is tried again, and those of our own replies stay theirs', async () => {
    const id = await fresh(21)
    await zendesk.wrote(21, 2_100, 'I cannot send mail!')
    theirs.files.set('/attachments/4', { status: 503 })
    await zendesk.attached(21, 2_100, { id: 'a4', filename: 'first.txt', content_url: `${theirs.url}/attachments/4` })
    await deliver()
    expect((await show(id)).thread[0].files).toEqual([])
    theirs.files.set('/attachments/4', { status: 200, content: Buffer.from('late') })
    await act(id, 'replies', { text: 'Thanks', seen: await seen(id) })
    await system.at('12:30')
    await deliver()
    const reply = theirs.ticket('21').comments.at(-1)?.id ?? 0
    await zendesk.attached(21, reply, { id: 'a5', filename: 'ours.txt', content_url: `${theirs.url}/attachments/4` })
    await deliver()
    const { thread } = await show(id)
    expect(thread.map(({ files }: { files: { name: string }[] }) => files.map(({ name }) => name))).toEqual([['first.txt'], []])
  })

  test('a message of Chatwoot that is nothing but a picture stands here with it', async () => {
    theirs.files.set('/rails/blob/cat.gif', {
      status: 200,
      content: Buffer.from('GIF89a\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;', 'latin1'),
      open: true,
    })
    await chatwoot.wrote(13, 9, null, {
      attachments: [
        { id: 90, file_type: 'image', data_url: `${theirs.url}/rails/blob/cat.gif` },
        { id: 91, file_type: 'location' },
      ],
    })
    await deliver()
    const { thread } = await show(await idOf(13, 'chat'))
    expect(thread).toMatchObject([{ kind: 'in', text: '', files: [{ name: 'cat.gif', type: 'image/gif', verdict: 'kept' }] }])
    expect(theirs.calls.filter((call) => call.startsWith('GET /rails'))).toEqual(['GET /rails/blob/cat.gif'])
  })

  test('a conversation that was put into another does not close that one when its own ticket is solved', async () => {
    const [one, other] = [await fresh(30), await fresh(31)]
    await act(one, 'merge', { into: other })
    await system.at('12:40')
    await zendesk.status(30, 'SOLVED')
    expect(await show(other)).toMatchObject({ state: 'open' })
  })

  test('where it is not to go both ways nothing of it is told or taken', async () => {
    expect((await who(chief).put(`/api/desks/${desk.id}`, { ...settings(), bothWays: false })).body).toMatchObject({ bothWays: false })
    const id = await fresh(40)
    await act(id, 'assignee', { person: who(agnes).id })
    expect((await writes(() => act(id, 'state', { state: 'closed' }))).filter((call) => !call.includes('update_many'))).toEqual([])
    await zendesk.assigned(40, '53')
    expect(await show(id)).toMatchObject({ assignee: { name: 'Agnes' }, desk: { agent: null } })
  })
})

// The queue: in the order that the company set, to who can do it, and nobody waits for ever.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { conversationWith, mailsTo, sendReplies, write } from './support/mails.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('The queue of support', () => {
  let system: TestSystem
  let [ann, bo, chief]: Person[] = []
  let mail: string
  const agent = (person: Person | undefined) => person as Person
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-02T09:00:00Z' })
    mail = (await smallCompany(system, 40)).mail
    ann = await system.person('Ann', 'support')
    bo = await system.person('Bo', 'support')
    chief = await system.person('Chief', 'administrator')
  })
  afterAll(() => system.close())

  const task = (name: string) => system.tasks[name]?.({}, new AbortController().signal)
  const next = async (person: Person | undefined) => agent(person).post('/api/conversations/next')
  const say = (person: Person | undefined, of: object) => agent(person).put('/api/support/agents/me', of)
  const settings = async () => (await agent(chief).get('/api/support/settings')).body
  const put = async (part: object) => {
    const { shipped: _, changedAt: __, changedBy: ___, phrasing: ____, ...now } = await settings()
    return agent(chief).put('/api/support/settings', { ...now, ...part })
  }
  const nobodyWaits = () =>
    sql`update conversations set state = 'closed', waiting_since = null, turn_at = null, promised_at = null, promise = null where state = 'open'`.execute(
      system.db,
    )
  const asks = async (name: string, text = 'A question about my order.') => {
    await write(system, { from: `${name}@real.example`, subject: `A question of ${name}`, text })
    return conversationWith(system, `${name}@real.example`)
  }
  const tag = (id: number, ...tags: string[]) => agent(chief).post(`/api/conversations/${id}/tags`, { tags })

  test('whoever says what they know is given the first one that they can do', async () => {
    await nobodyWaits()
    const billing = await asks('a1')
    const german = await asks('a2', 'Guten Tag, wo ist meine Bestellung? Ich warte seit drei Tagen darauf und niemand sagt mir etwas.')
    const plain = await asks('a3', 'Hello, where is my order? I have been waiting for it for three days and nobody tells me anything.')
    await tag(billing, 'skill:billing')
    expect((await say(ann, { languages: ['en'], available: true })).status).toBe(200)
    expect(
      (await say(bo, { languages: ['de', 'en'], skills: ['Billing'], available: true })).body.agents.find(
        ({ person }: { person: { name: string } }) => person.name === 'Bo',
      ),
    ).toMatchObject({
      skills: ['billing'],
      languages: ['de', 'en'],
      open: 0,
    })
    expect((await next(ann)).body.id).toBe(plain)
    expect((await next(ann)).body.id).toBe(null)
    expect([(await next(bo)).body.id, (await next(bo)).body.id].toSorted()).toEqual([billing, german].toSorted())
  })

  test('what nobody who is there can do is offered to anybody after a while, and the coordinator sees it', async () => {
    await nobodyWaits()
    const japanese = await asks('a4', 'メッセージを送信できません。いつ復旧するか教えていただけますか。よろしくお願いいたします。')
    const seen = async () => (await agent(chief).get('/api/support/agents')).body.coverage[0]
    expect(await seen()).toMatchObject({ needs: ['language:ja'], waiting: 1, knownBy: [], offered: 0 })
    await system.at('09:29')
    expect((await next(ann)).body.id).toBe(null)
    await system.at('09:30')
    expect(await seen()).toMatchObject({ needs: ['language:ja'], offered: 1 })
    expect((await next(ann)).body.id).toBe(japanese)
  })

  test('what somebody could do and does not come to is offered to anybody too, only later', async () => {
    await nobodyWaits()
    const billing = await asks('a5')
    await tag(billing, 'skill:billing')
    await system.at('11:29')
    expect((await next(ann)).body.id).toBe(null)
    await system.at('11:30')
    expect((await next(ann)).body.id).toBe(billing)
  })

  test('who has as many as they take is told so, and what to do', async () => {
    await nobodyWaits()
    await asks('a6')
    await asks('a7')
    await say(ann, { languages: [], mostOpen: 1 })
    expect((await next(ann)).status).toBe(200)
    const full = await next(ann)
    expect([full.status, full.body.detail]).toEqual([409, expect.stringMatching(/You have 1 open conversations.*1 at most.*Answer, put off or hand on/)])
    expect((await say(ann, { mostOpen: null })).status).toBe(200)
    expect((await next(ann)).body.id).not.toBe(null)
  })

  test('where the company wants it, those in turn go to who is there and has the least to do, each to one', async () => {
    await nobodyWaits()
    expect((await put({ assignItself: true })).status).toBe(200)
    const ids = [await asks('a8'), await asks('a9'), await asks('a11'), await asks('a12')]
    await Promise.all([task('assign-conversations'), task('assign-conversations')])
    const { rows } = await sql<{
      assignee: string
      count: number
    }>`select assignee, count(*)::int as count from conversations where id = any (${ids}::bigint[]) group by 1`.execute(system.db)
    expect(rows.map(({ count }) => count)).toEqual([2, 2])
    await say(ann, { available: false })
    await say(bo, { available: false })
    const left = await asks('a13')
    await task('assign-conversations')
    expect((await agent(chief).get(`/api/conversations/${left}`)).body.assignee).toBe(null)
    await put({ assignItself: false })
  })

  test('a place in the queue is told with a time where the pace of the last hour says one, and with none where it does not', async () => {
    await nobodyWaits()
    await system.at('13:00')
    const first = await asks('a14')
    await system.at('13:01')
    const second = await asks('a15')
    expect((await agent(ann).get(`/api/conversations/${second}/place`)).body).toEqual({ before: 1, minutes: null })
    await sql`insert into conversation_acts (conversation_id, kind, at, by, data) select ${first}, 'assigned', ${system.now()}::timestamptz - interval '10 minutes', 'x', '{"to": "x", "from": null}' from generate_series(1, 12)`.execute(
      system.db,
    )
    expect((await agent(ann).get(`/api/conversations/${second}/place`)).body).toEqual({ before: 1, minutes: 10 })
    await next(ann)
    expect((await agent(ann).get(`/api/conversations/${first}/place`)).status).toBe(404)
    expect((await agent(ann).get('/api/conversations/999999/place')).status).toBe(404)
  })

  test('other weights are another order: seen before they are saved, and then for everybody who waits', async () => {
    await nobodyWaits()
    await system.at('14:00')
    const plain = await asks('a16')
    await system.at('14:01')
    const enterprise = await asks('a10')
    const queue = async () => (await agent(ann).get('/api/conversations')).body.items.map(({ id }: { id: number }) => id)
    expect(await queue()).toEqual([enterprise, plain])
    const { weights } = await settings()
    const others = { ...weights, tier: { ...weights.tier, enterprise: 0 } }
    const preview = await agent(chief).post('/api/support/settings/order', { weights: others })
    expect(preview.body).toMatchObject({
      waiting: 2,
      first: [
        { id: plain, was: 2, minutes: 0 },
        { id: enterprise, was: 1, parts: {} },
      ],
    })
    expect(await queue()).toEqual([enterprise, plain])
    expect((await put({ weights: others })).status).toBe(200)
    await system.runJobs()
    expect(await queue()).toEqual([plain, enterprise])
    expect((await settings()).changedBy.name).toBe('Chief')
    await put({ weights })
  })

  test('other targets and hours are other promises, but nobody who was told a time is answered later for it', async () => {
    await nobodyWaits()
    const promisedAt = async (id: number) => (await agent(ann).get(`/api/conversations/${id}`)).body.promisedAt
    await system.at('2030-01-03T09:00:00Z')
    const told = await asks('a17')
    expect(await promisedAt(told)).toBe('2030-01-03T17:00:00.000Z')
    const { targets } = await settings()
    const within = (minutes: number) => ({ ...targets, first: { ...targets.first, other: minutes } })
    expect((await put({ targets: within(60) })).status).toBe(200)
    expect(await promisedAt(told)).toBe('2030-01-03T10:00:00.000Z')
    expect((await put({ targets: within(6_000) })).status).toBe(200)
    expect(await promisedAt(told)).toBe('2030-01-03T10:00:00.000Z')
    // Thursday; open on Fridays from nine to five alone.
    expect(
      (
        await put({
          targets: within(90),
          hours: {
            zone: 'Europe/Berlin',
            days: {
              5: [
                ['09:00', '10:00'],
                ['13:00', '17:00'],
              ],
            },
            closed: [],
          },
        })
      ).status,
    ).toBe(200)
    expect(await promisedAt(await asks('a18'))).toBe('2030-01-04T12:30:00.000Z')
    expect((await put({ hours: { zone: 'Europe/Berlin', days: { 5: [['09:00', '17:00']] }, closed: ['2030-01-04'] } })).status).toBe(200)
    expect(await promisedAt(await asks('a19'))).toBe('2030-01-11T09:30:00.000Z')
    await put({ targets, hours: { zone: 'Etc/UTC', days: Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((day) => [day, [['00:00', '24:00']]])), closed: [] } })
  })

  test('who is linked to a crisis is promised its next word, and told so; where none is dated, their own time', async () => {
    await nobodyWaits()
    await system.at('2030-01-04T09:00:00Z')
    const declared = await agent(chief).post('/api/crises', {
      title: 'Mail is down',
      kind: 'service-outage',
      scope: [{ serviceId: mail }],
      onsetAt: '2030-01-04T08:00:00Z',
      severity: 2,
      severityReason: 'because',
    })
    const crisis = declared.body.id
    const say = async (nextUpdateAt: string | null) => {
      const parts = { title: 'Mail is down', happened: 'Mails cannot be sent.', did: 'We look for the cause.' }
      const draft = await agent(chief).post(`/api/crises/${crisis}/updates`, {
        phase: 'investigating',
        holding: false,
        locale: 'en',
        nextUpdateAt,
        parts,
        ...(nextUpdateAt ? {} : { noNextReason: 'x' }),
      })
      await sql`update updates set status = 'published', sequence = (select coalesce(max(sequence), 0) + 1 from updates where crisis_id = ${crisis}), published_at = ${system.now()} where id = ${draft.body.id}`.execute(
        system.db,
      )
    }
    await say('2030-01-04T10:00:00Z')
    await write(system, { from: 'a21@real.example', subject: 'Mail is down', text: 'We cannot send mail since this morning: mail is down.' })
    const id = await conversationWith(system, 'a21@real.example')
    await agent(chief).post(`/api/conversations/${id}/crisis`, { crisisId: crisis })
    expect((await agent(ann).get(`/api/conversations/${id}`)).body).toMatchObject({ promise: 'crisis', promisedAt: '2030-01-04T10:00:00.000Z' })
    await say(null)
    await write(system, { from: 'a22@real.example', subject: 'Mail is down', text: 'We cannot send mail since this morning: mail is down.' })
    const later = await conversationWith(system, 'a22@real.example')
    await agent(chief).post(`/api/conversations/${later}/crisis`, { crisisId: crisis })
    expect((await agent(ann).get(`/api/conversations/${later}`)).body).toMatchObject({ promise: 'first', promisedAt: '2030-01-04T17:00:00.000Z' })
    // What was promised with the crisis holds no more: each one's own does.
    const { rebase } = await import('../server/src/support/conversations/order.store.ts')
    await rebase(system.db, crisis, system.now())
    expect((await agent(ann).get(`/api/conversations/${id}`)).body).toMatchObject({ promise: 'first', promisedAt: '2030-01-04T17:00:00.000Z' })
    await sendReplies(system)
    const words = (address: string) => mailsTo(system, address)[0]?.text ?? ''
    expect(words('a22@real.example')).toMatch(/Somebody answers you by/)
  })

  test('what is no setting is refused with where and why, and nothing is saved', async () => {
    const before = await settings()
    for (const [part, says] of [
      [{ weights: { ...before.weights, promise: -1 } }, /weights/],
      [{ weights: { ...before.weights, promise: 10_081 } }, /weights/],
      [{ weights: { ...before.weights, tier: { 'a b': 1 } } }, /weights/],
      [{ targets: { first: { enterprise: 60 }, next: before.targets.next } }, /other/],
      [{ hours: { ...before.hours, zone: 'Mars/Olympus' } }, /time zone/],
      [{ hours: { ...before.hours, days: { 1: [['09:00', '08:00']] } } }, /end after/],
      [
        {
          hours: {
            ...before.hours,
            days: {
              1: [
                ['09:00', '12:00'],
                ['11:00', '13:00'],
              ],
            },
          },
        },
        /overlap/,
      ],
      [{ hours: { ...before.hours, days: { 8: [] } } }, /days/],
      [{ hours: { ...before.hours, closed: ['2030-02-30'] } }, /date/],
      [{ linkItselfAt: 1.1 }, /linkItselfAt/],
      [{ offerAfterMinutes: 0 }, /offerAfterMinutes/],
    ] as const) {
      const refused = await put(part)
      expect([refused.status, JSON.stringify(refused.body)], JSON.stringify(part)).toEqual([expect.toBeOneOf([400, 422]), expect.stringMatching(says)])
    }
    expect((await put({ revision: before.revision - 1 })).status).toBe(409)
    expect(await settings()).toEqual(before)
    expect((await agent(ann).get('/api/support/settings')).status).toBe(403)
    for (const of of [{ mostOpen: 0 }, { mostOpen: 501 }, { languages: ['english'] }, { skills: ['a:b'] }, { available: 'yes' }, { more: 1 }])
      expect((await say(ann, of)).status, JSON.stringify(of)).toBe(400)
    expect((await agent(chief).put('/api/support/agents/nobody', {})).status).toBe(422)
    expect((await agent(bo).put(`/api/support/agents/${agent(ann).id}`, {})).status).toBe(403)
    expect((await agent(chief).put(`/api/support/agents/${agent(ann).id}`, { available: true })).status).toBe(200)
  })
})

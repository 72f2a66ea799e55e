// Sending, exactly: overtaken, stopped, held, slowed, failed over, unknown; every row in the state that is true.
import type { Channel, Message, Outcome } from '@leeward/email'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { deliverPlanned } from '../server/src/communicate/deliveries/deliver.ts'
import type { Provider } from '../server/src/communicate/deliveries/line.ts'
import { recordFinished } from '../server/src/communicate/deliveries/dispatch.facts.ts'
import { claim, turn } from '../server/src/communicate/deliveries/deliveries.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const accounts = 100

describe('Sending', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  let relay: Told
  let company: Awaited<ReturnType<typeof smallCompany>>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    ann = await system.person('Ann', 'commander', 'communicator')
    company = await smallCompany(system, accounts)
  })
  afterAll(() => system.close())
  beforeEach(async () => {
    await later(86_400)
    await sql`truncate deliveries, dispatches, dispatch_minutes, paces, providers, suppressions, impact`.execute(system.db)
    await sql`delete from exposures where account_id in (select id from accounts where key = 'LATE')`.execute(system.db)
    await sql`update contacts set email = replace(email, '@slow.', '@real.')`.execute(system.db)
    relay = provider('relay')
    const declared = await ann.post('/api/crises', {
      title: 'Mail is slow',
      kind: 'service-outage',
      scope: [{ serviceId: company.mail, regions: null, degree: 'degraded' }],
      answers: { customersHurt: 'some', canWork: 'partly' },
    })
    crisis = declared.body.id
    await ann.post(`/api/crises/${crisis}/acknowledgement`)
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
  })

  const publish = async (title: string, phase = 'investigating') => {
    const parts = { title, happened: 'Mails arrive late.', cause: 'A queue.', prevention: 'Two queues.', did: 'Emptied it.' }
    const written = await ann.post(`/api/crises/${crisis}/updates`, { phase, parts, nextUpdateAt: null })
    const published = await ann.post(`/api/updates/${written.body.id}/submission`)
    expect(published.body).toMatchObject({ status: 'published' })
    return written.body.id as string
  }
  const send = (providers: Provider[] = [relay], signal = new AbortController().signal) =>
    deliverPlanned(system.deps, { live: providers, practice: system.practice }, signal)
  const dispatches = async () => (await ann.get(`/api/crises/${crisis}/dispatches`)).body.dispatches
  const of = async (updateId: string) => (await dispatches()).find((each: { updateId: string }) => each.updateId === updateId)
  const counts = async (updateId: string) =>
    Object.fromEntries(Object.entries((await of(updateId)).counts as Record<string, number>).filter(([, count]) => count > 0))
  const later = async (seconds: number) => system.at(new Date(system.now().getTime() + seconds * 1_000).toISOString())
  const audit = async () => (await ann.get(`/api/crises/${crisis}/deliveries-audit`)).body

  test('the vulnerable and enterprise hear first', async () => {
    await publish('We look into it')
    await send([provider('one-line', { connections: 1, keep: relay.sent })])
    const names = relay.sent.map(({ to }) => Number(/\d+/.exec(to)?.[0]))
    expect(names.slice(0, 5).toSorted((one, other) => one - other)).toEqual([20, 40, 60, 80, 100])
    expect(names.slice(5, 10).toSorted((one, other) => one - other)).toEqual([10, 30, 50, 70, 90])
  })

  test('an update that is overtaken half-way is not sent to those who have the newer one', async () => {
    const first = await publish('We look into it')
    await send([relay], relay.stopAfter(40))
    const second = await publish('We found it')
    await send()
    const before = (await counts(first)).accepted as number
    expect(before).toBeGreaterThanOrEqual(40)
    expect(await counts(first)).toEqual({ accepted: before, cancelled: accounts - before })
    expect(await counts(second)).toEqual({ accepted: accounts })
    expect(relay.sent).toHaveLength(before + accounts)
    expect((await audit()).right).toBe(true)
  })

  test('stopped at 37 %: not one more begins, nobody joins later, and it cannot go on', async () => {
    const id = await publish('We look into it')
    await send([relay], relay.stopAfter(37))
    expect((await ann.post(`/api/crises/${crisis}/dispatches/${id}/stop`)).status).toBe(200)
    const sent = relay.sent.length
    await send()
    expect(relay.sent).toHaveLength(sent)
    expect(await counts(id)).toEqual({ accepted: sent, cancelled: accounts - sent })
    expect(await of(id)).toMatchObject({ state: 'cancelled', changedBy: { name: 'Ann' } })
    expect((await ann.post(`/api/crises/${crisis}/dispatches/${id}/resumption`)).status).toBe(409)
    await sql`insert into accounts (key, name) values ('LATE', 'Late')`.execute(system.db)
    await sql`insert into contacts (account_id, email) select id, 'late@real.example' from accounts where key = 'LATE'`.execute(system.db)
    await sql`insert into exposures (account_id, service_id) select (select id from accounts where key = 'LATE'), service_id from exposures limit 1`.execute(
      system.db,
    )
    await assessImpact(system.deps, crisis, { cause: 'by-hand', by: ann.id })
    await send()
    expect(relay.sent).toHaveLength(sent)
    expect(await audit()).toMatchObject({ right: true })
  })

  test('paused, nothing begins, not even what a worker holds in its hand; then it goes on where it was', async () => {
    const id = await publish('We look into it')
    const { rows } = await claim(system.db, { channel: 'email', practice: false, owner: 'me', now: system.now(), limit: 10 })
    await ann.post(`/api/crises/${crisis}/dispatches/${id}/pause`)
    const { begun } = await turn(system, {
      provider: 'p',
      owner: 'me',
      outcomes: [],
      begin: rows.map((row) => row.id),
      keep: [],
      now: system.now(),
    })
    expect(begun.size).toBe(0)
    await later(60)
    expect(await send()).toBe(0)
    expect(await of(id)).toMatchObject({ state: 'paused', counts: { planned: accounts } })
    await ann.post(`/api/crises/${crisis}/dispatches/${id}/resumption`)
    await send()
    expect(await counts(id)).toEqual({ accepted: accounts })
    const said = (await ann.get(`/api/crises/${crisis}/timeline?limit=200`)).body.items.map((each: { sentence: string }) => each.sentence)
    expect(said).toContain('Ann paused the deliveries of “We look into it”.')
    expect(said).toContain('Ann let the deliveries of “We look into it” go on.')
  })

  test('an unknown outcome is not repeated where a newer update follows; a last word goes once more, with the same Message-ID', async () => {
    relay.answer = ({ to }) => (to.startsWith('a1@') ? { state: 'unknown', answer: 'the line broke', provider: true } : accepted)
    const first = await publish('We look into it')
    await send()
    await later(600)
    await send()
    expect(await counts(first)).toEqual({ accepted: accounts - 1, unknown: 1 })
    await ann.get(`/api/crises/${crisis}`).then(async ({ body }) => {
      for (const { key } of body.criteria) await ann.post(`/api/crises/${crisis}/criteria/${key}`, { met: true })
    })
    await ann.post(`/api/crises/${crisis}/restoration`)
    const last = await publish('It works again', 'resolved')
    await send()
    expect(await counts(last)).toEqual({ accepted: accounts - 1, unknown: 1 })
    // Somebody may still tell what became of it.
    await later(30)
    await send()
    expect(mailsTo('a1@', last)).toHaveLength(1)
    await later(40)
    await send()
    await later(600)
    await send()
    const [one, other, ...more] = mailsTo('a1@', last)
    expect([one?.id, more]).toEqual([other?.id, []])
    expect(await counts(last)).toEqual({ accepted: accounts - 1, unknown: 1 })
    expect((await audit()).dispatches.at(-1)).toMatchObject({ resent: 1 })
  })

  test('a provider that is away is left after five failures, the next takes over, and the first returns', async () => {
    const spare = provider('spare')
    relay.answer = () => ({ state: 'deferred', answer: 'connect ECONNREFUSED', provider: true })
    const first = await publish('We look into it')
    await send([relay, spare])
    expect(await counts(first)).toEqual({ accepted: accounts })
    expect([relay.sent.length <= 20, spare.sent.length]).toEqual([true, accounts])
    expect((await ann.get(`/api/crises/${crisis}/dispatches`)).body.providers).toMatchObject([{ name: 'relay', state: 'away', answer: 'connect ECONNREFUSED' }])
    relay.answer = () => accepted
    const asked = relay.sent.length
    await publish('We found it')
    await send([relay, spare])
    expect(relay.sent).toHaveLength(asked)
    await later(31)
    await publish('We mend it')
    await send([relay, spare])
    expect(relay.sent).toHaveLength(asked + accounts)
    expect(spare.sent).toHaveLength(2 * accounts)
  })

  test('with nobody to carry them mails wait, and none has used up a try', async () => {
    relay.answer = () => ({ state: 'deferred', answer: '535 wrong password', provider: true })
    const id = await publish('We look into it')
    for (let n = 0; n < 12; n += 1) {
      await send()
      await later(1_000)
    }
    // The one that met its silence last waits two minutes: another one shows whether it is back, in case it was the message after all.
    expect(await counts(id)).toEqual({ planned: accounts - 1, deferred: 1 })
    const { rows } = await sql<{ most: number }>`select max(attempts)::int as most from deliveries where update_id = ${id}`.execute(system.db)
    expect(rows[0]?.most).toBe(0)
    relay.answer = () => accepted
    await send()
    await later(121)
    await send()
    expect(await counts(id)).toEqual({ accepted: accounts })
  })

  test('a provider that takes mails and hangs up is left, too: those are unknown, the others are not lost', async () => {
    const spare = provider('spare')
    relay.answer = () => ({ state: 'unknown', answer: 'the line broke', provider: true })
    const id = await publish('We look into it')
    await send([relay, spare])
    const { unknown = 0, accepted: taken = 0 } = await counts(id)
    expect([unknown + taken, unknown <= 20, relay.sent.length]).toEqual([accounts, true, unknown])
  })

  test('two nodes share one rate: together they send no more than one may', async () => {
    const id = await publish('We look into it')
    const slow = () => ({ ...relay, perSecond: 10 })
    for (let second = 0; second < 3; second += 1) {
      await Promise.all([send([slow()]), send([slow()])])
      expect(relay.sent.length).toBeLessThanOrEqual(10 * (second + 1))
      await later(1)
    }
    expect(relay.sent.length).toBeGreaterThanOrEqual(28)
    expect((await counts(id)).planned).toBe(accounts - relay.sent.length)
  })

  test('a domain that asks for less gets less, each mail at its own moment; the others go on', async () => {
    await sql`update contacts set email = replace(email, '@real.', '@slow.') where id % 2 = 0`.execute(system.db)
    let refused = 0
    relay.answer = ({ to }) => {
      if (!to.endsWith('@slow.example') || refused >= 3) return accepted
      refused += 1
      return { state: 'deferred', answer: '421 4.7.28 unusual rate of mail, slow down' }
    }
    const id = await publish('We look into it')
    await send([provider('one-line', { connections: 1, keep: relay.sent, answer: (mail) => relay.answer(mail) })])
    await publish('We found it')
    await send()
    const held = await ann.get(`/api/crises/${crisis}/dispatches`)
    const waiting = held.body.dispatches.reduce((sum: number, each: { counts: { deferred: number } }) => sum + each.counts.deferred, 0)
    expect(waiting).toBeGreaterThan(40)
    const fast = relay.sent.filter(({ to }) => to.endsWith('@real.example')).length
    expect(fast).toBe(accounts)
    const { rows } = await sql<{ moments: number; rows: number }>`
      select count(distinct due_at)::int as moments, count(*)::int as rows from deliveries where state = 'deferred' and reason = 'domain-asks-for-less'`.execute(
      system.db,
    )
    expect(rows[0]?.moments).toBe(rows[0]?.rows)
    for (let n = 0; n < 20; n += 1) {
      await later(60)
      await send()
    }
    expect(await counts(id)).toMatchObject({ accepted: expect.any(Number) })
    for (const each of await dispatches()) expect(each.counts).toMatchObject({ planned: 0, deferred: 0, failed: 0 })
  })

  test('one address gets six updates in an hour; the next one waits', async () => {
    for (let n = 1; n <= 7; n += 1) {
      await publish(`Update ${n}`)
      await send()
      await later(60)
    }
    const [newest] = await dispatches()
    expect(newest).toMatchObject({ title: 'Update 7', counts: { deferred: accounts, accepted: 0 } })
    await later(3_600)
    await send()
    expect((await of(newest.updateId)).counts.accepted).toBe(accounts)
  })

  test('an address that stopped working after it was planned is not written to', async () => {
    const id = await publish('We look into it')
    await sql`insert into suppressions (channel, destination, reason, since, scope, until) values
      ('email', 'a1@real.example', 'no such person', now(), 'all', null), ('email', 'a2@real.example', 'left', now(), 'updates', null), ('email', 'a3@real.example', 'full', now(), 'all', '2029-12-31')`.execute(
      system.db,
    )
    await send()
    expect(await counts(id)).toEqual({ accepted: accounts - 2, suppressed: 2 })
  })

  test('at night what can wait waits until the morning of each reader; a severe crisis does not wait', async () => {
    await sql`update brands set quiet_from = '22:00', quiet_until = '07:00'`.execute(system.db)
    await sql`update accounts set time_zone = case when key < 'A5' then 'Asia/Tokyo' else 'Europe/Berlin' end`.execute(system.db)
    const day = system.now().toISOString().slice(0, 10)
    await system.at(`${day}T15:30:00Z`)
    const id = await publish('We look into it')
    await send()
    const { rows } = await sql<{ key: string; due: Date | null; state: string; reason: string | null }>`
      select a.key, d.due_at as due, d.state, d.reason from deliveries d join accounts a on a.id = d.account_id where d.update_id = ${id}`.execute(system.db)
    const tokyo = rows.filter(({ key }) => key < 'A5')
    const next = new Date(`${day}T22:00:00Z`)
    expect(tokyo.every(({ state, due, reason }) => state === 'deferred' && due?.getTime() === next.getTime() && reason === 'quiet-hours')).toBe(true)
    expect(rows.filter(({ key }) => key >= 'A5').every(({ state }) => state === 'accepted')).toBe(true)
    await system.at(next.toISOString())
    await send()
    expect(await counts(id)).toEqual({ accepted: accounts })
    await system.at(new Date(next.getTime() + 17.5 * 3_600_000).toISOString())
    await ann.post(`/api/crises/${crisis}/severity`, { severity: 2, reason: 'It is worse' })
    const severe = await publish('It is worse')
    await send()
    expect(await counts(severe)).toEqual({ accepted: accounts })
    await sql`update brands set quiet_from = null, quiet_until = null`.execute(system.db)
  })

  test('a small dispatch does not stand behind a large one', async () => {
    await publish('We look into it')
    const other = await ann.post('/api/crises', { title: 'Shop is down', kind: 'service-outage', answers: { customersHurt: 'some', canWork: 'partly' } })
    const small = other.body.id
    await ann.post(`/api/crises/${small}/acknowledgement`)
    await sql`insert into impact (crisis_id, account_id, practice, since, degree) select ${small}::uuid, id, false, ${system.now()}::timestamptz, 'down' from accounts where key in ('A20', 'A40', 'A60')`.execute(
      system.db,
    )
    const written = await ann.post(`/api/crises/${small}/updates`, {
      phase: 'investigating',
      parts: { title: 'The shop', happened: 'It is down.' },
      nextUpdateAt: null,
    })
    await ann.post(`/api/updates/${written.body.id}/submission`)
    await send([provider('one-line', { connections: 1, keep: relay.sent })])
    const subjects = relay.sent.map(({ subject }) => subject.startsWith('The shop'))
    expect(subjects.lastIndexOf(true)).toBeLessThan(10)
  })

  test('the end is said once, also where the process died between saying and noting it', async () => {
    const id = await publish('We look into it')
    await send()
    const ends = async () => (await sql`select from events where stream = ${`dispatch/${id}`} and type = 'DeliveriesFinished'`.execute(system.db)).rows.length
    const away = { ...system.deps, engine: { ...system.deps.engine, tell: () => Promise.reject(new Error('killed')) } }
    await expect(recordFinished(away)).rejects.toThrow('killed')
    expect([await ends(), (await of(id)).state]).toEqual([0, 'running'])
    await recordFinished(system.deps)
    expect([await ends(), (await of(id)).state]).toEqual([1, 'finished'])
    await sql`update dispatches set state = 'running' where update_id = ${id}`.execute(system.db)
    await recordFinished(system.deps)
    expect([await ends(), (await of(id)).state]).toEqual([1, 'finished'])
  })

  test('single deliveries are found by state and address, with what the provider said', async () => {
    relay.answer = ({ to }) => (to.startsWith('a7@') ? { state: 'bounced', answer: '550 no such person' } : accepted)
    const id = await publish('We look into it')
    await send()
    const path = `/api/crises/${crisis}/dispatches/${id}/deliveries`
    const bounced = (await ann.get(`${path}?state=bounced`)).body.items
    expect(bounced).toMatchObject([
      { destination: 'a7@real.example', account: 'Account 7', answer: '550 no such person', reason: 'refused', provider: 'relay' },
    ])
    expect(bounced[0].messageId).toBe(mailsTo('a7@', id)[0]?.id)
    expect((await ann.get(`${path}?search=A7@`)).body.items).toHaveLength(1)
    const page = (await ann.get(`${path}?limit=60`)).body
    expect((await ann.get(`${path}?limit=60&cursor=${page.next}`)).body).toMatchObject({ items: { length: 40 }, next: null })
    for (const wrong of ['?state=lost', '?cursor=x', '?limit=0', '?search=%00'])
      expect((await ann.get(`${path}${wrong}`)).status, wrong).toBeGreaterThanOrEqual(400)
    expect((await ann.get(`/api/crises/${crisis}/dispatches/${crisis}/deliveries`)).status).toBe(404)
  })

  const mailsTo = (start: string, updateId: string) => relay.sent.filter(({ to, id }) => to.startsWith(start) && id.includes(updateId))
})

const accepted: Outcome = { state: 'accepted', answer: '250 ok' }

type Told = Provider & { sent: Message[]; answer: (message: Message) => Outcome; stopAfter: (count: number) => AbortSignal }

/** A provider that keeps what it was given and answers as told. */
function provider(name: string, { connections = 10, keep = [] as Message[], answer = (_: Message): Outcome => accepted } = {}): Told {
  const stops: (() => void)[] = []
  const made: Told = {
    name,
    connections,
    sent: keep,
    answer,
    /** A signal that comes when so many more were sent. */
    stopAfter: (count: number) => {
      const stop = new AbortController()
      const at = keep.length + count
      stops.push(() => keep.length >= at && stop.abort())
      return stop.signal
    },
    channel: {
      name: 'email',
      close: async () => {},
      send: async (message: Message) => {
        keep.push(message)
        for (const stop of stops) stop()
        return made.answer(message)
      },
    } satisfies Channel,
  }
  return made
}

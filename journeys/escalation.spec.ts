// A crisis is declared and nobody leads it yet: who is asked, when, how often, and what ends it.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { escalationAudit } from '../server/src/assess/escalation/escalation.audit.ts'
import { connect } from '../server/src/platform/database/connect.ts'
import { audit } from '../server/src/platform/health.routes.ts'
import { tick } from '../server/src/platform/timers/tick.ts'
import { createDeps } from '../server/src/system.ts'
import { linkIn, type OnCallHouse, onCallHouse, weekly } from './support/on-call.ts'

let house: OnCallHouse
let system: OnCallHouse['system']
let [ann, bob, cleo, olga] = [] as unknown as [OnCallHouse['ann'], OnCallHouse['bob'], OnCallHouse['cleo'], OnCallHouse['olga']]
beforeAll(async () => {
  house = await onCallHouse()
  ;({ system, ann, bob, cleo, olga } = house)
})
beforeEach(() => house.reset())
afterAll(() => system.close())

describe('Nobody answers', () => {
  test('each step is asked at its minute, each person once for it, and the room says who, when and what comes next', async () => {
    await house.policy()
    const id = await house.declare()
    await system.sendPages()
    expect(house.paged()).toEqual(['bob'])
    expect(system.pages.live.sent[0]).toMatchObject({ subject: '[Severity 1] A crisis needs somebody to lead it: Mail is down [C-2030-001]', to: bob.email })
    await system.at('09:04')
    await system.sendPages()
    expect(house.paged()).toEqual(['bob'])
    await system.at('09:05')
    await system.sendPages()
    expect(house.paged()).toEqual(['bob', 'cleo'])
    await system.at('09:15')
    await system.sendPages()
    expect(house.paged().slice(0, 2)).toEqual(['bob', 'cleo'])
    expect(house.paged().slice(2).sort()).toEqual(['ann', 'cleo'])
    const room = (await ann.get(`/api/crises/${id}/escalation`)).body
    expect(room).toMatchObject({
      state: 'running',
      policy: 'Mail',
      nextAt: '2030-01-07T09:25:00.000Z',
      next: { round: 2, step: 0, of: 3, persons: [{ name: 'Bob' }] },
    })
    expect(room.pages.map((page: { person: { name: string }; state: string }) => [page.person.name, page.state])).toHaveLength(4)
    const said = await house.sentences(id)
    expect(said).toContain('Paged (step 2): Cleo. Unless somebody takes command, it goes on at 09:15 UTC.')
  })

  test('a rotation that is edited meanwhile counts at once: who is on call when the step fires is paged', async () => {
    const rotation = await house.policy((id) => [0, 5].map((afterMinutes) => ({ afterMinutes, targets: [{ kind: 'rotation', id }] })))
    await house.declare()
    await ann.put(`/api/rotations/${rotation}`, { ...weekly, members: [olga.id] })
    await system.at('09:05')
    await system.sendPages()
    expect(house.paged()).toEqual(['bob', 'olga'])
  })

  test('an override stands in at once', async () => {
    const rotation = await house.policy()
    await ann.post(`/api/rotations/${rotation}/overrides`, { from: '2030-01-07T08:00:00Z', until: '2030-01-07T10:00:00Z', person: olga.id })
    await house.declare()
    await system.sendPages()
    expect(house.paged()).toEqual(['olga'])
  })

  test('without any policy, everybody who may lead is asked: never into a void', async () => {
    await house.declare()
    await system.sendPages()
    expect(house.paged().sort()).toEqual(['ann', 'cleo'])
  })

  test('a step behind which nobody stands any more is said, and the next is asked at once', async () => {
    await house.policy()
    await sql`delete from user_groups where user_id = ${bob.id}`.execute(system.db)
    const id = await house.declare()
    await system.sendPages()
    expect(house.paged()).toEqual(['cleo'])
    const said = await house.sentences(id)
    expect(said).toContain('Nobody is on call behind step 1: the next step was paged at once.')
    const [policy] = (await ann.get('/api/escalation-policies')).body
    expect(policy.unsound).toEqual(['Nobody stands behind step 1 at this moment: it would be passed over.'])
  })

  test('two processes that tick at once ask each step once', async () => {
    await house.policy()
    for (let i = 0; i < 30; i += 1) await house.declare()
    const other = connect(system.url, 8, 'other')
    const more = createDeps(other, system.config, system.now)
    const moment = system.now
    for (const time of ['09:05', '09:15', '09:25']) {
      setTo(time)
      await Promise.all([tick(system.db, system.deps.engine, moment), tick(other.db, more.engine, moment), tick(system.db, system.deps.engine, moment)])
    }
    await other.close()
    const { rows } = await sql<{ steps: number; times: number }>`
      select count(*)::int as steps, max(times)::int as times from (select count(*) as times from events where type = 'EscalationStepReached' group by stream, data->>'round', data->>'step') e`.execute(
      system.db,
    )
    expect(rows).toEqual([{ steps: 30 * 4, times: 1 }])
  })

  /** Moves the clock without ticking. */
  function setTo(time: string) {
    const quiet = { ...system, tick: async () => {} }
    void quiet.at.call(quiet, time)
  }
})

describe('Somebody answers', () => {
  test('opening the link answers nothing; its button takes command, and the paging ends', async () => {
    await house.policy()
    const id = await house.declare()
    await system.at('09:05')
    await system.sendPages()
    const link = linkIn(system.pages.live.sent.at(-1))
    const opened = await system.web.console.inject({ method: 'GET', url: link })
    expect([opened.statusCode, opened.body]).toEqual([200, expect.stringContaining('Take command')])
    expect(opened.body).not.toContain('<script')
    expect((await ann.get(`/api/crises/${id}`)).body.acknowledgedAt).toBeNull()
    const pressed = await house.press(link)
    expect(pressed.body).toContain('You are in command.')
    // Opened again it says the same, with the way to the room, and asks for nothing.
    const again = (await system.web.console.inject({ method: 'GET', url: link })).body
    expect([again.includes('You are in command.'), again.includes('<button'), again.includes(`/crises/${id}`)]).toEqual([true, false, true])
    expect((await ann.get(`/api/crises/${id}`)).body).toMatchObject({ commander: { name: 'Cleo' }, acknowledgedAt: '2030-01-07T09:05:00.000Z' })
    await system.at('11:00')
    await system.sendPages()
    expect(house.paged().filter((name) => name === 'bob')).toHaveLength(1)
    expect((await ann.get(`/api/crises/${id}/escalation`)).body).toMatchObject({ state: 'acknowledged', nextAt: null })
  })

  test('who may not lead is told so, and the paging goes on', async () => {
    await house.policy()
    const id = await house.declare()
    await system.sendPages()
    expect((await house.press(linkIn(system.pages.live.sent[0]))).body).toContain('You may not take command, so the paging goes on')
    expect((await ann.get(`/api/crises/${id}/escalation`)).body).toMatchObject({ state: 'running', pages: [{ acknowledgedAt: '2030-01-07T09:00:00.000Z' }] })
    await system.at('09:05')
    await system.sendPages()
    expect(house.paged()).toEqual(['bob', 'cleo'])
  })

  test('a link that is pressed late takes command from nobody', async () => {
    await house.policy()
    const id = await house.declare()
    await system.at('09:05')
    await system.sendPages()
    await ann.post(`/api/crises/${id}/acknowledgement`)
    expect((await house.press(linkIn(system.pages.live.sent.at(-1)))).body).toContain('Ann leads already.')
    expect((await ann.get(`/api/crises/${id}`)).body.commander.name).toBe('Ann')
  })

  test('a link of somebody else, of another purpose, changed or a day old is no link', async () => {
    await house.policy()
    await house.declare()
    await system.sendPages()
    const link = linkIn(system.pages.live.sent[0])
    for (const wrong of [`${link}x`, link.replace('/pages/', '/pages/x'), '/pages/none', '/pages/a.b'])
      for (const method of ['GET', 'POST'] as const) expect((await system.web.console.inject({ method, url: wrong })).statusCode).toBe(410)
    await system.at('2030-01-08T09:00:01Z')
    expect((await house.press(link)).statusCode).toBe(410)
  })

  test('in the console everybody sees their own pages and answers them there', async () => {
    await house.policy()
    const id = await house.declare()
    await system.at('09:05')
    const [page] = (await cleo.get('/api/me/pages')).body
    expect(page).toMatchObject({ crisis: { id, title: 'Mail is down' }, reason: 'escalation', led: false })
    expect((await bob.post(`/api/pages/${page.id}/acknowledgement`)).status).toBe(404)
    expect((await cleo.post(`/api/pages/${page.id}/acknowledgement`)).body).toEqual({ outcome: 'leads', leader: 'Cleo' })
    // Bob was called before her: nobody asks him to take what she has.
    expect((await bob.get('/api/me/pages')).body[0]).toMatchObject({ crisis: { id }, acknowledgedAt: null, led: true })
  })
})

describe('A pause of the paging', () => {
  test('keeps the time that is left, through a restart, and goes on by itself at its end', async () => {
    await house.policy()
    const id = await house.declare()
    await system.at('09:02')
    expect((await ann.post(`/api/crises/${id}/escalation/pause`, { minutes: 30, reason: 'Cleo is on the phone.' })).body).toMatchObject({
      state: 'paused',
      pausedUntil: '2030-01-07T09:32:00.000Z',
      remainingSeconds: 180,
    })
    await system.at('09:31')
    expect(await steps()).toBe(1)
    const restarted = createDeps(system, system.config, system.now)
    await system.at('09:32')
    await tick(system.db, restarted.engine, () => new Date('2030-01-07T09:34:59Z'))
    expect(await steps()).toBe(1)
    await tick(system.db, restarted.engine, () => new Date('2030-01-07T09:35:00Z'))
    expect(await steps()).toBe(2)
  })

  test('without an end waits for a person, and is not held to be late meanwhile', async () => {
    await house.policy()
    const id = await house.declare()
    await ann.post(`/api/crises/${id}/escalation/pause`, { reason: 'A false alarm, perhaps.' })
    await system.at('12:00')
    expect(await steps()).toBe(1)
    expect((await audit(system.db, system.now(), [escalationAudit])).audits).toEqual({ escalations: 0 })
    expect((await bob.post(`/api/crises/${id}/escalation/resumption`)).body).toMatchObject({ state: 'running', nextAt: '2030-01-07T12:05:00.000Z' })
  })
})

test('the auditor sees a step that is late, and an escalation that nothing will wake, whatever the timers say', async () => {
  await house.policy()
  const id = await house.declare()
  const look = async (time: string) => (await audit(system.db, new Date(`2030-01-07T${time}:00Z`), [escalationAudit])).audits.escalations
  expect(await look('09:05')).toBe(0)
  expect(await look('09:07')).toBe(1)
  await sql`delete from timers where stream = ${`escalation/${id}`}`.execute(system.db)
  expect(await look('09:01')).toBe(1)
  expect((await system.web.console.inject('/readyz')).json().problems).toContain('1 escalations are under way, but nothing will wake them.')
  expect((await system.web.console.inject('/metrics')).body).toContain('leeward_audit_findings{audit="escalations"} 1')
})

test('a worse severity, before anybody leads, asks the next step at once', async () => {
  await house.policy()
  const id = await house.declare({ severity: 3, severityReason: 'small' })
  await system.sendPages()
  await system.at('09:01')
  await ann.post(`/api/crises/${id}/severity`, { severity: 1, reason: 'Everybody is down.' })
  await system.tick()
  await system.sendPages()
  expect(house.paged().toSorted()).toEqual(['bob', 'cleo'])
})

const steps = async () =>
  (await sql<{ count: number }>`select count(*)::int as count from events where type = 'EscalationStepReached'`.execute(system.db)).rows[0]?.count

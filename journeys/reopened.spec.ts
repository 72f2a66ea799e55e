// A watch reopens a crisis: whoever was to lead is asked anew, once, as when it was declared; and whoever sits in a seat is relieved again in time.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { escalationAudit } from '../server/src/assess/escalation/escalation.audit.ts'
import { type OnCallHouse, onCallHouse } from './support/on-call.ts'
import { meetAll } from './support/restored.ts'

let house: OnCallHouse
let system: OnCallHouse['system']
beforeAll(async () => {
  house = await onCallHouse()
  system = house.system
})
beforeEach(() => house.reset())
afterAll(() => system.close())

/** Led by Cleo since 09:02, restored at 09:30. */
async function restored(): Promise<string> {
  await house.policy()
  const id = await house.declare()
  await system.sendPages()
  await system.at('09:02')
  expect((await house.cleo.post(`/api/crises/${id}/commander`)).status).toBe(200)
  await system.at('09:30')
  await meetAll(house.cleo, id)
  expect((await house.cleo.post(`/api/crises/${id}/restoration`)).status).toBe(200)
  system.pages.live.sent.length = 0
  return id
}
const reopen = (by: OnCallHouse['ann'], id: string) => by.post(`/api/crises/${id}/reopening`, { reason: 'Customers say so.' })
const room = async (id: string) => (await house.ann.get(`/api/crises/${id}`)).body
const escalation = async (id: string) => (await house.ann.get(`/api/crises/${id}/escalation`)).body
const factsOf = async (id: string, type: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from events where crisis_id = ${id} and type = ${type}`.execute(system.db)).rows[0]?.n

describe('Reopened by somebody who does not lead it', () => {
  test('it is paged for anew from the first step on, once, and the next steps follow', async () => {
    const id = await restored()
    await system.at('11:00')
    expect((await reopen(house.ann, id)).status).toBe(200)
    expect(await room(id)).toMatchObject({
      status: 'declared',
      acknowledgedAt: null,
      ledSince: null,
      commander: { name: 'Cleo' },
      next: { action: 'take-command' },
    })
    await system.sendPages()
    await system.sendPages()
    expect(house.paged()).toEqual(['bob'])
    expect((await reopen(house.ann, id)).status).toBe(409)
    expect(await factsOf(id, 'EscalationArmed')).toBe(2)
    expect(await escalation(id)).toMatchObject({ state: 'running', policy: 'Mail', nextAt: '2030-01-07T11:05:00.000Z', next: { round: 1, step: 1 } })
    await system.at('11:05')
    await system.sendPages()
    expect(house.paged()).toEqual(['bob', 'cleo'])
    expect(await escalationAudit.look(system.db, system.now())).toMatchObject({ count: 0 })
  })

  test('until the commander says that they have it, or another takes it', async () => {
    const id = await restored()
    await system.at('11:00')
    await reopen(house.ann, id)
    await system.at('11:01')
    expect((await house.cleo.post(`/api/crises/${id}/acknowledgement`)).status).toBe(200)
    await system.sendPages()
    expect(house.paged()).toEqual([])
    expect(await room(id)).toMatchObject({ status: 'commanded', ledSince: '2030-01-07T11:01:00.000Z' })
    expect(await escalation(id)).toMatchObject({ state: 'acknowledged' })
    await system.at('11:30')
    await system.sendPages()
    expect(house.paged()).toEqual([])
  })

  test('each time that it goes on, also the third', async () => {
    const id = await restored()
    for (const hour of ['11', '13']) {
      await system.at(`${hour}:00`)
      await reopen(house.ann, id)
      await system.sendPages()
      expect(house.paged(), hour).toEqual(['bob'])
      await house.cleo.post(`/api/crises/${id}/acknowledgement`)
      await system.at(`${hour}:30`)
      await meetAll(house.cleo, id)
      expect((await house.cleo.post(`/api/crises/${id}/restoration`)).status).toBe(200)
      system.pages.live.sent.length = 0
    }
    expect(await factsOf(id, 'EscalationArmed')).toBe(3)
  })

  test('follows the policy as it is by then', async () => {
    const id = await restored()
    await sql`update escalation_policies set name = 'Mail, since noon'`.execute(system.db)
    await system.at('11:00')
    await reopen(house.ann, id)
    expect(await escalation(id)).toMatchObject({ policy: 'Mail, since noon' })
  })
})

describe('Reopened by its commander', () => {
  test('nobody is paged: they are there', async () => {
    const id = await restored()
    await system.at('11:00')
    expect((await reopen(house.cleo, id)).status).toBe(200)
    await system.at('11:20')
    await system.sendPages()
    expect(house.paged()).toEqual([])
    expect(await room(id)).toMatchObject({ status: 'commanded', commander: { name: 'Cleo' }, ledSince: '2030-01-07T09:02:00.000Z' })
  })
})

describe('Relief', () => {
  test('does not come while it is over, and comes four hours after it goes on', async () => {
    const id = await restored()
    await system.at('14:00')
    expect(await factsOf(id, 'ReliefDue')).toBe(0)
    await reopen(house.cleo, id)
    await system.at('17:59')
    expect(await factsOf(id, 'ReliefDue')).toBe(0)
    await system.at('18:00')
    await system.tick()
    expect(await factsOf(id, 'ReliefDue')).toBe(1)
    expect((await house.sentences(id)).join('\n')).toMatch(/Cleo has been .*since 14:00 UTC: it is time to hand over\./)
  })
})

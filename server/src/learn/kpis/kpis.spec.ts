import { describe, expect, test } from 'vitest'
import { type KpiFact, kpisOf } from './kpis.ts'

describe('The figures of a crisis', () => {
  test('time to detect runs from onset to detection', () => expect(kpisOf(crisis).timeToDetect).toBe(8))
  test('time to acknowledge runs from detection to the commander’s word', () => expect(kpisOf(crisis).timeToAcknowledge).toBe(4))
  test('time to first message runs from detection to the first update', () => expect(kpisOf(crisis).timeToFirstMessage).toBe(12))
  test('time to restore runs from onset', () => expect(kpisOf(crisis).timeToRestore).toBe(90))
  test('a crisis that was reopened is not restored until it is again', () => {
    const reopened: KpiFact = { type: 'CrisisReopened', at: at('10:40') }
    expect(kpisOf([...crisis, reopened])).toMatchObject({ timeToRestore: null, timesReopened: 1 })
    expect(kpisOf([...crisis, reopened, { type: 'CrisisRestored', at: at('11:20') }])).toMatchObject({ timeToRestore: 150, timesReopened: 1 })
  })
  test('the hit rate counts clocks that were due', () => expect(kpisOf(crisis).commsSlaHit).toBe(66.7))
  test('waived clocks are shown apart', () => expect(kpisOf(crisis).clocksWaived).toBe(1))
  test('an approval that waited is no promise to customers: it is shown apart', () => {
    const waited: KpiFact[] = [
      { type: 'ClockMet', clock: 'approval/u1', at: at('09:12') },
      { type: 'ClockMissed', clock: 'approval/u2', at: at('09:22') },
    ]
    expect(kpisOf([...crisis, ...waited])).toMatchObject({ clocksMet: 2, clocksMissed: 1, commsSlaHit: 66.7, approvalsDue: 2, approvalsInTime: 1 })
  })
  test('how often others were told in time is counted for each of them, apart from the promises to customers', () => {
    const told: KpiFact[] = [
      { type: 'ClockMet', clock: 'audience-update/executives/1', at: at('09:12') },
      { type: 'ClockMissed', clock: 'audience-update/executives/2', at: at('09:42') },
      { type: 'ClockMet', clock: 'audience-update/staff/1', at: at('09:13') },
      { type: 'ClockWaived', clock: 'audience-update/staff/2', at: at('09:43') },
    ]
    expect(kpisOf([...crisis, ...told])).toMatchObject({
      clocksMet: 2,
      clocksWaived: 1,
      commsSlaHit: 66.7,
      approvalsDue: 0,
      audiences: [
        { audience: 'staff', inTime: 1, due: 1 },
        { audience: 'executives', inTime: 1, due: 2 },
      ],
    })
  })
  test('what the facts do not say is null', () => expect(kpisOf([crisis[0] as KpiFact]).timeToRestore).toBeNull())
  test('the sign-off rate is those confirming of those asked', () => expect(kpisOf(crisis, { asked: 8, works: 2, stillBroken: 1 }).signOffRate).toBe(25))
  test('the satisfaction with the updates is those who found one helpful of those who said so', () => {
    const kpis = kpisOf(crisis, undefined, { helpful: 7, not: 2 })
    expect([kpis.updateHelpful, kpis.updateNot, kpis.updateSatisfaction]).toEqual([7, 2, 77.8])
    expect(kpisOf(crisis, undefined, { helpful: 0, not: 3 }).updateSatisfaction).toBe(0)
  })
  test('nobody clicked, no satisfaction', () => expect(kpisOf(crisis).updateSatisfaction).toBeNull())
  test('nobody asked, no rate', () => expect(kpisOf(crisis).signOffRate).toBeNull())
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const crisis: KpiFact[] = [
  { type: 'CrisisDeclared', at: at('09:00'), onsetAt: at('08:50'), detectedAt: at('08:58') },
  { type: 'CommanderAcknowledged', at: at('09:02') },
  { type: 'ClockMet', at: at('09:02') },
  { type: 'UpdatePublished', at: at('09:10') },
  { type: 'ClockMet', at: at('09:10') },
  { type: 'ClockMissed', at: at('09:30') },
  { type: 'ClockWaived', at: at('09:40') },
  { type: 'CrisisRestored', at: at('10:20') },
]

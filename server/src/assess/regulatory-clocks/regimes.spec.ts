import { describe, expect, test } from 'vitest'
import { readShelf } from '../../prepare/playbooks/shelf.ts'
import { deadlineOf } from './deadline.ts'
import type { Obligation } from './regulatory.contract.ts'

const { obligations } = readShelf()
const of = (key: string) => obligations.find((each) => each.key === key) as Obligation
// Tuesday, 8 January 2030, in the European morning.
const start = new Date('2030-01-08T08:00:00Z')
const due = (key: string, also: Date | null = null) => deadlineOf(of(key), start, also)?.toISOString() ?? null

describe('The duties of the law that ship', () => {
  test('in the EU: three days for the authority, at once for people at high risk', () => {
    expect(due('gdpr-33-authority')).toBe('2030-01-11T08:00:00.000Z')
    expect(due('gdpr-34-people')).toBeNull()
  })
  test('NIS2: a day, three days, a month after the notification', () => {
    expect(due('nis2-early-warning')).toBe('2030-01-09T08:00:00.000Z')
    expect(due('nis2-notification')).toBe('2030-01-11T08:00:00.000Z')
    expect(due('nis2-final-report')).toBe('2030-02-08T22:59:59.000Z')
    expect(of('nis2-final-report')).toMatchObject({ startsFrom: 'notification-sent', startsAfter: 'nis2-notification' })
  })
  test('DORA: four hours after classifying, never later than a day after awareness', () => {
    expect(due('dora-initial')).toBe('2030-01-08T12:00:00.000Z')
    expect(due('dora-initial', new Date('2030-01-07T10:00:00Z'))).toBe('2030-01-08T10:00:00.000Z')
    expect(due('dora-intermediate')).toBe('2030-01-11T08:00:00.000Z')
    expect(of('dora-final').startsAfter).toBe('dora-intermediate')
  })
  test('in the United States: four business days for investors, sixty days for health data, thirty for most states', () => {
    expect(due('sec-8k-105')).toBe('2030-01-15T04:59:59.000Z')
    expect(['hipaa-individuals', 'hipaa-hhs', 'hipaa-media', 'hipaa-business-associate', 'ftc-hbnr-individuals'].map((key) => of(key).deadline)).toEqual(
      Array(5).fill({ calendarDays: 60 }),
    )
    expect(
      ['us-ca-individuals', 'us-ny-individuals', 'us-tx-individuals', 'us-fl-individuals', 'us-co-individuals', 'ftc-safeguards'].map(
        (key) => of(key).deadline,
      ),
    ).toEqual(Array(6).fill({ calendarDays: 30 }))
    expect(of('us-ca-attorney-general')).toMatchObject({ startsFrom: 'consumer-notice-sent', deadline: { calendarDays: 15 } })
  })
  test('the end of a day is the end of the day of the state', () => {
    expect(due('us-ca-individuals')).toBe('2030-02-08T07:59:59.000Z')
    expect(due('us-tx-individuals')).toBe('2030-02-08T05:59:59.000Z')
  })
  test('products: a day to report, ten business days to find out, twenty to be ready; some only promptly', () => {
    expect(due('cpsc-15b-report')).toBe('2030-01-09T08:00:00.000Z')
    // Martin Luther King Day lies between.
    expect(due('cpsc-15b-investigation')).toBe('2030-01-24T04:59:59.000Z')
    expect(due('fda-806-report')).toBe('2030-01-24T04:59:59.000Z')
    expect(of('cpsc-fast-track').deadline).toEqual({ businessDays: 20, calendar: 'us-federal' })
    expect([due('fda-749-recall-notice'), due('gpsr-consumers'), due('gpsr-authority')]).toEqual([null, null, null])
  })
  test('what is not certain says so, and every entry names what counsel must look at', () => {
    expect(obligations.filter((each) => each.evidence === 'not-verified').map((each) => each.key)).toEqual([
      'dora-intermediate',
      'us-tx-individuals',
      'us-tx-attorney-general',
      'ftc-hbnr-commission',
    ])
    for (const each of obligations) expect(each.verify, each.key).toMatch(/counsel|lawyer/i)
  })
})

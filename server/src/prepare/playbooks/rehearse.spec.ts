import { describe, expect, test } from 'vitest'
import type { Playbook } from './playbook.ts'
import { rehearse } from './rehearse.ts'
import { readShelf } from './shelf.ts'

const shelf = readShelf()
const startAt = new Date('2030-01-07T09:00:00Z')
const of = (key: string) => shelf.shipped.find(({ playbook }) => playbook.playbook === key)?.playbook as Playbook
const outage = (severity: 1 | 2 | 3 | 4, more = {}) => rehearse(of('service-outage'), { severity, startAt, obligations: shelf.obligations, ...more })
const brief = (entries: ReturnType<typeof rehearse>) => entries.map((entry) => `${entry.at?.slice(11, 16) ?? '--:--'} ${entry.kind}`)

describe('What would happen', () => {
  test('every promise of a critical outage stands at its minute, and the rhythm goes on until customers can work', () =>
    expect(brief(outage(1, { restoredAfterMinutes: 125 }).filter((entry) => entry.lane === 'promises' && entry.kind !== 'audience-update'))).toEqual([
      '09:15 team-assembled',
      '09:15 first-message',
      '09:30 communication-plan',
      '09:30 first-full-update',
      '10:00 impact-and-timeline',
      '10:00 next-update',
      '10:30 next-update',
      '11:00 strategic-review',
      '11:00 next-update',
      '11:05 review',
    ]))
  test('the review is due two days after customers can work', () => {
    const review = outage(1, { restoredAfterMinutes: 60 }).find((entry) => entry.kind === 'review')
    expect(review).toMatchObject({ from: '2030-01-07T10:00:00.000Z', at: '2030-01-09T10:00:00.000Z' })
  })
  test('the messages: holding, updates, the others who are told, the last word', () =>
    expect(brief(outage(1, { restoredAfterMinutes: 65 }).filter((entry) => entry.lane === 'messages' && entry.kind !== 'audience'))).toEqual([
      '09:15 holding',
      '09:30 update',
      '10:00 update',
      '10:05 final',
    ]))
  test('a milder severity tells fewer people', () => {
    const audiences = (severity: 1 | 2 | 3 | 4) => new Set(outage(severity).flatMap((entry) => (entry.kind === 'audience' ? [entry.title] : []))).size
    expect([audiences(1), audiences(2), audiences(4)]).toEqual([5, 3, 1])
  })
  test('an audience with a rhythm is told by it, until customers can work again; where one word is enough, once', () => {
    const told = (key: string, audience: string) =>
      rehearse(of(key), { severity: 1, startAt, restoredAfterMinutes: 125 }).filter((entry) => entry.title.endsWith(audience))
    expect(told('service-outage', 'executives').map((entry) => `${entry.at?.slice(11, 16)} ${entry.lane} ${entry.who.join()}`)).toEqual([
      '09:30 promises commander',
      '09:30 messages commander',
      '10:30 promises commander',
      '10:30 messages commander',
    ])
    expect(brief(told('data-breach', 'media'))).toEqual(['10:00 audience-update', '10:00 audience'])
  })
  test('tasks of other severities are left out, those after restoring count from there, those without a time come last', () => {
    const tasks = outage(3, { restoredAfterMinutes: 100 }).filter((entry) => entry.lane === 'tasks')
    expect(tasks.some((entry) => entry.title.startsWith('Protect what customers'))).toBe(false)
    expect(tasks.find((entry) => entry.title.startsWith('Work off'))).toMatchObject({ from: '2030-01-07T10:40:00.000Z', at: '2030-01-07T12:40:00.000Z' })
    expect(tasks.at(-1)).toMatchObject({ at: null, title: 'Let customers back in steps, and watch each step' })
  })
  test('the seats that must be filled are named, the commander first', () =>
    expect(outage(2).find((entry) => entry.kind === 'seats')).toMatchObject({
      at: '2030-01-07T09:15:00.000Z',
      title: '5 seats to fill',
      who: ['commander', 'communication-lead', 'technical-lead', 'operations-coordinator', 'scribe'],
    }))
  test('the escalation calls step by step', () =>
    expect(
      outage(1, {
        escalation: [
          { afterMinutes: 0, who: 'Ann' },
          { afterMinutes: 5, who: 'Bo' },
        ],
      }).filter((entry) => entry.kind === 'page'),
    ).toMatchObject([
      { minutes: 0, title: 'Called: Ann' },
      { minutes: 5, title: 'If nobody has answered: Bo' },
    ]))
  test('what runs by itself at this severity runs at the declaration, and only that', () => {
    const automatic = (severity: 1 | 2 | 3 | 4) =>
      outage(severity)
        .filter((entry) => entry.kind === 'automatic')
        .map((entry) => [entry.title, entry.minutes])
    expect(automatic(1)).toEqual([['pause-releases', 0]])
    expect(automatic(3)).toEqual([])
  })
  test('duties of the law follow each other: the final report a month after the notification', () => {
    const law = outage(1).filter((entry) => entry.lane === 'law')
    const due = (title: string) => law.find((entry) => entry.title.includes(title))?.at
    expect(due('Early warning')).toBe('2030-01-08T09:00:00.000Z')
    expect(due('NIS2 Art. 23: Incident notification')).toBe('2030-01-10T09:00:00.000Z')
    expect(due('NIS2 Art. 23: Final report')).toBe('2030-02-10T22:59:59.000Z')
    expect(due('Initial notification of a major ICT')).toBe('2030-01-07T13:00:00.000Z')
  })
  test('a rhythm of a minute over a month is answered at once, by its beginning', () => {
    const hasty = { ...of('service-outage'), clocks: { ...of('service-outage').clocks, 1: { 'first-message': 1, 'next-update': 1 } } }
    const began = performance.now()
    const entries = rehearse(hasty, { severity: 1, startAt, restoredAfterMinutes: 43_200 })
    expect(performance.now() - began).toBeLessThan(1_000)
    expect(entries.filter((entry) => entry.kind === 'next-update').length).toBeGreaterThan(100)
  })
  test('every shipped playbook can be rehearsed at every severity', () => {
    for (const { playbook } of shelf.shipped)
      for (const severity of [1, 2, 3, 4] as const) {
        const entries = rehearse(playbook, { severity, startAt, obligations: shelf.obligations })
        expect(
          entries.filter((entry) => entry.kind === 'holding'),
          `${playbook.playbook} ${severity}`,
        ).toHaveLength(1)
        expect(entries.some((entry) => entry.kind === 'review')).toBe(true)
      }
  })
})

import { describe, expect, test } from 'vitest'
import { nextStep } from './next-step.ts'

type Room = Parameters<typeof nextStep>[0]

describe('What comes next', () => {
  test('a stricter severity that the facts show comes before the first message, whose promise it moves closer', () =>
    expect(next({ clocks: [firstMessage(false)], severityProposal: { severity: 1, reasons: ['Half are hurt.'] } })).toMatchObject({
      action: 'look-at-severity',
    }))
  test('not while the first message is about to be missed: customers hear first', () =>
    expect(next({ clocks: [firstMessage(true)], severityProposal: { severity: 1, reasons: ['Half are hurt.'] } })).toMatchObject({ action: 'write-update' }))
  test('a milder severity waits until customers were told', () =>
    expect(next({ clocks: [firstMessage(false)], severityProposal: { severity: 4, reasons: ['One is hurt.'] } })).toMatchObject({ action: 'write-update' }))
  test('restored, who wrote is told first that it works again; then the last word, which tells them by itself', () => {
    expect(next({ status: 'restored', untold: { conversations: 42, waiting: false, by: null } })).toMatchObject({
      action: 'tell-restored',
      title: 'Tell 42 conversations that it works again',
    })
    expect(next({ status: 'restored', untold: { conversations: 1, waiting: true, by: 'ann' } })).toMatchObject({
      action: 'tell-restored',
      title: expect.stringMatching(/second person/),
    })
    expect(next({ status: 'restored', untold: null })).toMatchObject({ action: 'write-update' })
  })

  test('where it may not be over nobody is told that it works', () =>
    expect(
      next({ status: 'restored', untold: { conversations: 42, waiting: false, by: null }, watch: { ...room.watch, proposesReopening: true } }),
    ).toMatchObject({
      action: 'reopen',
    }))

  test('restored before anybody was told, customers are told the last word, by the first promise', () =>
    expect(next({ status: 'restored', clocks: [firstMessage(true)] })).toMatchObject({ title: 'Say the last word', deadline: '2030-01-01T13:00:00.000Z' }))
  test('a clock of the law that is far away, or waits for its moment, does not keep a crisis open', () => {
    const over = { status: 'restored', review: { publishedAt: '2030-01-01T09:00:00.000Z' }, updates: [lastWord] } as unknown as Partial<Room>
    const duty = { key: 'k', title: 'Final report', regime: 'NIS2', deadline: null, missed: false }
    expect(next({ ...over, law: { unanswered: 0, clocks: [duty] } as unknown as Room['law'] })).toMatchObject({
      action: 'close',
      detail: 'One clock of the law will run on, and still call you before the time is over.',
    })
    expect(next({ ...over, law: { unanswered: 0, clocks: [{ ...duty, deadline: '2030-01-02T08:00:00.000Z' }] } as unknown as Room['law'] })).toMatchObject({
      action: 'meet-obligation',
    })
  })
  test('whoever is offered a seat reads which', () =>
    expect(
      next({
        work: {
          ...room.work,
          offersToMe: [
            {
              id: 'o',
              role: 'communication-lead',
              from: { id: 'ann', name: 'Ann' },
              to: { id: 'bo', name: 'Bo' },
              note: null,
              offeredAt: '2030-01-01T09:00:00.000Z',
              answerBy: '2030-01-01T09:15:00.000Z',
            },
          ],
        },
      }).title,
    ).toBe('Ann offers you the seat of customer communication lead'))
})

const next = (change: Partial<Room>) => nextStep({ ...room, ...change }, 'bo', true)

const lastWord = { class: 'update', status: 'published', phase: 'resolved' }
const firstMessage = (reminded: boolean): Room['clocks'][number] => ({
  id: 'first-message',
  kind: 'first-message',
  audience: null,
  state: 'running',
  startedAt: '2030-01-01T09:00:00.000Z',
  deadline: '2030-01-01T13:00:00.000Z',
  endedAt: null,
  reminded,
  inside: false,
  byHand: false,
})

/** Led, with nothing to do; only what the next step reads. */
const room = {
  status: 'commanded',
  severity: 3,
  severityProposal: null,
  commander: { id: 'ann', name: 'Ann' },
  acknowledgedAt: '2030-01-01T09:00:00.000Z',
  now: '2030-01-01T09:05:00.000Z',
  signOff: { asked: 0 },
  untold: null,
  watch: { state: 'none', until: null, troubles: [], proposesReopening: false },
  work: { tasksOpen: 0, tasksOverdue: 0, tasksDone: 0, lateTask: null, emptySeats: [], offersToMe: [], decisionsDue: 0 },
  law: { unanswered: 0, clocks: [] },
  clocks: [],
  updates: [],
  criteria: [],
  scope: [],
  impact: null,
} as unknown as Room

describe('While it is watched', () => {
  const restored = { ...room, status: 'restored', updates: [lastWord], review: { publishedAt: '2030-01-01T09:00:00.000Z' } } as unknown as Room
  const watched = { ...restored.watch, state: 'running' as const, until: '2030-01-01T13:00:00.000Z' }
  test('what shows again comes before everything', () => {
    const troubles = [{ key: 'a', kind: 'criterion' as const, sentence: 'Mail fails.', at: '2030-01-01T09:00:00.000Z' }]
    const watch = { ...watched, troubles, proposesReopening: true }
    expect(nextStep({ ...restored, updates: [], watch }, 'ann', false)).toMatchObject({ action: 'reopen', detail: 'Mail fails.' })
  })
  test('it is closed when the watch is over, and not before', () => {
    expect(nextStep({ ...restored, watch: watched }, 'ann', false)).toMatchObject({ action: 'watch', deadline: '2030-01-01T13:00:00.000Z' })
    expect(nextStep({ ...restored, watch: { ...watched, state: 'over' } }, 'ann', false).action).toBe('close')
  })
})

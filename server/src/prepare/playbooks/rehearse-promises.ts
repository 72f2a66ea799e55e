// The promises of a playbook run ahead by the real rule of the clocks, and the messages that keep them.
import { audienceOfClock } from '../../communicate/clocks/audience-clocks.ts'
import { type Clock, clocks, type ClocksState, remindAt } from '../../communicate/clocks/clocks.ts'
import type { StakeholderAudience } from '../../communicate/audiences/audiences.contract.ts'
import { minutesBetween } from '../../platform/clock.ts'
import type { Playbook } from './playbook.ts'
import type { Entry, Rehearsal } from './rehearse.ts'
import { rhythmsOf } from './rhythms.ts'

/** Promises are kept just in time, then customers can work, then the review is due. */
export function promises(playbook: Playbook, { severity, startAt }: Rehearsal, restoredAt: Date): Entry[] {
  let state = tell(clocks.initial, { type: 'StartClocks', policy: playbook.clocks, audiences: rhythmsOf(playbook), severity, now: startAt })
  let left = mostSteps
  for (; left > 0; left--) {
    const [next] = state.clocks
      .filter((clock) => clock.state === 'running' && clock.kind !== 'review')
      .toSorted((one, other) => one.deadline.getTime() - other.deadline.getTime())
    if (!next || next.deadline >= restoredAt) break
    const now = new Date(next.deadline.getTime() - 1)
    if (next.kind === 'communication-plan' || next.kind === 'strategic-review') state = tell(state, { type: 'CompleteByHand', clock: next.id, now })
    else if (next.kind === 'team-assembled' || next.kind === 'impact-and-timeline') state = tell(state, { type: 'Meet', kind: next.kind, now })
    else if (next.kind === 'audience-update')
      state = tell(state, { type: 'TellAudience', audience: audienceOfClock(next.id) as StakeholderAudience, final: false, nextUpdateAt: null, now })
    else state = tell(state, { type: 'TellCustomers', full: next.kind !== 'first-message', final: false, nextUpdateAt: null, now })
  }
  // A rhythm of a minute over weeks: its beginning says enough, and catching up on the rest would cost seconds.
  if (left > 0) {
    state = tell(state, { type: 'TellCustomers', full: true, final: true, nextUpdateAt: null, now: restoredAt })
    state = tell(state, { type: 'CustomersCanWork', now: restoredAt })
  }
  const bars = state.clocks
    // An update that comes sooner keeps the promise of the next one too: that one is then not on the line.
    .filter((clock) => clock.kind === 'review' || (clock.deadline <= restoredAt && clock.deadline.getTime() - (clock.endedAt?.getTime() ?? 0) <= 1))
    .flatMap((clock): Entry[] => {
      const [kind, from, at] = [clock.kind, whole(clock.startedAt, startAt), whole(clock.deadline, startAt)]
      const audience = playbook.audiences.find((each) => each.audience === audienceOfClock(clock.id))
      if (audience) return wordTo(audience, clock, from, at)
      const who = [leads[kind]]
      const messages: Entry[] = telling.includes(kind) && at < restoredAt ? [message(kind, at)] : []
      return [
        {
          lane: 'promises',
          kind,
          from,
          at,
          title: named[kind],
          detail: `Reminder ${Math.round(minutesBetween(remindAt(clock), clock.deadline))} min before.`,
          who,
        },
        ...messages,
      ]
    })
  const over: Entry = {
    lane: 'messages',
    kind: 'final',
    from: null,
    at: restoredAt,
    title: 'Final update',
    detail: 'What happened, why, what we did, how we prevent it.',
    who: ['communication-lead'],
  }
  return [...bars, over]
}

const mostSteps = 400
/** The millisecond by which a promise is kept in time is nobody's business. */
const whole = (at: Date, start: Date) => new Date(start.getTime() + Math.round((at.getTime() - start.getTime()) / 1_000) * 1_000)
const tell = (state: ClocksState, command: Parameters<typeof clocks.decide>[0]): ClocksState => clocks.decide(command, state).reduce(clocks.evolve, state)
const telling: string[] = ['first-message', 'first-full-update', 'next-update']
const named = {
  'team-assembled': 'Team assembled',
  'first-message': 'First message',
  'communication-plan': 'Communication plan',
  'first-full-update': 'First full update',
  'impact-and-timeline': 'Impact and timeline',
  'next-update': 'Next update',
  'strategic-review': 'Strategic review',
  review: 'Review drafted',
  approval: 'Approval of an update',
  'audience-update': 'Update to an audience',
} as const
const leads = {
  'team-assembled': 'commander',
  'first-message': 'communication-lead',
  'communication-plan': 'communication-lead',
  'first-full-update': 'communication-lead',
  'impact-and-timeline': 'commander',
  'next-update': 'communication-lead',
  'strategic-review': 'commander',
  review: 'commander',
  approval: 'commander',
  'audience-update': 'communication-lead',
} as const

/** The promise to an audience, and the word that keeps it. */
const wordTo = ({ audience, told, by }: Playbook['audiences'][number], clock: Clock, from: Date, at: Date): Entry[] => [
  {
    lane: 'promises',
    kind: clock.kind,
    from,
    at,
    title: `Update to ${audience}`,
    detail: `Reminder ${Math.round(minutesBetween(remindAt(clock), clock.deadline))} min before.`,
    who: [by],
  },
  { lane: 'messages', kind: 'audience', from: null, at, title: `Told: ${audience}`, detail: told, who: [by] },
]

const message = (kind: string, at: Date): Entry => ({
  lane: 'messages',
  kind: kind === 'first-message' ? 'holding' : 'update',
  from: null,
  at,
  title: kind === 'first-message' ? 'Holding update' : kind === 'first-full-update' ? 'First full update' : 'Update',
  detail: kind === 'first-message' ? 'We know, whom it hurts, when we speak again.' : 'To everybody affected, on every channel.',
  who: ['communication-lead'],
})

// Whoever is no customer is told in a rhythm of their own: a first word, then one every so often, until customers can work again or they read the last word.
import { minutesAfter } from '../../platform/clock.ts'
import { Refused } from '../../platform/refused.ts'
import { type StakeholderAudience, stakeholderAudiences } from '../audiences/audiences.contract.ts'
import type { Clock, ClocksCommand, ClocksFact, ClocksState } from './clock.ts'

type Told = Extract<ClocksCommand, { type: 'TellAudience' }>

/** Each audience that this severity has a rhythm for, and that has had no clock yet. */
export function startAudiences(state: ClocksState, now: Date): ClocksFact[] {
  if (state.customersCanWork) return []
  return stakeholderAudiences.flatMap((audience) => {
    const rhythm = rhythmOf(state, audience)
    return rhythm && of(state, audience).length === 0 ? [started(state, audience, minutesAfter(now, rhythm.first), now)] : []
  })
}

/** Those that had a rhythm hear soon that it goes on. */
export const restartAudiences = (state: ClocksState, now: Date): ClocksFact[] =>
  stakeholderAudiences.flatMap((audience) => {
    const rhythm = rhythmOf(state, audience)
    return rhythm && !of(state, audience).some((clock) => clock.state === 'running') ? [started(state, audience, minutesAfter(now, rhythm.first), now)] : []
  })

/** What they read keeps the promise to them, and makes the next one: at the time that it states, else by the rhythm. */
export function tellAudience(state: ClocksState, { audience, final, nextUpdateAt, lateReasonId, now }: Told): ClocksFact[] {
  const every = rhythmOf(state, audience)?.every
  const stated = final ? null : nextUpdateAt
  if (stated && stated <= now) throw new Refused('not-valid', 'The time of the next update is already past.')
  if (stated && every !== undefined && stated > minutesAfter(now, every) && !lateReasonId)
    throw new Refused(
      'not-valid',
      `At this severity the next update to ${audience} is due within ${every} minutes. Promise it sooner, or say why it must be later.`,
    )
  const kept = of(state, audience)
    .filter((clock) => clock.state === 'running')
    .map((clock): ClocksFact => ({ type: 'ClockMet', clock: clock.id, deadline: clock.deadline, at: now }))
  const byRhythm = final || state.customersCanWork || every === undefined ? undefined : minutesAfter(now, every)
  const deadline = stated ?? byRhythm
  return deadline ? [...kept, started(state, audience, deadline, now)] : kept
}

export const isOfAudience = ({ kind }: Pick<Clock, 'kind'>) => kind === 'audience-update'
export const audienceOfClock = (id: string): StakeholderAudience | null => {
  const [kind, audience] = id.split('/')
  return kind === 'audience-update' ? (stakeholderAudiences.find((each) => each === audience) ?? null) : null
}

/** How long this clock may run at this severity. */
export function audienceMinutes(state: ClocksState, { id }: Clock): number | undefined {
  const audience = audienceOfClock(id)
  const rhythm = audience ? rhythmOf(state, audience) : undefined
  return id.endsWith('/1') ? rhythm?.first : rhythm?.every
}

export function nextOfAudience(state: ClocksState, { id }: Clock): { name: string; minutes: number } | undefined {
  const audience = audienceOfClock(id)
  const minutes = audience ? rhythmOf(state, audience)?.every : undefined
  return audience && minutes !== undefined ? { name: nameOf(state, audience), minutes } : undefined
}

const rhythmOf = ({ audiences, severity }: Pick<ClocksState, 'audiences' | 'severity'>, audience: StakeholderAudience) => audiences[severity]?.[audience]
const of = ({ clocks }: ClocksState, audience: StakeholderAudience) => clocks.filter(({ id }) => audienceOfClock(id) === audience)
const nameOf = (state: ClocksState, audience: StakeholderAudience) => `audience-update/${audience}/${of(state, audience).length + 1}`
const started = (state: ClocksState, audience: StakeholderAudience, deadline: Date, at: Date): ClocksFact => ({
  type: 'ClockStarted',
  clock: nameOf(state, audience),
  kind: 'audience-update',
  deadline,
  at,
})

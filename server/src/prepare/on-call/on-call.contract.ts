import { z } from 'zod'
import { GivenInstant, Id, Instant, Person, Title } from '../../platform/contract.ts'
import { isTimeZone } from '../../platform/wall-time.ts'

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as 09:00')
const PersonId = z.string().min(1).max(100)
const CalendarDay = z.iso.date('must be a date such as 2030-01-07').refine((day) => day > '1970-01-01' && day < '2200-01-01', 'must lie between 1970 and 2200')

export const DutyWindow = z.object({
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7).describe('1 is Monday, 7 is Sunday'),
  from: TimeOfDay,
  until: TimeOfDay.describe('at or before `from`: on the next day'),
})

/** Times of day and dates are those of the rotation's own zone; shifts are counted on the clock on the wall there. */
export const WriteRotation = z.object({
  name: Title(120),
  timeZone: z.string().max(60).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
  every: z.number().int().min(1).max(1_000).default(1),
  unit: z.enum(['hours', 'days', 'weeks']).default('weeks'),
  handOffAt: TimeOfDay.default('09:00'),
  startsOn: CalendarDay,
  members: z.array(PersonId).min(1, 'needs at least one person').max(200).describe('in order'),
  duty: z.array(DutyWindow).min(1).max(20).nullable().default(null).describe('outside of these windows nobody is on duty; null: always'),
})
export const WriteOverride = z
  .object({ from: GivenInstant, until: GivenInstant, person: PersonId, insteadOf: PersonId.nullable().default(null).describe('null: for whoever is on duty') })
  .refine(({ from, until }) => from < until, { path: ['until'], message: 'must be later than the beginning' })

/** `because` says why nobody is on duty; `insteadOf` whose turn it would have been. */
export const ShiftView = z.object({
  from: Instant,
  until: Instant,
  person: Person.nullable(),
  because: z.enum(['not-started', 'off-duty', 'nobody-left']).nullable(),
  insteadOf: Person.nullable(),
  overrideId: Id.nullable(),
})
export const OverrideView = z.object({ id: Id, from: Instant, until: Instant, person: Person, insteadOf: Person.nullable(), createdBy: Person })
export const OnCallView = z.object({
  rotation: z.object({ id: Id, name: z.string(), timeZone: z.string() }),
  now: ShiftView,
  next: ShiftView.nullable().describe('the next hand-over; null where none comes'),
})
export const RotationView = z.object({
  id: Id,
  name: z.string(),
  timeZone: z.string(),
  every: z.number().int(),
  unit: z.enum(['hours', 'days', 'weeks']),
  handOffAt: z.string(),
  startsOn: z.string(),
  members: z.array(Person.extend({ here: z.boolean().describe('false: this person has left; their turn falls to the next') })),
  duty: z.array(DutyWindow).nullable(),
  now: ShiftView,
  next: ShiftView.nullable(),
  overrides: z.array(OverrideView).describe('those that are not over yet'),
  usedBy: z.array(z.string()).describe('names of the policies that ask it'),
})

export type OnCallView = z.output<typeof OnCallView>
export type ShiftView = z.output<typeof ShiftView>
export type RotationView = z.output<typeof RotationView>
export type WriteRotation = z.input<typeof WriteRotation>
export type OverrideView = z.output<typeof OverrideView>

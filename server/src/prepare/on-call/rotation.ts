// A rotation: one person on duty at a time, in order; hand-offs keep to the clock on the wall, an override stands in, and where nobody is on duty it says so.
import { instantOf, minutesOfDay, startOfDay, type Wall, wallAt, wallOf, weekday } from '../../platform/wall-time.ts'

/** Days 1 (Monday) to 7; times of day in the rotation's zone. `until` at or before `from` is on the next day. */
export type DutyWindow = { days: number[]; from: string; until: string }
export type Rotation = {
  timeZone: string
  every: number
  unit: 'hours' | 'days' | 'weeks'
  /** Time of day, such as 09:00. With hours it is that of the first hand-off. */
  handOffAt: string
  /** The date of the first shift, such as 2030-01-07. */
  startsOn: string
  /** Ids of people, in order. */
  members: string[]
  /** Outside of these nobody of this rotation is on duty; null: always. */
  duty: DutyWindow[] | null
}
export type Override = { id: string; from: Date; until: Date; person: string; insteadOf: string | null; createdAt: Date }

/** Who is on duty in a span of time; `person` is null in a gap, and `because` says why. */
export type Shift = {
  from: Date
  until: Date
  person: string | null
  because?: 'not-started' | 'off-duty' | 'nobody-left'
  /** Whose turn it was, where somebody else stands in: by an override, or because that person has left. */
  insteadOf?: string
  overrideId?: string
}

type Present = (person: string) => boolean
const unitMs = { hours: 3_600_000, days: 86_400_000, weeks: 604_800_000 }
const dayMs = unitMs.days
const longestPartMs = 366 * dayMs

/** Who is on duty at an instant, and until when at least: the span ends at the next hand-off, override or duty window, at the latest after a year. */
export function onDutyAt(rotation: Rotation, overrides: Override[], at: Date, present: Present): Shift {
  const next = boundaries(rotation, overrides, at, new Date(at.getTime() + lookAheadMs(rotation)))[0]
  return { from: at, until: next ?? new Date(at.getTime() + longestPartMs), ...turnAt(rotation, overrides, at, present) }
}

/** Every moment between the two instants, as shifts and gaps without holes; the first and last are cut to the span asked for. */
export function shiftsBetween(rotation: Rotation, overrides: Override[], from: Date, until: Date, present: Present): Shift[] {
  const starts = [from, ...boundaries(rotation, overrides, from, until)]
  const shifts = starts.map((start, i): Shift => ({ from: start, until: starts[i + 1] ?? until, ...turnAt(rotation, overrides, start, present) }))
  return shifts.filter((shift) => shift.from < shift.until).reduce<Shift[]>(joined, [])
}

/** The next change of the person on duty after an instant; undefined where none comes within two shifts. */
export function nextHandOver(rotation: Rotation, overrides: Override[], at: Date, present: Present): Shift | undefined {
  const [now, ...later] = shiftsBetween(rotation, overrides, at, new Date(at.getTime() + lookAheadMs(rotation)), present)
  return later.find((shift) => shift.person !== now?.person)
}

const same = (one: Shift, other: Shift) =>
  one.person === other.person && one.because === other.because && one.insteadOf === other.insteadOf && one.overrideId === other.overrideId
function joined(shifts: Shift[], shift: Shift): Shift[] {
  const last = shifts.at(-1)
  if (last && same(last, shift) && last.until.getTime() === shift.from.getTime()) last.until = shift.until
  else shifts.push({ ...shift })
  return shifts
}

type Turn = Pick<Shift, 'person' | 'because' | 'insteadOf' | 'overrideId'>

function turnAt(rotation: Rotation, overrides: Override[], at: Date, present: Present): Turn {
  if (!onDuty(rotation, wallOf(rotation.timeZone, at))) return { person: null, because: 'off-duty' }
  const planned = memberAt(rotation, at, present)
  // The override made last wins; one for a named person holds only while it is that person's turn.
  const standIn = overrides
    .filter((each) => each.from <= at && at < each.until && present(each.person))
    .filter((each) => each.insteadOf === null || each.insteadOf === planned.person || each.insteadOf === planned.insteadOf)
    .sort((one, other) => other.createdAt.getTime() - one.createdAt.getTime())[0]
  if (!standIn) return planned
  const instead = planned.person ?? planned.insteadOf
  return { person: standIn.person, overrideId: standIn.id, ...(instead && instead !== standIn.person ? { insteadOf: instead } : {}) }
}

/** The member whose turn it is; the turn of one who has left falls to the next in order. */
function memberAt(rotation: Rotation, at: Date, present: Present): Turn {
  const { members } = rotation
  const shift = shiftNumber(rotation, at)
  if (shift === undefined) return { person: null, because: 'not-started' }
  const order = members.map((_, i) => members[(shift + i) % members.length] as string)
  const person = order.find(present)
  if (!person) return { person: null, because: 'nobody-left', ...(order[0] ? { insteadOf: order[0] } : {}) }
  return { person, ...(person === order[0] ? {} : { insteadOf: order[0] as string }) }
}

const firstWall = ({ startsOn, handOffAt }: Rotation): Wall => wallAt(startsOn, handOffAt)
const lengthMs = ({ every, unit }: Rotation) => every * unitMs[unit]
/** Shifts are counted on the wall, so that a hand-off at 09:00 stays at 09:00 in summer and winter. */
const handOff = (rotation: Rotation, n: number): Date => instantOf(rotation.timeZone, firstWall(rotation) + n * lengthMs(rotation))

/** The number of the shift at an instant, from 0; undefined before the first. A shift that the spring night swallows has no instant and is passed over. */
function shiftNumber(rotation: Rotation, at: Date): number | undefined {
  let n = Math.floor((wallOf(rotation.timeZone, at) - firstWall(rotation)) / lengthMs(rotation)) - 2
  while (handOff(rotation, n + 1) <= at) n += 1
  return n < 0 ? undefined : n
}

/** Whether the windows cover this time on the wall. */
function onDuty({ duty }: Rotation, wall: Wall): boolean {
  return duty === null || [wall, wall - dayMs].some((day) => windowsOn(duty, startOfDay(day)).some(([from, until]) => from <= wall && wall < until))
}

const windowsOn = (duty: DutyWindow[], day: Wall): [Wall, Wall][] =>
  duty
    .filter((window) => window.days.includes(weekday(day)))
    .map(({ from, until }) => {
      const [start, end] = [minutesOfDay(from), minutesOfDay(until)]
      return [day + start * 60_000, day + (end <= start ? end + 1_440 : end) * 60_000]
    })

/** Every instant after `from` and before `until` at which something may change, in order, each once. */
function boundaries(rotation: Rotation, overrides: Override[], from: Date, until: Date): Date[] {
  const found = new Set<number>()
  for (let n = Math.max(0, shiftNumber(rotation, from) ?? 0); handOff(rotation, n) < until; n += 1) found.add(handOff(rotation, n).getTime())
  for (const each of overrides) found.add(each.from.getTime()).add(each.until.getTime())
  if (rotation.duty) {
    const last = wallOf(rotation.timeZone, until) + dayMs
    for (let day = startOfDay(wallOf(rotation.timeZone, from)) - dayMs; day <= last; day += dayMs)
      for (const wall of windowsOn(rotation.duty, day).flat()) found.add(instantOf(rotation.timeZone, wall).getTime())
  }
  return [...found]
    .filter((instant) => instant > from.getTime() && instant < until.getTime())
    .sort((one, other) => one - other)
    .map((instant) => new Date(instant))
}

/** Far enough to see the next hand-off and the next window. */
const lookAheadMs = (rotation: Rotation) => Math.min(longestPartMs, 2 * lengthMs(rotation) + 8 * dayMs)

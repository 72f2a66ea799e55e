// The clock on the wall of a zone, to moments and back: a wall clock shows some times twice a year twice, and others never.

/** What the clock of a zone shows, as `<input type="datetime-local">` writes it. */
export function wallIn(at: number, timeZone: string): string {
  const part = Object.fromEntries(
    walls(timeZone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  )
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}`
}

/** The moments at which the clock of a zone shows this, the earliest first: none where it is put forward over it, two where it is put back. */
export function momentsOf(wall: string, timeZone: string): number[] {
  const asUtc = Date.parse(`${wall}Z`)
  if (Number.isNaN(asUtc)) return []
  const offsets = new Set([asUtc - dayMs, asUtc + dayMs].map((at) => Date.parse(`${wallIn(at, timeZone)}Z`) - at))
  return [...offsets]
    .map((offset) => asUtc - offset)
    .filter((at) => wallIn(at, timeZone) === wall)
    .sort((one, other) => one - other)
}
const dayMs = 86_400_000

export const readersZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** CET, GMT+9: what the zone is called at that moment. */
export const zoneAt = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone, timeZoneName: 'short' }).formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? timeZone

/** Whether both clocks show the same at that moment. */
export const sameWall = (at: number, one: string, other: string): boolean => wallIn(at, one) === wallIn(at, other)

/** Fri 6 Dec 2030, 22:00 CET. */
export const shownIn = (at: number, timeZone: string): string => `${dayIn(at, timeZone)}, ${timeOf(at, timeZone)} ${zoneAt(at, timeZone)}`

/** Fri 6 Dec 2030, 22:00 – 23:30 CET: a span, with the second day or zone only where it is another one. */
export function spanIn(from: number, until: number, timeZone: string): string {
  const [day, lastDay] = [dayIn(from, timeZone), dayIn(until, timeZone)]
  const [zone, lastZone] = [zoneAt(from, timeZone), zoneAt(until, timeZone)]
  const start = `${day}, ${timeOf(from, timeZone)}${zone === lastZone ? '' : ` ${zone}`}`
  return `${start} – ${day === lastDay ? '' : `${lastDay}, `}${timeOf(until, timeZone)} ${lastZone}`
}

const timeOf = (at: number, timeZone: string) => wallIn(at, timeZone).slice(11)
const dayIn = (at: number, timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(at).replace(',', '')
const walls = (timeZone: string) =>
  new Intl.DateTimeFormat('en-GB', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone })

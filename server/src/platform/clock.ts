/** The only place that reads the time; tests pass one that they move. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

/** A crisis's own time: it may be ahead or behind, run faster, or stand still. */
export type CrisisClock = { anchorReal: Date; anchorCrisis: Date; rate: number }

export const crisisTime = (clock: CrisisClock | undefined, real: Date): Date =>
  clock ? new Date(clock.anchorCrisis.getTime() + (real.getTime() - clock.anchorReal.getTime()) * clock.rate) : real

export const minutesAfter = (from: Date, minutes: number): Date => new Date(from.getTime() + minutes * 60_000)
export const minutesBetween = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 60_000

// How late the values of a series come as a rule: it is looked at so much later, because what has not come yet is not nothing.

/** Minutes. Whoever is later than this is not waited for. */
export const mostBehind = 15
/** Once or twice an hour is an accident. */
const habitTimes = 3
const habitMs = 3_600_000
const keptTimes = 8
/** Who has not been so late for so long is believed to be quicker. */
const forgottenMs = 86_400_000

/** `behind`: minutes; `at`: when it was as late as that for the last time; `times`: when it came how late, the newest last. */
export type Habit = { behind: number; at: number; times: readonly { at: number; late: number }[] }
export const habitOf = (behind: number, at: number): Habit => ({ behind, at, times: [] })

/** @param late by how many minutes values came that matter to their minute */
export function cameLate(habit: Habit, at: number, late: number): Habit {
  const times = [...habit.times.filter((time) => time.at > at - habitMs), { at, late }].slice(-keptTimes)
  const behind = Math.max(habit.behind, usual(times))
  return { behind, at: late >= behind ? at : habit.at, times }
}

/** As time passes without it. */
export const forgotten = (habit: Habit, at: number): Habit =>
  at - habit.at < forgottenMs ? habit : habitOf(usual(habit.times.filter((time) => time.at > at - habitMs)), at)

/** As late as so many times of them. */
const usual = (times: Habit['times']): number => times.map(({ late }) => late).toSorted((one, other) => other - one)[habitTimes - 1] ?? 0

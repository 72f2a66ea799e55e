// Whether a criterion holds, from what machines saw and people said: a machine that cannot see says so, and then a person's word counts.
import type { Measure } from './criteria.contract.ts'

export type Seen = { state: 'met' | 'failing' | 'open'; sentence: string; since?: Date; by?: string }
export type Word = { met: boolean; by: string; at: Date }
export type CheckSeen = { name: string; state: 'unknown' | 'up' | 'down'; changedAt: Date | null; sentence: string | null }
/** A closed minute each, the oldest first; null where nothing was measured. */
export type Minutes = { values: (number | null)[]; through: Date }

const minuteMs = 60_000
/** A machine that has not looked for so long does not see. */
const staleMs = 10 * minuteMs

export const ofWord = (word: Word | undefined): Seen =>
  word === undefined
    ? { state: 'open', sentence: 'Nobody has said so yet.' }
    : {
        state: word.met ? 'met' : 'failing',
        sentence: word.met ? 'Somebody looked and says so.' : 'Somebody looked, and it is not so.',
        since: word.at,
        by: word.by,
      }

/** All of them up, and for long enough. */
export function ofChecks(checks: readonly CheckSeen[], minutes: number, now: Date): Seen {
  if (checks.length === 0) return { state: 'open', sentence: 'No check watches it.' }
  const down = checks.find(({ state }) => state === 'down')
  if (down)
    return {
      state: 'failing',
      sentence: `${down.name} fails${down.sentence ? `: ${down.sentence}` : '.'}`,
      ...(down.changedAt ? { since: down.changedAt } : {}),
    }
  const silent = checks.find(({ state }) => state === 'unknown')
  if (silent) return { state: 'open', sentence: `${silent.name} has not looked yet.` }
  const since = new Date(Math.max(...checks.map(({ changedAt }) => changedAt?.getTime() ?? now.getTime())))
  const left = Math.ceil((since.getTime() + minutes * minuteMs - now.getTime()) / minuteMs)
  return left > 0
    ? { state: 'open', sentence: `Up, but for less than ${minutes} minutes; ${left} more.`, since }
    : { state: 'met', sentence: `${checks.length === 1 ? (checks[0] as CheckSeen).name : `${checks.length} checks`} up for ${minutes} minutes or more.`, since }
}

export function ofSeries(band: Band, { values, through }: Minutes, minutes: number, now: Date): Seen {
  const known = values.filter((value) => value !== null)
  if (known.length === 0 || now.getTime() - through.getTime() > staleMs) return { state: 'open', sentence: 'No values arrive.' }
  const newest = known.at(-1) as number
  if (values.at(-1) !== null && !within(band, newest))
    return { state: 'failing', sentence: `${shown(newest)} in the last minute; ${wanted(band)} is wanted.`, since: through }
  // The newest is in the band: how long it has been there is what is asked.
  const outside = values.findLastIndex((value) => value === null || !within(band, value))
  const held = values.length - 1 - outside
  return held >= minutes
    ? {
        state: 'met',
        sentence: `${shown(newest)} in the last minute, ${wanted(band)} for ${minutes} minutes.`,
        since: new Date(through.getTime() - (minutes - 1) * minuteMs),
      }
    : { state: 'open', sentence: `${wanted(band)} for ${held} of ${minutes} minutes.` }
}

export type Figure = { value: number; by: string; at: Date }
export function ofFigure(band: Band & { unit: string }, figure: Figure | undefined): Seen {
  if (!figure) return { state: 'open', sentence: `Nobody has entered it; ${wanted(band)} ${band.unit} is wanted.` }
  const { value, by, at } = figure
  return { state: within(band, value) ? 'met' : 'failing', sentence: `${shown(value)} ${band.unit}; ${wanted(band)} is wanted.`, since: at, by }
}

/** What a machine cannot see, a person may say. */
export const orWord = (seen: Seen, measure: Measure['kind'], word: Word | undefined): Seen =>
  seen.state === 'open' && measure !== 'figure' && word !== undefined ? { ...ofWord(word), sentence: `${seen.sentence} ${ofWord(word).sentence}` } : seen

type Band = { atLeast?: number | undefined; atMost?: number | undefined }
const within = ({ atLeast = -Infinity, atMost = Infinity }: Band, value: number) => value >= atLeast && value <= atMost
const shown = (value: number) => Number(value.toPrecision(6)).toLocaleString('en')
const wanted = ({ atLeast, atMost }: Band) =>
  atLeast !== undefined && atMost !== undefined
    ? `${shown(atLeast)} to ${shown(atMost)}`
    : atLeast !== undefined
      ? `at least ${shown(atLeast)}`
      : `at most ${shown(atMost as number)}`

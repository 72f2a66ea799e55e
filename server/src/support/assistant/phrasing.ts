// How it goes with the model that phrases: what became of its answers, and until when it is left alone, so that no customer waits for one that does not answer.
import type { Deps } from '../../deps.ts'

/** Since this process began. `last`: the newest that was not given, and why. */
export type Phrasing = { since: Date; phrased: number; refused: number; failed: number; last: { at: Date; why: string } | null }
type Tally = Phrasing & { aloneUntil: number; about: string }

/** After what is of no use again, after one that did not answer as it should, and at most, whatever it asks for. */
const [aloneMs, shortlyMs, mostAloneMs] = [5 * 60_000, 30_000, 15 * 60_000]

const tallies = new WeakMap<Deps['db'], Tally>()
function tallyOf({ db, clock }: Pick<Deps, 'db' | 'clock'>): Tally {
  const tally = tallies.get(db) ?? { since: clock(), phrased: 0, refused: 0, failed: 0, last: null, aloneUntil: 0, about: '' }
  tallies.set(db, tally)
  return tally
}

export function phrasingOfProcess(deps: Pick<Deps, 'db' | 'clock'>): Phrasing {
  const { since, phrased, refused, failed, last } = tallyOf(deps)
  return { since, phrased, refused, failed, last }
}

/** @param about which model under which key: another one is asked at once */
export function isLeftAlone(deps: Pick<Deps, 'db' | 'clock'>, about: string): boolean {
  const tally = tallyOf(deps)
  return tally.about === about && deps.clock().getTime() < tally.aloneUntil
}

export function notePhrased(deps: Pick<Deps, 'db' | 'clock'>): void {
  tallyOf(deps).phrased += 1
}

/** What it wrote said more than its sources: it is there, and is asked again. */
export function noteRefused(deps: Pick<Deps, 'db' | 'clock'>): void {
  const tally = tallyOf(deps)
  tally.refused += 1
  tally.last = { at: deps.clock(), why: 'It wrote what does not stand in the sources.' }
}

/** Nothing came that can be read. It is left alone for as long as it asked for, or for a while. */
export function noteFailed(
  deps: Pick<Deps, 'db' | 'clock'>,
  about: string,
  { why, isFinal, againMs }: { why: string; isFinal: boolean; againMs?: number },
): void {
  const tally = tallyOf(deps)
  const now = deps.clock()
  tally.failed += 1
  tally.about = about
  tally.aloneUntil = now.getTime() + Math.min(againMs ?? (isFinal ? aloneMs : shortlyMs), mostAloneMs)
  tally.last = { at: now, why }
}

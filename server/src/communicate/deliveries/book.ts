// A book is where rows stand that are to be sent: what claims, sends and counts them does not know of what they tell.
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { claim, hold, noteSettled, release, turn } from './deliveries.store.ts'
import type { Line } from './line.ts'
import { idle } from './idle.store.ts'
import { reconcile } from './reconcile.store.ts'
import { recover } from './recover.store.ts'

/**
 * `idle` says at little cost that none of the other steps would find anything, as is so in most seconds of most days. `recover` brings back what may be sent again, and what was being sent when its sender died becomes unknown; `claim` takes rows under a lease; `turn` stores
 * outcomes and marks rows as being sent before the call; `hold` and `release` give back; `reconcile` asks providers about what is unknown.
 */
export type Book = {
  idle: (db: Db, channel: string, now: Date) => Promise<boolean>
  recover: typeof recover
  claim: typeof claim
  turn: typeof turn
  hold: (...given: Parameters<typeof hold>) => Promise<unknown>
  release: (...given: Parameters<typeof release>) => Promise<unknown>
  noteSettled: (...given: Parameters<typeof noteSettled>) => Promise<unknown>
  reconcile: <M extends object>(deps: Deps, line: Line<M>) => Promise<number>
}

export const deliveriesBook: Book = { idle, recover, claim, turn, hold, release, noteSettled, reconcile }

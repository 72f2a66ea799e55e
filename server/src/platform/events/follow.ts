// Readers that follow the facts: they never skip one that commits late, and resume where they stopped.
import { sql } from 'kysely'
import type { Db } from '../database/connect.ts'

/** A place in commit order: "transaction.position". */
export type Place = string
export type Followed = { place: Place; position: number; crisisId: string | null; stream: string; type: string; actor: string; data: object; occurredAt: Date }

/** The facts after a place, up to the oldest transaction still open. */
export async function factsAfter(db: Db, place: Place, limit = 500): Promise<Followed[]> {
  const [transaction, position] = parsePlace(place)
  const { rows } = await sql<Followed>`
    select transaction_id::text || '.' || position as place, position, crisis_id as "crisisId", stream, type, actor, data, occurred_at as "occurredAt"
      from events
     where (transaction_id, position) > (${transaction}::xid8, ${position}::bigint)
       and transaction_id < pg_snapshot_xmin(pg_current_snapshot())
     order by transaction_id, position limit ${limit}`.execute(db)
  return rows
}

/** The place behind everything that is settled now. */
export async function placeNow(db: Db): Promise<Place> {
  const { rows } = await sql<{ place: Place }>`
    select transaction_id::text || '.' || position as place from events
     where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
     order by transaction_id desc, position desc limit 1`.execute(db)
  return rows[0]?.place ?? '0.0'
}

/** Whether a text is a place at all: the numbers fit the database's, which counts transactions in 64 bits. */
export const isPlace = (text: string): boolean => /^\d{1,19}\.\d{1,18}$/.test(text)

export function isAfter(one: Place, other: Place): boolean {
  const [t1, p1] = parsePlace(one).map(BigInt) as [bigint, bigint]
  const [t2, p2] = parsePlace(other).map(BigInt) as [bigint, bigint]
  return t1 > t2 || (t1 === t2 && p1 > p2)
}

export function parsePlace(place: Place): [string, string] {
  const match = /^(\d{1,19})\.(\d{1,18})$/.exec(place)
  return match ? [match[1] as string, match[2] as string] : ['0', '0']
}

/** `ended` is called when there will be no more: the process stops. */
export type Follower = { listen: (hear: (facts: Followed[]) => void, ended?: () => void) => () => void; stop: () => void }

/** One poll per process serves all who listen in it. Polling, because NOTIFY would make every commit wait in one queue. */
export function createFollower(db: Db, everyMs = 300): Follower {
  const listeners = new Map<(facts: Followed[]) => void, (() => void) | undefined>()
  let place: Place | undefined
  let stopped = false
  let running = false
  const poll = async () => {
    if (running || stopped) return
    running = true
    try {
      place ??= await placeNow(db)
      for (let facts = await factsAfter(db, place); facts.length > 0; facts = facts.length === 500 ? await factsAfter(db, place) : []) {
        place = facts.at(-1)?.place ?? place
        for (const hear of listeners.keys()) hear(facts)
      }
    } catch {
      /* the database is away; the next poll goes on from the same place */
    } finally {
      running = false
    }
  }
  const timer = setInterval(poll, everyMs)
  void poll()
  return {
    listen: (hear, ended) => {
      if (stopped) ended?.()
      listeners.set(hear, ended)
      return () => listeners.delete(hear)
    },
    stop: () => {
      stopped = true
      clearInterval(timer)
      for (const ended of [...listeners.values()]) ended?.()
    },
  }
}

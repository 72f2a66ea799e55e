// A place that one process keeps for as long as it lives and its connection holds: what it knows in memory is then nobody else's to change.
import type pg from 'pg'

export type Held = { mine: () => Promise<boolean>; release: () => void }

/** @param lost called when the place was lost with its connection: what was known by it is no longer sure */
export function hold(pool: pg.Pool, lock: number, lost: () => void): Held {
  let client: pg.PoolClient | undefined
  const release = (broken = true) => {
    client?.release(broken)
    client = undefined
  }
  return {
    mine: async () => {
      if (client) return true
      const candidate = await pool.connect()
      const { rows } = await candidate.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [lock]).catch(() => ({ rows: [{ mine: false }] }))
      if (!rows[0]?.mine) {
        candidate.release()
        return false
      }
      client = candidate
      candidate.once('error', () => {
        release()
        lost()
      })
      return true
    },
    // The lock goes with the connection.
    release: () => release(),
  }
}

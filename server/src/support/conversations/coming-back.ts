// A reply that does not leave comes back to whoever wrote it, on every line of replies: nobody may take for answered whom nothing reached.
import { sql } from 'kysely'
import type { Book } from '../../communicate/deliveries/book.ts'
import type { Line } from '../../communicate/deliveries/line.ts'
import { reopenBounced } from './bounced.store.ts'

/** The line, whose refused, given up and suppressed replies make their conversations ours again. */
export function comingBack<M extends object>(line: Line<M> & { book: Book }): Line<M> {
  const claim: Book['claim'] = async (db, given) => {
    const found = await line.book.claim(db, given)
    if (found.ended > 0)
      await db.transaction().execute(async (tx) => {
        const { rows } = await sql<{ id: number }>`
          select id from reply_deliveries where channel = ${given.channel} and state = 'suppressed' and changed_at = ${given.now}`.execute(tx)
        await reopenBounced(
          tx,
          rows.map(({ id }) => id),
          given.now,
        )
      })
    return found
  }
  return {
    ...line,
    heard: async (deps, said) => {
      await line.heard?.(deps, said)
      const lost = said.flatMap(({ outcome: { id, state } }) => (state === 'bounced' || state === 'failed' ? [id] : []))
      if (lost.length > 0) await deps.db.transaction().execute((tx) => reopenBounced(tx, lost, deps.clock()))
    },
    book: { ...line.book, claim },
  }
}

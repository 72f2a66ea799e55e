// A lane is one connection that takes chunks: COPY into its own staging table, then one short transaction that merges the chunk and counts it.
// Two lanes make a pipeline: while one merges, the other is filled.
import { once } from 'node:events'
import type pg from 'pg'
import { type CopyStreamQuery, from as copyFrom } from 'pg-copy-streams'
import type { Merge, Outcome } from './merge.store.ts'

export type Lane = {
  write: (text: string) => Promise<void>
  /** Merges what was written; `also` runs in the same transaction. `repeats`: some rows are about the same thing; then `earlier` chunks are waited for. */
  merge: (repeats: boolean, earlier: Promise<unknown>, now: Date, also: (client: pg.Client, outcome: Outcome) => Promise<void>) => Promise<void>
  close: () => Promise<void>
}

const again = new Set(['23505', '40001', '40P01'])

/** Prepares a connection; it is closed, not given back, when the import ends, and its staging table goes with it. */
export async function openLane(client: pg.Client, merge: Merge): Promise<Lane> {
  // A chunk stays in memory.
  await client.query("set temp_buffers = '32MB'")
  await client.query(merge.table)
  let copy: CopyStreamQuery | undefined
  let analyzed = false

  return {
    write: (text) =>
      new Promise((written, failed) => {
        copy ??= client.query(copyFrom(merge.copy)).on('error', failed)
        if (copy.write(text, 'utf8', (error) => (error ? failed(error) : written()))) written()
      }),
    merge: async (repeats, earlier, now, also) => {
      if (copy) {
        const finished = once(copy, 'finish')
        copy.end()
        await finished
        copy = undefined
        // Once: the first chunk tells the planner how often keys repeat, which the next ones do alike.
        if (!analyzed) await client.query('analyze staged')
        analyzed = true
      }
      for (let attempt = 1; ; attempt += 1) {
        const careful = repeats || attempt > 1
        if (careful) await earlier
        try {
          if (await mergeOnce(client, merge, careful, now, also)) break
        } catch (error) {
          // Somebody stored the same key meanwhile: looked up again, it is an update.
          if (!again.has((error as { code?: string }).code ?? '') || attempt === 8) throw error
        }
        await client.query('rollback')
      }
      await client.query('truncate staged')
    },
    close: async () => {
      copy?.destroy()
    },
  }
}

/** Answers whether it is committed; not where rows turned out to be about the same thing, and must be merged one after the other. */
async function mergeOnce(
  client: pg.Client,
  merge: Merge,
  careful: boolean,
  now: Date,
  also: (client: pg.Client, outcome: Outcome) => Promise<void>,
): Promise<boolean> {
  await client.query('begin')
  // The staging table has no statistics: without these, a plan may read a million accounts for each chunk. A lost last commit is only imported again.
  await client.query('set local enable_hashjoin = off; set local enable_mergejoin = off; set local enable_seqscan = off; set local synchronous_commit = off')
  const outcome = await merge.chunk(client, now, careful)
  if (outcome.crossed && !careful) return false
  await also(client, outcome)
  await client.query('commit')
  return true
}

// How often articles are opened: counted in memory and written once a second, so that a page that everybody opens costs no write each. What a killed process had not written yet is not counted.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'

export type Views = { count: (article: string) => void; flush: () => Promise<void>; stop: () => Promise<void> }

export function createViews({ db, clock, log }: Pick<Deps, 'db' | 'clock' | 'log'>, everyMs = 1_000): Views {
  let waiting = new Map<string, number>()
  let last: Promise<void> = Promise.resolve()
  const write = async () => {
    if (waiting.size === 0) return
    const now = waiting
    waiting = new Map()
    const rows = [...now].map(([id, views]) => ({ id, views }))
    await sql`
      insert into article_days (article_id, day, views)
      select v.id, (${clock()}::timestamptz at time zone 'UTC')::date, v.views from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as v(id uuid, views int) join articles a on a.id = v.id order by v.id
      on conflict (article_id, day) do update set views = article_days.views + excluded.views`
      .execute(db)
      // The next second tries again; a database that stays away must not fill the memory.
      .catch((error: unknown) => {
        log.warn({ err: error }, 'counting what was read of the help failed')
        if (waiting.size < mostWaiting) for (const { id, views } of rows) waiting.set(id, (waiting.get(id) ?? 0) + views)
      })
  }
  const flush = () => {
    last = last.then(write)
    return last
  }
  const timer = setInterval(() => void flush(), everyMs)
  timer.unref()
  return {
    count: (article) => void waiting.set(article, (waiting.get(article) ?? 0) + 1),
    flush,
    stop: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}
const mostWaiting = 100_000

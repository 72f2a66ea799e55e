// The rates of providers and domains, one row each, shared by all nodes.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Pace, slots, slower } from './pace.ts'

type Row = Pace & { key: string }

/** Gives each mail for a domain that asked for less its own moment; domains that did not are not in the answer. */
export function giveMoments(db: Db, wanted: Map<string, number>, now: Date): Promise<Map<string, Date[]>> {
  return db.transaction().execute(async (tx) => {
    const given = new Map<string, Date[]>()
    for (const { key, ...pace } of await locked(tx, [...wanted.keys()])) {
      const { pace: left, moments } = slots(pace, wanted.get(key) ?? 0, now)
      given.set(key, moments)
      await keep(tx, key, left)
    }
    return given
  })
}

/** How many of `wanted` a provider with a rate may be given now; what is not granted is not promised either. */
export function takeNow(db: Db, key: string, perSecond: number, wanted: number, now: Date): Promise<number> {
  return db.transaction().execute(async (tx) => {
    await sql`insert into paces (key, per_second, tokens, changed_at) values (${key}, ${perSecond}, ${Math.max(1, perSecond)}, ${now}) on conflict (key) do nothing`.execute(
      tx,
    )
    const [row] = await locked(tx, [key])
    const pace = { ...(row as Row), perSecond }
    const granted = slots(pace, wanted, now).moments.filter((moment) => moment <= now).length
    await keep(tx, key, slots(pace, granted, now).pace)
    return granted
  })
}

/** A domain, or a provider, asked for less. */
export function slowDown(db: Db, key: string, sentPerSecond: number, now: Date): Promise<void> {
  return db.transaction().execute(async (tx) => {
    const [known] = await locked(tx, [key])
    // Several mails were in the air when it asked: that is one request.
    if (known?.pausedUntil && known.pausedUntil > now) return
    await keep(tx, key, slower(known, sentPerSecond, now))
  })
}

/** Domains that took everything for ten minutes are as fast as all others again. */
export const forgetPaces = (db: Db, now: Date) =>
  sql`delete from paces where key like 'domain:%' and greatest(paused_until, changed_at) < ${now}::timestamptz - interval '10 minutes'`.execute(db)

const locked = async (tx: Db, keys: string[]): Promise<Row[]> =>
  (
    await sql<Row>`
    select key, per_second as "perSecond", tokens, paused_until as "pausedUntil", asked, changed_at as "changedAt" from paces where key = any (${keys}::text[]) order by key for update`.execute(
      tx,
    )
  ).rows

const keep = (tx: Db, key: string, { perSecond, tokens, pausedUntil, asked, changedAt }: Pace) =>
  sql`
    insert into paces (key, per_second, tokens, paused_until, asked, changed_at) values (${key}, ${perSecond}, ${tokens}, ${pausedUntil}, ${asked}, ${changedAt})
    on conflict (key) do update set per_second = excluded.per_second, tokens = excluded.tokens, paused_until = excluded.paused_until, asked = excluded.asked, changed_at = excluded.changed_at`.execute(
    tx,
  )

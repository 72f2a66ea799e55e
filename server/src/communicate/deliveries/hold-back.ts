// What of a batch waits although it is planned: for a domain that asked for less, or because its reader got much already.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { domainOf } from './deliver.ts'
import type { Claimed } from './deliveries.store.ts'
import { giveMoments } from './pace.store.ts'

type Held = { id: number; dueAt: Date; reason: string }
/** Most updates that one address gets in an hour; what is owed (remedies, sign-off) is not counted in. */
const mostInAnHour = 6
const hour = 3_600_000

/** Each held row with the moment at which it goes; a row whose moment has come is not held again for the same reason. */
export async function heldBack(db: Db, channel: string, rows: Claimed[], now: Date): Promise<Held[]> {
  // A room or a system is not a person who gets tired.
  if (channel !== 'email' && channel !== 'sms') return []
  const tired = await throttled(db, channel, rows, now)
  if (channel === 'sms') return [...tired.values()]
  const paced = await pacedDomains(
    db,
    rows.filter(({ id }) => !tired.has(id)),
    now,
  )
  return [...tired.values(), ...paced]
}

async function pacedDomains(db: Db, rows: Claimed[], now: Date): Promise<Held[]> {
  const fresh = rows.filter(({ practice, reason }) => !practice && reason !== 'domain-asks-for-less')
  const byDomain = Map.groupBy(fresh, ({ destination }) => `domain:${domainOf(destination)}`)
  const { rows: slow } = await sql<{ key: string }>`select key from paces where key = any (${[...byDomain.keys()]}::text[])`.execute(db)
  if (slow.length === 0) return []
  const moments = await giveMoments(db, new Map(slow.map(({ key }) => [key, byDomain.get(key)?.length ?? 0])), now)
  return [...moments].flatMap(([key, at]) =>
    (byDomain.get(key) ?? []).flatMap(({ id }, nth) => {
      const dueAt = at[nth]
      return dueAt && dueAt > now ? [{ id, dueAt, reason: 'domain-asks-for-less' }] : []
    }),
  )
}

async function throttled(db: Db, channel: string, rows: Claimed[], now: Date): Promise<Map<number, Held>> {
  const updates = rows.filter(({ superseding, reason }) => superseding && reason !== 'got-many')
  if (updates.length === 0) return new Map()
  const since = new Date(now.getTime() - hour)
  const { rows: recent } = await sql<{
    id: string
  }>`select id from updates where class = 'update' and published_at > ${new Date(since.getTime() - hour)}`.execute(db)
  if (recent.length < mostInAnHour) return new Map()
  const { rows: many } = await sql<{ destination: string; first: Date }>`
    select d.destination, min(d.changed_at) as first from deliveries d
     where d.update_id = any (${recent.map(({ id }) => id)}::uuid[]) and d.channel = ${channel} and d.destination = any (${updates.map(({ destination }) => destination)}::text[])
       and d.state in ('accepted', 'delivered', 'unknown') and d.changed_at > ${since} group by 1 having count(*) >= ${mostInAnHour}`.execute(db)
  const first = new Map(many.map((row) => [row.destination, row.first]))
  return new Map(
    updates.flatMap(({ id, destination }) => {
      const at = first.get(destination)
      return at ? [[id, { id, dueAt: new Date(at.getTime() + hour), reason: 'got-many' }]] : []
    }),
  )
}

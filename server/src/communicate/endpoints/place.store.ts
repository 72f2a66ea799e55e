// What a batch for endpoints needs to know: the updates, and for each row its place: whose it is, in which language, what is sealed of it.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Claimed } from '../deliveries/deliveries.store.ts'
import type { Messages } from '../deliveries/line.ts'
import { type BatchUpdate, updatesToSend } from '../deliveries/mail.store.ts'
import type { MailUpdate } from '../deliveries/mail.ts'
import type { Address } from './address.ts'
import { pageFor } from '../status-page/private.links.ts'
import { addressesOf } from './endpoints.store.ts'
import type { Place } from './posts.ts'

/** `thread`: how the first post of this crisis in this room is called there; `earlier`: how all before this update are, the oldest first. */
export type Placed = {
  row: Claimed
  update: MailUpdate & { publishedAt: Date }
  place: Place
  address: Address
  thread: string | null
  earlier: string[]
  /** Empty where it is not to be named. */
  statusPage: string
}
type Row = Place & { id: number; publishedAt: Date; thread: string | null; earlier: string[] }

export async function messagesFor<M extends object>(deps: Deps, batch: Claimed[], write: (placed: Placed) => M): Promise<Messages<M>> {
  const [updates, addresses, { rows }] = await Promise.all([
    updatesToSend(deps, [...new Set(batch.map(({ updateId }) => updateId))]),
    addressesOf(
      deps,
      batch.map(({ destination }) => destination),
    ),
    sql<Row>`
      select d.id, e.locale, e.time_zone as "timeZone", i.since, i.until, i.degree, coalesce(u.published_at, u.created_at) as "publishedAt",
             case when a.id is not null then jsonb_build_object('key', a.key, 'name', a.name) end as account,
             (select f.reference from updates p join deliveries f on f.update_id = p.id and f.channel = d.channel and f.destination = d.destination
               where p.crisis_id = u.crisis_id and f.reference is not null and f.id <> d.id order by f.id limit 1) as thread,
             array(select f.reference from updates p join deliveries f on f.update_id = p.id and f.channel = d.channel and f.destination = d.destination
               where p.crisis_id = u.crisis_id and f.reference is not null and p.sequence < u.sequence order by p.sequence) as earlier
        from deliveries d join updates u on u.id = d.update_id join endpoints e on e.id = case when d.channel in ('slack', 'teams', 'webhook', 'push', 'bluesky', 'mastodon') then d.destination::uuid end
        left join accounts o on o.id = e.account_id left join accounts a on a.id = coalesce(o.merged_into, o.id)
        left join lateral (select min(since) as since, case when bool_or(until is null) then null else max(until) end as until, min(degree) as degree from impact
          where crisis_id = u.crisis_id and account_id in (select x.id from accounts x where x.id = a.id or x.merged_into = a.id)) i on true
       where d.id = any (${batch.map(({ id }) => id)}::bigint[])`.execute(deps.db),
  ])
  const places = new Map(rows.map((row) => [row.id, row]))
  const claimed = new Map(batch.map((row) => [row.id, row]))
  const placed = (row: Claimed): Placed | undefined => {
    const [found, place, address] = [updates.get(row.updateId) as BatchUpdate | undefined, places.get(row.id), addresses.get(row.destination)]
    if (!found || !place || !address) return undefined
    const update = { ...found.update, parts: found.textIn(place.locale), publishedAt: place.publishedAt }
    // A place of one customer is read by them; who reads all the others is not known.
    const statusPage = pageFor(deps, update.brand, found.publishedAt, place.account ? 'known' : 'unknown')
    return { row, update, place, address, thread: place.thread, earlier: place.earlier, statusPage }
  }
  return {
    get: (id) => {
      const row = claimed.get(id)
      try {
        const found = row && placed(row)
        return found && write(found)
      } catch (error) {
        deps.log.error({ err: error, delivery: id }, 'a message could not be written')
        return { wrong: 'this message could not be written; the log has the details' }
      }
    },
  }
}

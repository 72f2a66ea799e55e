// Endpoints: added, changed, turned off and on, taken away; what went to each, and sent there once more.
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import { planCurrent } from '../deliveries/deliveries.plan.ts'
import { askSoon } from '../../support/social/inboxes.store.ts'
import { entryOf } from './account.ts'
import { type Address, addressOf, fingerprintOf } from './address.ts'
import { type AddEndpoint, type EndpointDelivery, type EndpointView, publicChannels } from './endpoints.contract.ts'
import { turnOn } from './switch.store.ts'

export type EndpointRow = Omit<EndpointView, 'madeBy' | 'madeAt' | 'off' | 'last' | 'test' | 'mentions'> & {
  mentions: (Record<'since' | 'wellAt' | 'nextAt' | 'sentence' | 'failingSince' | 'direct', string> & { news: number }) | null
  madeBy: string | null
  madeAt: Date
  off: { reason: string; detail: string | null; since: string } | null
  last: { state: EndpointDelivery['state']; answer: string | null; at: string | null } | null
  test: { state: string; answer: string | null; at: string; milliseconds: number | null } | null
}

const columns = sql`
  e.id, e.channel, b.slug as brand, e.name, e.shown, e.locale, e.least_severity as "leastSeverity", e.made_by as "madeBy", e.made_at as "madeAt",
  case when a.id is not null then jsonb_build_object('key', a.key, 'name', a.name) end as account,
  (select jsonb_build_object('reason', s.reason, 'detail', s.detail, 'since', s.since) from suppressions s where s.channel = e.channel and s.destination = e.id::text) as off,
  (select jsonb_build_object('state', d.state, 'answer', d.answer, 'at', d.changed_at) from deliveries d where d.channel = e.channel and d.channel <> 'email' and d.destination = e.id::text order by d.id desc limit 1) as last,
  (select jsonb_build_object('since', i.since, 'wellAt', i.well_at, 'nextAt', i.next_at, 'sentence', i.sentence, 'failingSince', i.failing_since, 'direct', i.direct, 'news', i.news) from social_inboxes i where i.endpoint_id = e.id) as mentions,
  (select jsonb_build_object('state', p.state, 'answer', p.answer, 'at', p.sent_at, 'milliseconds', round(extract(epoch from coalesce(p.arrived_at, p.accepted_at) - p.sent_at) * 1000)::int)
     from channel_proofs p where p.endpoint_id = e.id order by p.sent_at desc limit 1) as test`
const joined = sql`endpoints e join brands b on b.id = e.brand_id left join accounts a on a.id = e.account_id`

/** The newest first; browsers of visitors only where they are asked for. */
export async function listEndpoints(db: Db, query: { channel?: string | undefined; search?: string | undefined; cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[string]>(query.cursor, ['id'])?.[0]
  const { rows } = await sql<EndpointRow>`
    select ${columns} from ${joined}
     where e.removed_at is null and ${query.channel ? sql`e.channel = ${query.channel}` : sql`e.channel <> 'push'`}
       ${query.search ? sql`and (e.name ilike ${`%${query.search.replace(/[\\%_]/g, '\\$&')}%`} or a.key = ${query.search})` : sql``} ${after ? sql`and e.id < ${after}::uuid` : sql``}
     order by e.id desc limit ${query.limit + 1}`.execute(db)
  return toPage(rows, query.limit, ({ id }) => [id])
}

export async function endpointById(db: Db, id: string): Promise<EndpointRow> {
  const {
    rows: [row],
  } = await sql<EndpointRow>`select ${columns} from ${joined} where e.id = ${id} and e.removed_at is null`.execute(db)
  if (!row) throw new Refused('not-found', 'There is no such endpoint.')
  return row
}

/** @returns the secret that signs its calls, where there is one: nobody sees it again */
export async function addEndpoint({ db, key, clock }: Deps, given: AddEndpoint, by: string): Promise<{ id: string; secret: string | null }> {
  const secret = newSecret()
  const found = addressOf(given, secret)
  if ('wrong' in found) throw new Refused('not-valid', `${found.wrong}.`)
  const place = await placeOf(db, given)
  const id = newId(clock())
  const { rows } = await sql`
    insert into endpoints as e (id, channel, brand_id, account_id, name, shown, sealed, fingerprint, locale, time_zone, least_severity, made_by, made_at)
    values (${id}, ${given.channel}, ${place.brandId}, ${place.accountId}, ${given.name}, ${found.shown}, ${seal(key, JSON.stringify(found.address))}, ${fingerprintOf(found.address)},
            ${given.locale ?? (isPublic(given.channel) ? place.locale : 'en')}, ${place.timeZone}, ${given.leastSeverity}, ${by}, ${clock()})
    on conflict (channel, brand_id, fingerprint) do nothing returning 1`.execute(db)
  if (rows.length === 0)
    throw new Refused('already-done', 'This brand posts to this address already. Look at the list; take the old one away first if it is to be another’s.')
  await planCurrent(db, place.brandId, clock())
  return { id, secret: 'secret' in found.address ? secret : null }
}

const isPublic = (channel: string): boolean => publicChannels.some((each) => each === channel)

async function placeOf(db: Db, { brand, accountKey }: AddEndpoint) {
  const { rows } = await sql<{ brandId: string; accountId: number | null; timeZone: string; locale: string }>`
    select b.id as "brandId", b.locale, coalesce(a.merged_into, a.id) as "accountId", coalesce(a.time_zone, b.time_zone) as "timeZone"
      from brands b left join accounts a on a.key = ${accountKey} and not a.practice where b.slug = ${brand}`.execute(db)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'There is no such brand.')
  if (accountKey !== null && row.accountId === null) throw new Refused('not-found', `There is no account ${accountKey}.`)
  return row
}

export const changeEndpoint = (db: Db, id: string, { name, leastSeverity, locale }: { name: string; leastSeverity: number; locale: string }) =>
  sql`update endpoints set name = ${name}, least_severity = ${leastSeverity}, locale = ${locale} where id = ${id} and removed_at is null`.execute(db)

/** A place that is taken away is forgotten but for what went there; the same address may be added anew. */
export async function removeEndpoint(db: Db, id: string, now: Date) {
  await sql`delete from social_inboxes where endpoint_id = ${id}`.execute(db)
  await sql`update endpoints set removed_at = ${now}, sealed = ''::bytea, fingerprint = decode(replace(id::text, '-', ''), 'hex') where id = ${id} and removed_at is null`.execute(
    db,
  )
  await sql`
    insert into suppressions (channel, destination, reason, since, scope) select channel, id::text, 'removed', ${now}, 'all' from endpoints where id = ${id}
    on conflict (channel, destination) do update set reason = 'removed'`.execute(db)
}

/** A new secret; the one before signs beside it for a day. */
export async function rotateSecret({ db, key, clock }: Deps, id: string): Promise<string> {
  const address = (await addressesOf({ db, key }, [id])).get(id)
  if (!address || !('url' in address) || !address.secret) throw new Refused('out-of-order', 'Only webhooks have a secret.')
  const secret = newSecret()
  const until = new Date(clock().getTime() + 86_400_000).toISOString()
  await sql`update endpoints set sealed = ${seal(key, JSON.stringify({ ...address, secret, before: { secret: address.secret, until } }))} where id = ${id}`.execute(
    db,
  )
  return secret
}

/** What lets us into a public account, anew: where it was turned off because it let us in no more, it is on again. Its threads go on. */
export async function changeEntry({ db, key, clock }: Deps, endpoint: EndpointRow, password: string, by: string): Promise<void> {
  const address = (await addressesOf({ db, key }, [endpoint.id])).get(endpoint.id)
  if (!address || !('service' in address)) throw new Refused('out-of-order', 'Only public accounts have a password or token that can be changed here.')
  const entry = entryOf(endpoint.channel, password)
  if ('wrong' in entry) throw new Refused('not-valid', `password: ${entry.wrong}.`)
  await sql`update endpoints set sealed = ${seal(key, JSON.stringify({ ...address, ...entry }))} where id = ${endpoint.id} and removed_at is null`.execute(db)
  if (endpoint.off?.reason === 'revoked') await turnOn(db, endpoint, by, clock())
  await askSoon(db, endpoint.id, clock())
}

/** The addresses of endpoints that are there, by id. */
export async function addressesOf({ db, key }: Pick<Deps, 'db' | 'key'>, ids: string[]): Promise<Map<string, Address>> {
  const { rows } = await sql<{ id: string; sealed: Buffer }>`select id, sealed from endpoints where id = any (${ids}::uuid[]) and removed_at is null`.execute(
    db,
  )
  return new Map(rows.map(({ id, sealed }) => [id, JSON.parse(unseal(key, sealed)) as Address]))
}

/** What went to an endpoint, the newest first. */
export async function deliveriesTo(db: Db, endpoint: { id: string; channel: string }, { cursor, limit }: { cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[number]>(cursor, ['number'])?.[0]
  const { rows } = await sql<Omit<EndpointDelivery, 'dueAt' | 'changedAt'> & { dueAt: Date | null; changedAt: Date | null }>`
    select d.id, c.number as crisis, coalesce(said_in(u.id, 'en')->>'title', '') as title, d.state, d.attempts, d.answer, d.due_at as "dueAt", d.changed_at as "changedAt"
      from deliveries d join updates u on u.id = d.update_id join crises c on c.id = u.crisis_id
     where d.channel = ${endpoint.channel} and d.channel <> 'email' and d.destination = ${endpoint.id} ${after === undefined ? sql`` : sql`and d.id < ${after}`}
     order by d.id desc limit ${limit + 1}`.execute(db)
  return toPage(rows, limit, ({ id }) => [id])
}

/** Sends what ended once more, with the same id, so that the receiver can tell. What is still under way is left alone; the sums of its dispatch stay whole. */
export async function replay(db: Db, endpoint: { id: string; channel: string; off: unknown }, deliveryId: number, now: Date): Promise<void> {
  if (endpoint.off) throw new Refused('out-of-order', 'This endpoint is turned off. Turn it on first, then send again.')
  const { rows } = await sql<{ state: string; moved: boolean; held: boolean; old: boolean }>`
    with found as (
      select d.id, d.state, d.update_id, d.channel, r.state in ('paused', 'cancelled') as stopped,
             -- In a room the newest word stands; a system gets each.
             d.channel <> 'webhook' and exists (select from updates u join updates n on n.crisis_id = u.crisis_id and n.class = 'update' and n.status = 'published' and n.sequence > u.sequence
                                                 where u.id = d.update_id and u.class = 'update') as old from deliveries d join dispatches r on r.update_id = d.update_id and r.channel = d.channel
       where d.id = ${deliveryId} and d.channel = ${endpoint.channel} and d.destination = ${endpoint.id} for update of d),
    moved as (
      update deliveries d set state = 'planned', attempts = 0, due_at = null, reason = 'replayed', changed_at = ${now} from found f
       where d.id = f.id and not f.stopped and not f.old and f.state in ('accepted', 'delivered', 'bounced', 'failed', 'suppressed', 'cancelled', 'unknown') returning d.update_id, d.channel),
    reopened as (update dispatches r set state = 'running' from moved m where r.update_id = m.update_id and r.channel = m.channel and r.state = 'finished'),
    woken as (select graphile_worker.add_job('deliver-email', '{}'::json, job_key := 'deliver-email') from moved)
    select state::text, stopped as held, old, exists (select from moved) as moved, (select count(*) from woken) as woken from found`.execute(db)
  const [row] = rows
  if (!row) throw new Refused('not-found', 'Nothing of this kind went to this endpoint.')
  if (row.held) throw new Refused('out-of-order', 'Its update is held or was stopped. Let it go on first.')
  if (row.old) throw new Refused('already-done', 'A newer update took its place in this room. Send that one again.')
  if (!row.moved) throw new Refused('already-done', 'It is still under way.')
}

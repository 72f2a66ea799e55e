// Visitors who want to be told: asked, confirmed, changed, ended. What is answered never tells whether an address is known.
import { createHash } from 'node:crypto'
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import { addressOf, fingerprintOf } from '../endpoints/address.ts'
import { askByText } from './by-text.store.ts'

export type Subscriber = {
  id: string
  channel: 'email' | 'webhook' | 'slack' | 'sms'
  destination: string
  /** None where it goes by text. */
  email: string | null
  shown: string
  services: string[] | null
  locale: string
  confirmedAt: Date | null
  brandId: string
  slug: string
  brand: string
  /** Those of the brand's page, in its order. */
  offered: { id: string; name: string }[]
}
export type Wish = {
  channel: Subscriber['channel']
  email?: string | undefined
  url?: string | undefined
  phone?: string | undefined
  services: string[] | null
  locale: string
}

/** Letters to one address are at least so far apart, and in an hour no more go out to all that are asked for. */
const [minutesApart, mostAnHour] = [10, 2_000]

/** Asks for a letter to confirm; whoever is known already gets one to change it. */
export async function askToSubscribe(deps: Deps, brandId: string, wish: Wish): Promise<void> {
  const now = deps.clock()
  const { channel, email, services, locale } = wish
  if (channel === 'sms') return askByText(deps, brandId, wish)
  if (!email) throw new Refused('not-valid', 'email: must be an e-mail address.')
  const { db, key } = deps
  const sealed = channel === 'email' ? null : placeOf(wish)
  const destination = sealed ? createHash('sha256').update(sealed.url).digest('hex') : email
  const {
    rows: [busy],
  } = await sql<{
    letters: number
  }>`select count(*)::int as letters from subscribers where channel <> 'sms' and letter_at > ${now}::timestamptz - interval '1 hour'`.execute(db)
  if (busy && busy.letters >= mostAnHour) throw new Refused('too-many', 'Very many ask at this moment. Try again in an hour.')
  await sql`
    insert into subscribers as s (id, brand_id, channel, destination, email, sealed, services, locale, asked_at, letter_at)
    values (${newId(now)}, ${brandId}, ${channel}, ${destination}, ${email}, ${sealed && seal(key, JSON.stringify(sealed))}, ${await known(db, brandId, services)}::uuid[], ${locale}, ${now}, ${now})
    on conflict (brand_id, channel, destination) do update set letter = 'asked', letter_at = excluded.letter_at,
       -- Who did not confirm yet may have chosen anew; what was confirmed is changed behind its link alone.
       services = case when s.confirmed_at is null then excluded.services else s.services end, email = case when s.confirmed_at is null then excluded.email else s.email end,
       locale = case when s.confirmed_at is null then excluded.locale else s.locale end
     where s.letter_at < ${now}::timestamptz - make_interval(mins => ${minutesApart})`.execute(db)
}

function placeOf({ channel, url }: Wish): { url: string } {
  if (!url?.startsWith('https://')) throw new Refused('not-valid', 'url: must be the address of your system, beginning with https://.')
  const wrong = wrongWithUrl(url)
  if (wrong) throw new Refused('not-valid', `url: ${wrong}.`)
  if (channel === 'slack' && !/^hooks\.slack(-gov)?\.com$/.test(new URL(url).hostname))
    throw new Refused('not-valid', 'url: must be an incoming webhook of Slack, https://hooks.slack.com/….')
  return { url: new URL(url).href }
}

/** Only services of the page; none named that there is: all of them. */
export async function known(db: Db, brandId: string, services: string[] | null): Promise<string[] | null> {
  if (!services || services.length === 0) return null
  const { rows } = await sql<{ id: string }>`
    select id from services where brand_id = ${brandId} and on_page <> 'never' and id = any (${services}::uuid[]) order by position, id`.execute(db)
  return rows.length === 0 ? null : rows.map(({ id }) => id)
}

export async function subscriberById({ db, key }: Pick<Deps, 'db' | 'key'>, id: string): Promise<Subscriber | undefined> {
  const { rows } = await sql<Omit<Subscriber, 'shown'> & { sealed: Buffer | null }>`
    select s.id, s.channel, s.destination, s.email, s.services, s.locale, s.confirmed_at as "confirmedAt", s.sealed, b.id as "brandId", b.slug, b.name as brand,
           coalesce((select jsonb_agg(jsonb_build_object('id', v.id, 'name', v.name) order by v.position, v.name) from services v where v.brand_id = b.id and v.on_page <> 'never'), '[]') as offered
      from subscribers s join brands b on b.id = s.brand_id where s.id = ${id}`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { sealed, ...found } = row
  return { ...found, shown: sealed ? new URL((JSON.parse(unseal(key, sealed)) as { url: string }).url).host : (row.email ?? row.destination) }
}

/** From now on it is told; a place becomes an endpoint of the visitor. Confirming again changes nothing. */
export async function confirmSubscription({ db, key, clock }: Deps, id: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const now = clock()
    const { rows } = await sql<{
      channel: Subscriber['channel']
      email: string | null
      brandId: string
      sealed: Buffer | null
      services: string[] | null
      locale: string
      timeZone: string
    }>`
      update subscribers s set confirmed_at = coalesce(s.confirmed_at, ${now}) from brands b where b.id = s.brand_id and s.id = ${id}
      returning s.channel, s.email, b.id as "brandId", s.sealed, s.services, s.locale, b.time_zone as "timeZone"`.execute(tx)
    const [row] = rows
    if (!row) throw new Refused('not-found', 'There is no such subscription.')
    // What STOP ended begins again with START, never by a click: carriers ask for that.
    if (row.channel === 'sms') return
    if (row.channel === 'email') {
      // Who asks again after having left is told again.
      await sql`delete from suppressions where channel = 'email' and destination = ${row.email} and scope = 'updates'`.execute(tx)
      return
    }
    const { url } = JSON.parse(unseal(key, row.sealed as Buffer)) as { url: string }
    const about = { brand: '', name: '-', accountKey: null, leastSeverity: 4, locale: row.locale, url }
    const found = addressOf(row.channel === 'webhook' ? { channel: 'webhook', ...about } : { channel: 'slack', ...about }, newSecret())
    if ('wrong' in found) throw new Refused('not-valid', `${found.wrong}.`)
    await sql`
      insert into endpoints (id, channel, brand_id, name, shown, sealed, fingerprint, locale, time_zone, services, format, made_at)
      values (${id}, ${row.channel}, ${row.brandId}, ${`Subscription of ${row.email}`}, ${found.shown}, ${seal(key, JSON.stringify(found.address))}, ${fingerprintOf(found.address)}, ${row.locale}, ${row.timeZone},
              ${row.services}::uuid[], ${row.channel === 'webhook' ? 'statuspage' : 'leeward'}, ${now})
      on conflict do nothing`.execute(tx)
  })
}

export async function changeSubscription({ db }: Pick<Deps, 'db'>, { id, brandId }: Subscriber, services: string[] | null): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const chosen = await known(tx, brandId, services)
    await sql`update subscribers set services = ${chosen}::uuid[] where id = ${id}`.execute(tx)
    await sql`update endpoints set services = ${chosen}::uuid[] where id = ${id}`.execute(tx)
  })
}

/** Nothing more is told, and nothing is kept of it; what is still to be sent stays here. */
export async function endSubscription(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  { id, channel, destination: given }: Pick<Subscriber, 'id' | 'channel' | 'destination'>,
): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const destination = channel === 'email' || channel === 'sms' ? given : id
    await sql`
      update news_deliveries d set state = 'suppressed', reason = 'unsubscribed', due_at = null, leased_by = null, leased_until = null, changed_at = ${clock()}
        from page_news n where n.id = d.news_id and n.brand_id = (select brand_id from subscribers where id = ${id}) and d.channel = ${channel} and d.destination = ${destination}
         and d.state in ('planned', 'queued', 'deferred')`.execute(tx)
    await sql`
      update deliveries set state = 'suppressed', reason = 'unsubscribed', due_at = null, leased_by = null, leased_until = null, changed_at = ${clock()}
       where channel = ${channel} and destination = ${destination} and account_id is null and stakeholder_id is null and state in ('planned', 'queued', 'deferred')`.execute(
      tx,
    )
    await sql`delete from subscribers where id = ${id}`.execute(tx)
    await sql`update endpoints set removed_at = ${clock()}, sealed = ''::bytea, fingerprint = decode(md5(id::text), 'hex') where id = ${id} and made_by is null`.execute(
      tx,
    )
  })
}

/** Who never confirmed is forgotten after two days, who left the updates after thirty. */
export async function forgetSubscribers(db: Db, now: Date): Promise<void> {
  await sql`delete from subscribers where confirmed_at is null and letter_at < ${now}::timestamptz - interval '2 days'`.execute(db)
  await sql`
    delete from subscribers s using suppressions x where s.channel in ('email', 'sms') and x.channel = s.channel and x.destination = s.destination and x.unsubscribed_at < ${now}::timestamptz - interval '30 days'`.execute(
    db,
  )
}

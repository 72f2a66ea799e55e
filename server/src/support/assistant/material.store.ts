// What an answer may be made of, read: published crises of the brand, its services, and of whoever holds their own link what is recorded of them.
import { sql } from 'kysely'
import { type Mine, myCrises } from '../../communicate/my-page/my-page.store.ts'
import { homeOf } from '../../communicate/status-page/home.ts'
import { incidentsOf, inTheirLanguage } from '../../communicate/status-page/status-page.store.ts'
import type { Deps } from '../../deps.ts'
import { hitsFor } from './hits.store.ts'
import type { Material, Own, OwnConversation } from './material.ts'

export type AskedBy = { brandId: string; locale: string; accountId: number | null; contactId: number | null }
/** What is over is spoken of for so long. */
const lookBackDays = 30

type Brand = { slug: string; domain: string | null; locale: string; timeZone: string; name: string }

export async function materialFor(
  deps: Pick<Deps, 'db' | 'clock' | 'config' | 'shelf'>,
  text: string,
  { brandId, locale, accountId, contactId }: AskedBy,
): Promise<Material> {
  const { db, clock, config } = deps
  const now = clock()
  const {
    rows: [brand],
  } = await sql<Brand>`select slug, domain, locale, time_zone as "timeZone", name from brands where id = ${brandId}`.execute(db)
  if (!brand) throw new Error(`There is no brand ${brandId}.`)
  const { rows: services } = await sql<{
    id: string
    name: string
  }>`select id, name from services where brand_id = ${brandId} and on_page <> 'never' order by position`.execute(db)
  // What nothing was said of yet is nobody's to know here.
  const said = (
    await incidentsOf(
      db,
      brandId,
      sql`not c.practice and (c.restored_at is null or c.restored_at > ${now}::timestamptz - make_interval(days => ${lookBackDays}))`,
    )
  )
    .filter(({ updates }) => updates.length > 0)
    .map((incident) => inTheirLanguage(incident, brand.locale))
  const own = accountId === null ? null : await ownOf(deps, brand, { brandId, accountId, contactId })
  return {
    now,
    locale,
    brandLocale: brand.locale,
    timeZone: own?.timeZone ?? brand.timeZone,
    home: homeOf(config.statusUrl, brand),
    services,
    incidents: said,
    own,
    hits: await hitsFor(db, text, locale, { brandId }),
  }
}

async function ownOf(
  deps: Pick<Deps, 'db' | 'clock' | 'shelf'>,
  brand: Brand,
  { brandId, accountId, contactId }: { brandId: string; accountId: number; contactId: number | null },
): Promise<(Own & { timeZone: string }) | null> {
  const { rows } = await sql<{ vulnerability: string | null; timeZone: string; accounts: number[]; name: string; locale: string }>`
    select s.vulnerability, s.time_zone as "timeZone", s.name, s.locale, array(select x.id from accounts x where x.id = s.id or x.merged_into = s.id) as accounts
      from accounts a join accounts s on s.id = coalesce(a.merged_into, a.id) where a.id = ${accountId} and not a.practice`.execute(deps.db)
  const [account] = rows
  if (!account) return null
  const { vulnerability, timeZone, accounts } = account
  const mine: Mine = {
    ...brand,
    ...account,
    brandId,
    accountId,
    brand: brand.name,
    brandLocale: brand.locale,
    languages: [],
    account: account.name,
    closed: false,
  }
  return {
    accountId,
    vulnerability,
    timeZone,
    crises: await myCrises(deps, mine),
    conversations: await conversationsOf(deps, { brandId, accounts, contactId }),
  }
}

/**
 * An account's conversations with this brand, the newest first. A contact sees their own, and those of colleagues in which they wrote; never one that is a colleague's alone.
 * What was put together is one, under the number and the subject that the reader knows.
 */
export async function conversationsOf(
  { db }: Pick<Deps, 'db'>,
  { brandId, accounts, contactId }: { brandId: string; accounts: number[]; contactId: number | null },
): Promise<OwnConversation[]> {
  const { rows } = await sql<OwnConversation>`
    with me as (select lower(k.email) as address from contacts k where k.id = ${contactId}),
    whole as (select c.id, c.state, c.merged_into, c.contact_id, c.address from conversations c where c.account_id = any (${accounts}::bigint[]) and c.brand_id = ${brandId} and not c.practice),
    mine as (
      select c.id, coalesce(c.merged_into, c.id) as place, 0 as nth from whole c
       where case when ${contactId}::bigint is null then c.state <> 'merged' else c.contact_id = ${contactId} or c.address = (select address from me) end
      union all
      select coalesce(m.written_in, c.id), c.id, 1 from whole c cross join lateral (
        select m.written_in from conversation_messages m where m.conversation_id = c.id and m.kind = 'in' and m.sender = (select address from me) order by m.id limit 1) m
       where c.state <> 'merged'),
    known as (select distinct on (place) id, place from mine order by place, nth, id <> place, id)
    select o.id, o.subject, c.state, o.opened_at as "openedAt", c.promised_at as "promisedAt", null as url from known n join conversations o on o.id = n.id join conversations c on c.id = n.place
     order by c.last_at desc limit 20`.execute(db)
  return rows.map((row) => ({ ...row, id: Number(row.id) }))
}

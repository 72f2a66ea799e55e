// Which subscribers hear a piece of news: planned by one statement in the transaction that it follows from; nobody twice, whatever the number.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { idFrom } from '../../platform/ids.ts'
import { suppressed } from '../deliveries/suppressed.ts'
import type { NewsSaid } from './news.ts'

/**
 * `source` names the fact that it follows from: the same again plans nothing more. `services`: what it is about; whoever chose some services hears of these
 * alone. Planned work goes to every subscriber, a changed state to systems that take the form of Statuspage, which others have no word for.
 * @returns how many rows were added
 */
export async function planNews(
  tx: Db,
  { brandId, source, services, at, said }: { brandId: string; source: string; services: string[]; at: Date; said: NewsSaid },
): Promise<number> {
  const id = idFrom(`news/${source}`)
  const systemsOnly = said.kind === 'component'
  const { numAffectedRows } = await sql`
    with news as (
      insert into page_news (id, brand_id, kind, maintenance_id, body, said_at)
      select ${id}::uuid, ${brandId}::uuid, ${said.kind}, ${said.kind === 'maintenance' ? said.id : null}::uuid, ${JSON.stringify(said)}::json, ${at}::timestamptz
       -- A change of state that no system listens to is not kept.
       where ${!systemsOnly} or exists (${systems(brandId, services, true)})
      on conflict (id) do nothing returning id),
    heard as (
      select s.channel, s.destination from subscribers s
       where ${!systemsOnly} and s.brand_id = ${brandId} and s.channel in ('email', 'sms') and s.confirmed_at is not null and (s.services is null or s.services && ${services}::uuid[])
      union all select e.channel, e.id::text from (${systems(brandId, services, systemsOnly)}) e)
    insert into news_deliveries (news_id, channel, destination, state, reason, planned_at, changed_at)
    select n.id, h.channel, h.destination, (case when x.stopped then 'suppressed' else 'planned' end)::delivery_state, case when x.stopped then 'stopped' end, ${at}, ${at}
      from news n cross join heard h
      cross join lateral (select exists (${suppressed({ channel: sql`h.channel`, destination: sql`h.destination`, updates: sql`true`, now: sql`now()` })}) as stopped) x
    on conflict do nothing`.execute(tx)
  const added = Number(numAffectedRows ?? 0)
  if (added > 0) await sql`update page_news set rows = rows + ${added} where id = ${id}`.execute(tx)
  return added
}

/** Places of visitors: what one of us set up hears of crises. */
const systems = (brandId: string, services: string[], statuspageOnly: boolean) => sql`
  select e.id, e.channel from endpoints e
   where e.brand_id = ${brandId}::uuid and e.made_by is null and e.account_id is null and e.removed_at is null and (e.services is null or e.services && ${services}::uuid[])
     and ${statuspageOnly ? sql`e.channel = 'webhook' and e.format = 'statuspage'` : sql`e.channel in ('webhook', 'slack')`}`

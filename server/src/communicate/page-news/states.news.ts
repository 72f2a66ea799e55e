// What a page shows of each service, against what it showed before: a change is told to subscribers' systems, in the transaction that changed it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { idFrom } from '../../platform/ids.ts'
import { componentJson, shortId } from '../status-page/api-v2.ts'
import { componentStatus } from '../status-page/state.ts'
import type { Page } from '../status-page/status-page.store.ts'
import { pageSaid } from './maintenance.news.ts'
import { planNews } from './news.plan.ts'

type Change = { id: string; old: string | null; new: string; changes: number }

/** Whoever renders a page holds its lock, so that no change is told twice or in the wrong order. A service that is new worked; of one whose state was never known nothing is told. */
export async function tellOfStates(tx: Db, page: Page): Promise<void> {
  const now = JSON.stringify(page.services.map(({ id }) => ({ id, status: componentStatus(page, id) })))
  const { rows } = await sql<Change>`
    with now as (select * from jsonb_to_recordset(${now}::jsonb) as n(id uuid, status text)),
    before as (select n.id, s.service_id is null as fresh, s.status from now n left join service_states s on s.service_id = n.id),
    changed as (
      insert into service_states as x (service_id, status, since, changes)
      select n.id, n.status, ${page.now}::timestamptz, 1 from now n join before b using (id) where b.status is distinct from n.status
      on conflict (service_id) do update set status = excluded.status, since = excluded.since, changes = x.changes + 1 returning x.service_id, x.status, x.changes)
    select c.service_id as id, case when b.fresh then 'operational' else b.status end as old, c.status as new, c.changes from changed c join before b on b.id = c.service_id`.execute(
    tx,
  )
  for (const change of rows) if (change.old !== null && change.old !== change.new) await tell(tx, page, change)
}

async function tell(tx: Db, page: Page, change: Change): Promise<void> {
  const service = page.services.find(({ id }) => id === change.id)
  if (!service) return
  const source = `service/${change.id}/${change.changes}`
  await planNews(tx, {
    brandId: page.brandId,
    source,
    services: [change.id],
    at: page.now,
    said: {
      kind: 'component',
      page: pageSaid(page),
      component_update: {
        created_at: page.now.toISOString(),
        new_status: change.new,
        old_status: change.old as string,
        id: shortId(idFrom(source)),
        component_id: shortId(change.id),
      },
      component: componentJson(page, service),
    },
  })
}

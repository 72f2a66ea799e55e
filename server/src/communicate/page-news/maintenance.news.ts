// What subscribers are told of planned work, taken from the page that was rendered in the same transaction.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { maintenanceJson, shortId } from '../status-page/api-v2.ts'
import { indicatorOf } from '../status-page/state.ts'
import type { Page } from '../status-page/status-page.store.ts'
import type { MaintenanceMoment, MaintenanceSaid, PageSaid } from './news.ts'
import { planNews } from './news.plan.ts'

type About = {
  id: string
  source: string
  moment: MaintenanceMoment
  at: Date
  note?: string | undefined
  before?: { startsAt: Date; endsAt: Date } | undefined
  dropped?: string[] | undefined
}

/** Who hears of it: whoever subscribed to a service that it touches, or touched until now. */
export async function tellOfMaintenance(tx: Db, page: Page, { id, source, moment, at, note, before, dropped = [] }: About): Promise<void> {
  const work = page.maintenances.find((each) => each.id === id)
  if (!work) return
  const said: MaintenanceSaid = {
    kind: 'maintenance',
    page: pageSaid(page),
    moment,
    state: work.state,
    id,
    shortId: shortId(id),
    title: work.title,
    // What began early began then.
    startsAt: (work.beganAt ?? work.startsAt).toISOString(),
    endsAt: work.endsAt.toISOString(),
    ...(before ? { before: { startsAt: before.startsAt.toISOString(), endsAt: before.endsAt.toISOString() } } : {}),
    services: await named(tx, work.services),
    dropped: await named(tx, dropped),
    words: note ? (work.notes.find((each) => each.id === note)?.body ?? '') : '',
    sequence: work.notes.length,
    incident: asStatuspageHasIt(maintenanceJson(page, work)),
  }
  await planNews(tx, { brandId: page.brandId, source, services: [...work.services, ...dropped], at, said })
}

export function pageSaid(page: Page): PageSaid {
  const { indicator, description } = indicatorOf(page)
  return { id: shortId(page.brandId), status_indicator: indicator, status_description: description }
}

/** There is no word for work that was called off there: it is over, and its newest words say why. */
function asStatuspageHasIt(incident: ReturnType<typeof maintenanceJson>) {
  const known = (status: string) => (status === 'cancelled' ? 'completed' : status)
  return {
    backfilled: false,
    ...incident,
    status: known(incident.status),
    incident_updates: incident.incident_updates.map((update) => ({ ...update, status: known(update.status) })),
  }
}

/** Those that the page never names are not named here either; they are still what it is about. */
async function named(tx: Db, ids: string[]): Promise<{ id: string; name: string }[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from services where id = any (${ids}::uuid[]) and on_page <> 'never' order by position, name`.execute(tx)
  return rows
}

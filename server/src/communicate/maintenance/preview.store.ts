// Planned work before it is announced: what customers would read, and what the same services meet at that time.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { languageOf } from '../frame/strings.ts'
import { maintenanceBlock } from '../status-page/maintenance.html.ts'
import { style } from '../status-page/page.css.ts'
import type { MaintenancePreview, PreviewMaintenance } from './maintenance.contract.ts'
import { brandOf, maintenanceById } from './maintenance.store.ts'
import { windowOf } from './maintenance.ts'

export async function previewMaintenance({ db, clock }: Deps, given: PreviewMaintenance): Promise<MaintenancePreview> {
  const now = clock()
  windowOf(given, now)
  const before = given.id ? await maintenanceById(db, given.id, now) : undefined
  const brandId = await brandOf(db, given.services, before?.brand)
  return { html: await htmlOf(db, brandId, given, before, now), overlaps: await overlapsOf(db, given, now) }
}

type Before = Awaited<ReturnType<typeof maintenanceById>> | undefined

async function htmlOf(db: Db, brandId: string, given: PreviewMaintenance, before: Before, now: Date): Promise<string> {
  const { rows: brands } = await sql<{ locale: string; timeZone: string }>`select locale, time_zone as "timeZone" from brands where id = ${brandId}`.execute(db)
  const { rows: services } = await sql<{ id: string; name: string }>`
    select id, name from services where id = any (${given.services}::uuid[]) order by position, name`.execute(db)
  const brand = brands[0] as (typeof brands)[number]
  const state = before?.state ?? 'scheduled'
  const said = (before?.notes ?? []).map((note) => ({ ...note, at: new Date(note.at) }))
  const block = maintenanceBlock(
    { ...brand, services, now },
    {
      id: before?.id ?? '',
      title: given.title,
      state,
      startsAt: given.startsAt,
      endsAt: given.endsAt,
      beganAt: before?.beganAt ?? null,
      endedAt: null,
      services: given.services,
      notes: [...(given.body ? [{ id: '', state, body: given.body, at: now }] : []), ...said],
    },
  )
  return `<!doctype html><html lang="${languageOf(brand.locale)}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><style>${style}</style></head><body><main>${block}</main></body></html>`
}

/** Of late work nobody knows when it is over: it counts as going on for another day. */
async function overlapsOf(db: Db, { id, services, startsAt, endsAt }: PreviewMaintenance, now: Date): Promise<MaintenancePreview['overlaps']> {
  const { rows } = await sql<{
    kind: 'crisis' | 'maintenance'
    id: string
    title: string
    number: string | null
    startsAt: Date
    endsAt: Date | null
    services: string[]
  }>`
    select 'crisis' as kind, c.id, c.title, c.number, c.onset_at as "startsAt", null::timestamptz as "endsAt", array_agg(distinct v.name order by v.name) as services
      from crises c join crisis_scope s on s.crisis_id = c.id and s.service_id = any (${services}::uuid[]) and (s.until is null or s.until > ${now}) join services v on v.id = s.service_id
     where c.restored_at is null and c.status <> 'closed' and not c.practice group by c.id
    union all
    select 'maintenance', m.id, m.title, null, m.starts_at, m.ends_at, array_agg(v.name order by v.name)
      from maintenances m join maintenance_services s on s.maintenance_id = m.id and s.service_id = any (${services}::uuid[]) join services v on v.id = s.service_id
     where m.ended_at is null and m.id is distinct from ${id ?? null}::uuid and m.starts_at < ${endsAt} and case when m.ends_at <= ${now} then ${now}::timestamptz + interval '1 day' else m.ends_at end > ${startsAt} group by m.id
     order by 1, 5 limit 20`.execute(db)
  return rows.map((row) => ({ ...row, startsAt: row.startsAt.toISOString(), endsAt: row.endsAt?.toISOString() ?? null }))
}

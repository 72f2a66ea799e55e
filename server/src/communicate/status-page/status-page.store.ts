// What the status page is made of, read inside the transaction that changes it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Parts } from '../updates/updates.contract.ts'

export type PageUpdate = {
  id: string
  phase: 'investigating' | 'identified' | 'monitoring' | 'resolved'
  parts: Parts
  publishedAt: Date
  nextUpdateAt: Date | null
  files?: { id: string; name: string; size: number }[] | null
}
export type Incident = {
  id: string
  number: string
  severity: number
  status: string
  onsetAt: Date
  declaredAt: Date
  restoredAt: Date | null
  /** Each once, as badly as it is now; `over` where its window has ended. */
  services: { id: string; degree: string }[]
  updates: PageUpdate[]
  /** Workarounds that customers may read now, and when one was last published or withdrawn. */
  workarounds: { body: string; forWhom: string }[]
  workaroundsChangedAt: Date | null
}
export type PageService = { id: string; name: string; description: string | null; position: number; createdAt: Date }
export type Page = {
  brandId: string
  slug: string
  name: string
  locale: string
  timeZone: string
  services: PageService[]
  incidents: Incident[]
  now: Date
  url: string
}

/** A brand's page: its services, and the incidents of the last 90 days, newest first, with what was said. */
export async function pageOfBrand(db: Db, brandId: string, now: Date, url: string): Promise<Page> {
  const {
    rows: [brand],
  } = await sql<Omit<Page, 'services' | 'incidents' | 'now' | 'url'>>`
    select id as "brandId", slug, name, locale, time_zone as "timeZone" from brands where id = ${brandId}`.execute(db)
  const { rows: services } = await sql<PageService>`
    select id, name, description, position, created_at as "createdAt" from services where brand_id = ${brandId} order by position, name`.execute(db)
  const { rows: incidents } = await sql<Incident>`
    select c.id, c.number, c.severity, c.status, c.onset_at as "onsetAt", c.declared_at as "declaredAt", c.restored_at as "restoredAt",
           coalesce((select jsonb_agg(jsonb_build_object('id', w.service_id, 'degree', w.degree)) from (
             select distinct on (s.service_id) s.service_id, case when s.until is null or c.restored_at is not null then s.degree else 'over' end as degree from crisis_scope s
              where s.crisis_id = c.id
              order by s.service_id, (s.until is null) desc, case s.degree when 'down' then 1 when 'degraded' then 2 else 3 end) w), '[]') as services,
           coalesce((select jsonb_agg(jsonb_build_object('body', w.body, 'forWhom', w.for_whom) order by w.published_at) from workarounds w where w.crisis_id = c.id and w.status = 'published'), '[]') as workarounds,
           (select max(e.occurred_at) from events e where e.stream = 'workarounds/' || c.id and e.type in ('WorkaroundPublished', 'WorkaroundWithdrawn')) as "workaroundsChangedAt",
           (select jsonb_agg(jsonb_build_object('id', u.id, 'phase', u.phase, 'parts', said_in(u.id, ${brand?.locale ?? 'en'}), 'publishedAt', u.published_at, 'nextUpdateAt', u.next_update_at,
               'files', (select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'size', a.size) order by f.position) from update_files f join attachments a on a.id = f.attachment_id where f.update_id = u.id)) order by u.sequence desc)
              from updates u
             where u.crisis_id = c.id and u.class = 'update' and u.status = 'published') as updates
      from crises c
     where c.brand_id = ${brandId} and not c.practice and (c.restored_at is null or c.restored_at > ${now}::timestamptz - interval '90 days')
       and exists (select 1 from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published')
     order by c.declared_at desc limit 200`.execute(db)
  return {
    ...(brand as NonNullable<typeof brand>),
    services,
    now,
    url,
    incidents: incidents.map((incident) => ({
      ...incident,
      updates: (incident.updates ?? []).map((update) => ({
        ...update,
        publishedAt: new Date(update.publishedAt),
        nextUpdateAt: update.nextUpdateAt ? new Date(update.nextUpdateAt) : null,
      })),
    })),
  }
}

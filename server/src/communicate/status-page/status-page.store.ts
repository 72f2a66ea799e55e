// What the status page is made of, read inside the transaction that changes it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { nearest } from '../frame/strings.ts'
import type { MaintenanceView } from '../maintenance/maintenance.contract.ts'
import type { PictureType } from '../updates/picture.ts'
import type { Parts } from '../updates/updates.contract.ts'
import { homeOf } from './home.ts'
import { type Postmortem, withPostmortem } from './lookback.ts'
import { past } from './past.store.ts'
import { crisisTouches, pastTouches } from './readers/readers.store.ts'
import { spansOf } from './state.ts'
import { Theme } from './theme.contract.ts'
import { type Day, daysOf, shareOf } from './uptime.ts'

/** With a text it is a picture that is shown. */
export type PageFile = { id: string; name: string; size: number } & (
  | { alt?: null; type?: null; width?: null; height?: null }
  | { alt: string; type: PictureType; width: number; height: number }
)
export type PageUpdate = {
  id: string
  phase: 'investigating' | 'identified' | 'monitoring' | 'resolved' | 'postmortem'
  parts: Parts
  /** In every language that it was written in; `parts` is the one of the page. */
  texts?: Record<string, Parts>
  /** Words without parts: as they stood on an earlier page, or of a review (Markdown). */
  body?: string
  /** A review of ours in every language that it was written in; `body` is the one of the page. */
  bodies?: Record<string, string>
  publishedAt: Date
  nextUpdateAt: Date | null
  files?: PageFile[] | null
}
export type Incident = {
  id: string
  number: string
  severity: number
  status: string
  onsetAt: Date
  declaredAt: Date
  restoredAt: Date | null
  /** When it went on after we had said that it was over; left out where that never was. */
  reopenedAt?: Date | null
  /** Each once, as badly as it is now; `over` where its window has ended. */
  services: { id: string; degree: string }[]
  /** Every window in which a service was hurt; null: since the onset, until restored. */
  spans: { id: string; degree: string; since: Date | null; until: Date | null }[]
  /** What its severity and its services were, and from when on; the oldest first. */
  history?: { at: Date; severity: number | null; services: string[] | null }[]
  updates: PageUpdate[]
  /** Workarounds that customers may read now, and when one was last published or withdrawn. */
  workarounds: { body: string; forWhom: string }[]
  workaroundsChangedAt: Date | null
  /** A review of ours; it stands among the updates. */
  postmortem?: Postmortem
  /** Brought over from an earlier page, under the id it had there. */
  brought?: boolean
}
export type PageService = {
  id: string
  name: string
  description: string | null
  position: number
  createdAt: Date
  groupId: string | null
  onPage: 'always' | 'when-hurt'
  days: Day[]
  share: { share: number; days: number } | null
}
export type PageGroup = { id: string; name: string; position: number }
export type Maintenance = {
  id: string
  title: string
  state: MaintenanceView['state']
  startsAt: Date
  endsAt: Date
  beganAt: Date | null
  endedAt: Date | null
  madeAt: Date
  services: string[]
  /** The newest first; an empty body is said in the reader's language. */
  notes: { id: string; state: MaintenanceView['state']; body: string; at: Date }[]
}
export type Page = {
  brandId: string
  slug: string
  name: string
  locale: string
  timeZone: string
  /** The languages that it is there in, its own first. */
  languages: string[]
  services: PageService[]
  groups: PageGroup[]
  incidents: Incident[]
  maintenances: Maintenance[]
  /** Years that have incidents, the newest first. */
  years: number[]
  now: Date
  /** Where it is reached, without a slash at the end. */
  home: string
  /** It is read through signed links alone: where its paths begin is another for each of them. */
  closed: boolean
  /** Whether the widget on other pages opens the chat. */
  chat?: boolean
  theme: Theme
}

/** A brand's page: its services, its planned work, and the incidents of the last 90 days, newest first, with what was said. */
export async function pageOfBrand(db: Db, brandId: string, now: Date, url: string): Promise<Page> {
  const {
    rows: [brand],
  } = await sql<Pick<Page, 'brandId' | 'slug' | 'name' | 'locale' | 'timeZone' | 'languages' | 'theme' | 'closed' | 'chat'> & { domain: string | null }>`
    select id as "brandId", slug, name, locale, time_zone as "timeZone", languages, domain, theme, private as closed, chat_button and not private as chat from brands where id = ${brandId}`.execute(
    db,
  )
  if (!brand) throw new Error(`There is no brand ${brandId}.`)
  const { rows: services } = await sql<Omit<PageService, 'days' | 'share'>>`
    select s.id, s.name, s.description, s.position, s.created_at as "createdAt", s.group_id as "groupId", s.on_page as "onPage"
      from services s left join service_groups g on g.id = s.group_id where s.brand_id = ${brandId} and s.on_page <> 'never'
     order by min(s.position) over (partition by coalesce(s.group_id, s.id)), g.name nulls first, s.position, s.name`.execute(db)
  const { rows: groups } = await sql<PageGroup>`
    select g.id, g.name, min(s.position) as position from service_groups g join services s on s.group_id = g.id and s.on_page <> 'never' where g.brand_id = ${brandId} group by g.id, g.name order by 3, 2`.execute(
    db,
  )
  const maintenances = await maintenancesOf(db, brandId, now)
  const incidents = [
    ...(await incidentsOf(db, brandId, sql`c.restored_at is null or c.restored_at > ${now}::timestamptz - interval '90 days'`)),
    ...(await past(db, brandId, daysAgo(now, 90))),
  ]
    .toSorted((one, other) => other.declaredAt.getTime() - one.declaredAt.getTime())
    .map((incident) => inTheirLanguage(incident, brand.locale))
  const years = await yearsOf(db, brandId)
  const asked = { now, zone: brand.timeZone }
  const own = brand.locale.split('-')[0] as string
  return {
    ...brand,
    theme: Theme.parse(brand.theme),
    languages: [own, ...brand.languages.filter((language) => language !== own)],
    services: services.map((service) => {
      const [spans, since] = [spansOf({ incidents, maintenances }, service), service.createdAt]
      return { ...service, days: daysOf(spans, { ...asked, since }), share: shareOf(spans, { ...asked, since }) }
    }),
    groups,
    incidents,
    maintenances,
    years,
    now,
    home: homeOf(url, brand),
  }
}

/** The same page for readers of another language: what people wrote in the nearest one that there is. */
export const inLanguage = (page: Page, locale: string): Page => ({
  ...page,
  locale,
  incidents: page.incidents.map((incident) => inTheirLanguage(incident, locale)),
})
/** With what people wrote in the language nearest to one. */
export const inTheirLanguage = (incident: Incident, locale: string): Incident => ({
  ...incident,
  updates: incident.updates.map((update) => ({
    ...update,
    parts: nearest(update.texts ?? {}, locale) ?? update.texts?.en ?? Object.values(update.texts ?? {})[0] ?? update.parts,
    ...(update.bodies ? { body: nearest(update.bodies, locale) ?? update.bodies.en ?? Object.values(update.bodies)[0] ?? '' } : {}),
  })),
})

const daysAgo = (now: Date, days: number) => new Date(now.getTime() - days * 86_400_000)

/** Incidents with what was said of them, the newest first; practice has none. */
export async function incidentsOf(db: Db, brandId: string, which: ReturnType<typeof sql>): Promise<Incident[]> {
  const { rows } = await sql<Incident & { review: (Omit<Postmortem, 'publishedAt' | 'shownAt'> & { publishedAt: string; shownAt: string }) | null }>`
    select c.id, c.number, c.severity, c.status, c.onset_at as "onsetAt", c.declared_at as "declaredAt", c.restored_at as "restoredAt", (select max(e.occurred_at) from events e where e.stream = 'crisis/' || c.id and e.type = 'CrisisReopened') as "reopenedAt",
           coalesce((select jsonb_agg(jsonb_build_object('id', w.service_id, 'degree', w.degree)) from (
             select distinct on (s.service_id) s.service_id, case when s.until is null or c.restored_at is not null then s.degree else 'over' end as degree from crisis_scope s
              where s.crisis_id = c.id
              order by s.service_id, (s.until is null) desc, case s.degree when 'down' then 1 when 'degraded' then 2 else 3 end) w), '[]') as services,
           coalesce((select jsonb_agg(jsonb_build_object('id', s.service_id, 'degree', s.degree, 'since', s.since, 'until', s.until)) from crisis_scope s where s.crisis_id = c.id), '[]') as spans,
           coalesce((select jsonb_agg(jsonb_build_object('at', e.occurred_at, 'severity', e.data->'severity', 'services', e.data->'services') order by e.version) from events e
              where e.stream = 'crisis/' || c.id and e.type in ('CrisisDeclared', 'SeverityChanged', 'ScopeChanged')), '[]') as history,
           coalesce((select jsonb_agg(jsonb_build_object('body', w.body, 'forWhom', w.for_whom) order by w.published_at) from workarounds w where w.crisis_id = c.id and w.status = 'published'), '[]') as workarounds,
           (select max(e.occurred_at) from events e where e.stream = 'workarounds/' || c.id and e.type in ('WorkaroundPublished', 'WorkaroundWithdrawn')) as "workaroundsChangedAt",
           (select jsonb_build_object('bodies', p.shown, 'publishedAt', p.published_at, 'shownAt', p.shown_at) from postmortems p where p.crisis_id = c.id and p.shown is not null) as review,
           (select jsonb_agg(jsonb_build_object('id', u.id, 'phase', u.phase, 'publishedAt', u.published_at, 'nextUpdateAt', u.next_update_at,
               'texts', (select jsonb_object_agg(t.locale, t.parts) from update_texts t where t.update_id = u.id),
               'files', (select jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'size', a.size, 'alt', f.alt, 'type', f.type, 'width', f.width, 'height', f.height) order by f.position) from update_files f join attachments a on a.id = f.attachment_id where f.update_id = u.id)) order by u.sequence desc)
              from updates u
             where u.crisis_id = c.id and u.class = 'update' and u.status = 'published') as updates
      from crises c
     where c.brand_id = ${brandId} and not c.practice and (${which})
       and exists (select 1 from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published')
     order by c.declared_at desc limit 500`.execute(db)
  const date = (at: Date | string | null) => (at ? new Date(at) : null)
  return rows.map(({ review, ...incident }) => {
    const read: Incident = {
      ...incident,
      history: (incident.history ?? []).map((fact) => ({ ...fact, at: new Date(fact.at) })),
      spans: incident.spans.map((span) => ({ ...span, since: date(span.since), until: date(span.until) })),
      updates: (incident.updates ?? []).map((update) => ({ ...update, publishedAt: new Date(update.publishedAt), nextUpdateAt: date(update.nextUpdateAt) })),
    }
    return review ? withPostmortem(read, { ...review, publishedAt: new Date(review.publishedAt), shownAt: new Date(review.shownAt) }) : read
  })
}

/** Planned work that is not over, and what was over within 90 days: the next first. */
export async function maintenancesOf(db: Db, brandId: string, now: Date): Promise<Maintenance[]> {
  const { rows } = await sql<Maintenance>`
    select m.id, m.title, m.state, m.starts_at as "startsAt", m.ends_at as "endsAt", m.began_at as "beganAt", m.ended_at as "endedAt", m.made_at as "madeAt",
           array(select service_id from maintenance_services s where s.maintenance_id = m.id) as services,
           coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'state', n.state, 'body', n.body, 'at', n.written_at) order by n.written_at desc, n.id) from maintenance_notes n where n.maintenance_id = m.id), '[]') as notes
      from maintenances m where m.brand_id = ${brandId} and (m.ended_at is null or m.ended_at > ${now}::timestamptz - interval '90 days') order by m.starts_at, m.id limit 200`.execute(
    db,
  )
  return rows.map((work) => ({ ...work, notes: work.notes.map((note) => ({ ...note, at: new Date(note.at) })) }))
}

/** @param services of those that touch them alone; null: of all */
export async function yearsOf(db: Db, brandId: string, services: string[] | null = null): Promise<number[]> {
  const { rows } = await sql<{ year: number }>`
    select extract(year from c.onset_at at time zone b.time_zone)::int as year from crises c join brands b on b.id = c.brand_id
     where c.brand_id = ${brandId} and not c.practice and ${crisisTouches(services)} and exists (select from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published')
    union select extract(year from p.started_at at time zone b.time_zone)::int from past_incidents p join brands b on b.id = p.brand_id where p.brand_id = ${brandId} and ${pastTouches(services)}
    order by 1 desc`.execute(db)
  return rows.map(({ year }) => year)
}

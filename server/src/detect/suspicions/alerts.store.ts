// Alerts of other systems as evidence: several about one thing are one, and it is over when the last of them is.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Evidence } from './evidence.ts'
import { endEvidence, takeEvidence } from './take-evidence.store.ts'

const atOnce = 500
/** Of whoever tells suspicions: two things of one cause must never raise two. */
export const watchLock = 7_301_002
/** Who never says that it is over, and does not say it again either, is over after a day. */
const forgottenAfterHours = 24
/** How much one says alone, by how grave it is. */
export const weights = { critical: 0.8, error: 0.6, warning: 0.35, info: 0.1 }
const weightOf = (severity: keyof typeof weights | null) => weights[severity ?? 'warning']

type News = {
  position: number
  sourceId: string
  brandId: string
  practice: boolean
  alert: string
  name: string
  state: 'firing' | 'resolved'
  severity: keyof typeof weights | null
  serviceId: string | null
  service: string | null
  told: string | null
  region: string | null
  title: string
  at: Date
  source: string
  removed: boolean
}

/** Looks at what is new, in the order in which it came; cut off, it looks again at what it had not marked. @returns how many */
export async function lookAtAlerts(deps: Deps): Promise<number> {
  const { db } = deps
  const { rows } = await sql<News>`
    select n.position, g.source_id as "sourceId", s.brand_id as "brandId", s.practice, coalesce(g.alert, g.name || '/' || coalesce(g.service_id::text, '') || '/' || coalesce(g.region, '')) as alert, g.name, g.state,
           g.severity, g.service_id as "serviceId", v.name as service, (select x.labels->>'service' from series x where x.id = g.series_id) as told, g.region, g.title, g.at, s.name as source, s.removed_at is not null as removed
      from signal_news n join signals g on g.received_at = n.received_at and g.id = n.signal_id join signal_sources s on s.id = g.source_id left join services v on v.id = g.service_id
     order by n.position limit ${atOnce}`.execute(db)
  for (const news of rows) {
    // Who was taken away in between begins nothing any more.
    if (news.state === 'resolved') await isOver(deps, news)
    else if (!news.removed) await begins(deps, news)
    await sql`delete from signal_news where position = ${news.position}`.execute(db)
  }
  return rows.length
}

const topicOf = ({ sourceId, name, serviceId, region }: Pick<News, 'sourceId' | 'name' | 'serviceId' | 'region'>) =>
  [sourceId, name, serviceId ?? '', region ?? ''].join('/')

async function begins(deps: Deps, news: News): Promise<void> {
  const topic = topicOf(news)
  const { rows } = await sql<{ firing: number }>`
    with told as (
      insert into firing (source_id, alert, topic, name, service_id, region, severity, title, since, heard_at)
      values (${news.sourceId}, ${news.alert}, ${topic}, ${news.name}, ${news.serviceId}, ${news.region}, ${news.severity}, ${news.title}, ${news.at}, ${deps.clock()})
      on conflict (source_id, alert) do update set heard_at = excluded.heard_at, severity = excluded.severity, title = excluded.title returning alert)
    select 1 + (select count(*)::int from firing f where f.topic = ${topic} and not (f.source_id = ${news.sourceId} and f.alert = ${news.alert})) as firing from told`.execute(
    deps.db,
  )
  const firing = rows[0]?.firing ?? 1
  const where = [news.service, news.region].filter(Boolean).join(', ')
  await takeEvidence(deps, news, {
    kind: 'alert',
    key: topic,
    // Many machines that say it are surer than one, up to a point.
    weight: Math.min(0.95, weightOf(news.severity) + Math.min(0.15, 0.05 * Math.log2(firing))),
    size: firing,
    sentence: `${news.source} says: ${news.title}${where ? ` (${where})` : ''}${firing > 1 ? `, ${firing} times` : ''}.`,
    title: news.title,
    topic: [news.name, news.title, news.service ?? news.told].filter(Boolean).join(' '),
    service: news.serviceId,
    region: news.region,
    at: news.at,
  })
}

async function isOver(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, news: News): Promise<void> {
  const { rows } = await sql<{ topic: string }>`delete from firing where source_id = ${news.sourceId} and alert = ${news.alert} returning topic`.execute(
    deps.db,
  )
  await endedTopics(
    deps,
    rows.map(({ topic }) => ({ ...news, topic })),
  )
}

async function endedTopics(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, ended: { topic: string; brandId: string; practice: boolean }[]): Promise<void> {
  for (const { topic, brandId, practice } of ended) {
    const { rows } = await sql`select from firing where topic = ${topic} limit 1`.execute(deps.db)
    if (rows.length === 0) await endEvidence(deps, { brandId, practice }, 'alert', topic)
  }
}

/** A source is taken away: what spoke for trouble because of it is over. */
export async function endAllOf(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, sourceId: string): Promise<void> {
  const { rows } = await sql<{ topic: string; brandId: string; practice: boolean }>`
    delete from firing f using signal_sources s where f.source_id = ${sourceId} and s.id = f.source_id returning f.topic, s.brand_id as "brandId", s.practice`.execute(
    deps.db,
  )
  await endedTopics(deps, rows)
  const { rows: jumped } = await sql<{ kind: Evidence['kind']; key: string; brandId: string; practice: boolean }>`
    with its as (select 'series/' || id as key from series where source_id = ${sourceId})
    select e.kind, e.key, s.brand_id as "brandId", s.practice from suspicions s join suspicion_evidence e on e.suspicion_id = s.id
     where s.state in ('open', 'snoozed', 'promoted') and e.over_at is null and e.key like 'series/%' and e.key in (select key from its)
    union select w.kind, w.key, w.brand_id, w.practice from weak_signs w where w.key like 'series/%' and w.key in (select key from its)`.execute(deps.db)
  for (const { kind, key, ...about } of jumped) await endEvidence(deps, about, kind, key)
}

/** What has no end that anybody would tell: alerts that are not said again, and series that jumped together with others, or that nobody watches any more. */
export async function forgetAlerts(deps: Pick<Deps, 'db' | 'engine' | 'clock'>): Promise<void> {
  const now = deps.clock()
  const { rows } = await sql<{ topic: string; brandId: string; practice: boolean }>`
    delete from firing f using signal_sources s where s.id = f.source_id and f.heard_at < ${now}::timestamptz - make_interval(hours => ${forgottenAfterHours})
    returning f.topic, s.brand_id as "brandId", s.practice`.execute(deps.db)
  await endedTopics(deps, rows)
  const { rows: old } = await sql<{ kind: Evidence['kind']; key: string; brandId: string; practice: boolean }>`
    select e.kind, e.key, s.brand_id as "brandId", s.practice from suspicions s join suspicion_evidence e on e.suspicion_id = s.id
     where s.state in ('open', 'snoozed', 'promoted') and e.over_at is null
       and (e.key like 'others/%' and e.heard_at < ${now}::timestamptz - interval '1 hour' or e.key like 'series/%' and e.heard_at < ${now}::timestamptz - make_interval(hours => ${forgottenAfterHours})) limit 200`.execute(
    deps.db,
  )
  for (const { kind, key, ...about } of old) await endEvidence(deps, about, kind, key)
}

// Looks at what customers wrote within the hour, against what they write of as a rule.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { writtenKinds } from '../signals/signals.contract.ts'
import type { Evidence } from '../suspicions/evidence.ts'
import { endEvidence, takeEvidence } from '../suspicions/take-evidence.store.ts'
import { termsOf, type Topic, topicsOf, type Written } from './topics.ts'

const hourMs = 3_600_000
const readAtOnce = 5_000
/** Before so much was read of a brand, everything would be new. */
const leastKnown = 200
const knownDays = 14
type About = { brandId: string; practice: boolean }
type Placed = Written & { service: string | null; serviceName: string | null; region: string | null }
/** So many of those who write of it name the same service (or region): then it is of that one. */
const nearlyAll = 0.8

/** Of the last hour; told like any evidence, and over when nobody writes of it any more. Under `watchLock`. */
export async function lookAtTopics(deps: Deps): Promise<void> {
  const now = deps.clock()
  await learn(deps.db, now)
  const { rows } = await sql<Placed & About>`
    select g.id, g.body as text, s.brand_id as "brandId", s.practice, g.service_id as service, v.name as "serviceName", g.region
      from signals g join signal_sources s on s.id = g.source_id left join services v on v.id = g.service_id
     where g.received_at > ${new Date(now.getTime() - hourMs)} and g.received_at <= ${now} and g.body is not null and g.state is null and g.kind = any (${[...writtenKinds]}::text[])
     order by g.received_at desc limit ${readAtOnce}`.execute(deps.db)
  const still = new Map<string, string[]>()
  for (const [side, own] of Map.groupBy(rows, sideOf)) {
    const about = own[0] as About
    const usual = await usualOf(deps.db, about, own, now)
    if (!usual) continue
    const topics = topicsOf(own, usual)
    for (const topic of topics) await takeEvidence(deps, about, evidenceOf(topic, own, now))
    still.set(side, topics.map(keyOf))
  }
  await endOthers(deps, still)
}
/** What is written to one brand, and what is written in exercises, is of a side of its own. */
const sideOf = ({ brandId, practice }: About) => `${brandId}/${practice}`

const keyOf = ({ name }: Topic): string => `topic/${name}`

function evidenceOf(topic: Topic, all: readonly Placed[], at: Date): Evidence {
  const ids = new Set(topic.texts)
  const own = all.filter(({ id }) => ids.has(id))
  const service = sharedBy(own.map((each) => each.service))
  const region = sharedBy(own.map((each) => each.region))
  const where = [own.find((each) => each.service === service)?.serviceName, region].filter(Boolean).join(', ')
  return {
    kind: 'complaints',
    key: keyOf(topic),
    weight: Math.min(0.7, 0.3 + 0.1 * Math.log2(topic.texts.length / 5)),
    size: topic.texts.length,
    sentence: `“${topic.name}”${where ? ` (${where})` : ''}: ${topic.texts.length} of ${all.length} messages within the hour, ${Math.round(topic.usual * 10) / 10} usual. “${(topic.examples[0] ?? '').slice(0, 160).toWellFormed()}”.`,
    title: `Customers write of “${topic.name}”`,
    topic: topic.name,
    service,
    region,
    at,
  }
}

/** What nearly all say; else nothing. */
function sharedBy(said: readonly (string | null)[]): string | null {
  const counts = Map.groupBy(said, (each) => each)
  const [most] = [...counts].filter(([each]) => each !== null).toSorted(([, one], [, other]) => other.length - one.length)
  return most && most[1].length >= nearlyAll * said.length ? most[0] : null
}

/** Of every side, also of one to which nobody writes any more. */
async function endOthers(deps: Deps, still: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const { rows } = await sql<{ key: string } & About>`
    select distinct e.key, s.brand_id as "brandId", s.practice from suspicion_evidence e join suspicions s on s.id = e.suspicion_id
     where e.kind = 'complaints' and e.key like 'topic/%' and e.over_at is null and s.state in ('open', 'snoozed', 'promoted')`.execute(deps.db)
  for (const { key, ...about } of rows) if (!still.get(sideOf(about))?.includes(key)) await endEvidence(deps, about, 'complaints', key)
}

/** How often a term stands in an hour's texts, at today's volume: twice as many texts have every usual word twice as often. Undefined while too little is known. */
async function usualOf(
  db: Db,
  { brandId, practice }: About,
  written: readonly Written[],
  now: Date,
): Promise<((term: string) => number | undefined) | undefined> {
  const today = now.toISOString().slice(0, 10)
  const { rows: known } = await sql<{ texts: number; days: number }>`
    select coalesce(sum(texts), 0)::int as texts, count(*)::int as days from topic_days where brand_id = ${brandId} and practice = ${practice} and day < ${today}`.execute(
    db,
  )
  const all = known[0]?.texts ?? 0
  if (all < leastKnown) return undefined
  const terms = [...new Set(written.flatMap(({ text }) => [...termsOf(text)]))]
  const { rows } = await sql<{ term: string; texts: number }>`
    select term, sum(texts)::int as texts from topic_terms where brand_id = ${brandId} and practice = ${practice} and day < ${today} and term = any (${terms}::text[]) group by term`.execute(
    db,
  )
  const share = written.length / all
  const usual = new Map(rows.map(({ term, texts }) => [term, texts * share]))
  return (term) => usual.get(term)
}

/** Counts what came since the last look, a bounded number at once; the place moves with the counts. */
async function learn(db: Db, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows: place } = await sql<{ through: Date | null }>`select through from topic_place for update`.execute(tx)
    const from = place[0]?.through ?? new Date(now.getTime() - hourMs)
    // What was received a moment ago may still be on its way.
    const to = new Date(now.getTime() - 60_000)
    if (from >= to) return
    const { rows } = await sql<{ text: string; day: string; at: Date } & About>`
      select g.body as text, to_char(g.received_at at time zone 'UTC', 'YYYY-MM-DD') as day, g.received_at as at, s.brand_id as "brandId", s.practice from signals g join signal_sources s on s.id = g.source_id
       where g.received_at > ${from} and g.received_at <= ${to} and g.body is not null and g.state is null and g.kind = any (${[...writtenKinds]}::text[]) order by g.received_at limit ${readAtOnce}`.execute(
      tx,
    )
    const last = rows.length < readAtOnce ? to : (rows.at(-1)?.at ?? to)
    for (const own of Map.groupBy(rows, ({ brandId, practice, day }) => `${brandId}/${practice}/${day}`).values())
      await count(tx, own[0] as (typeof rows)[number], own)
    await sql`update topic_place set through = ${last}`.execute(tx)
    await sql`delete from topic_terms where day < ${now}::date - ${knownDays}::int or (texts < 2 and day < ${now}::date - 1)`.execute(tx)
    await sql`delete from topic_days where day < ${now}::date - ${knownDays}::int`.execute(tx)
  })
}

async function count(tx: Db, { brandId, practice, day }: About & { day: string }, own: readonly { text: string }[]): Promise<void> {
  const counts = new Map<string, number>()
  for (const { text } of own) for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
  const terms = [...counts].toSorted(([one], [other]) => (one < other ? -1 : 1))
  await sql`
    insert into topic_terms as t (brand_id, practice, day, term, texts)
    select ${brandId}::uuid, ${practice}::boolean, ${day}::date, g.term, g.texts from unnest(${terms.map(([term]) => term)}::text[], ${terms.map(([, texts]) => texts)}::int[]) g (term, texts)
    on conflict (brand_id, practice, term, day) do update set texts = t.texts + excluded.texts`.execute(tx)
  await sql`
    insert into topic_days as t (brand_id, practice, day, texts) values (${brandId}, ${practice}, ${day}, ${own.length})
    on conflict (brand_id, practice, day) do update set texts = t.texts + excluded.texts`.execute(tx)
}

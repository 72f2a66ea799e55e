// Which series a signal belongs to. A name is looked up once and remembered; new ones are made many at a time.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { hasWords } from './read-signals.ts'
import type { GivenSignal } from './signals.contract.ts'
import type { Source } from './sources.store.ts'

export type SeriesOf = { idsOf: (db: Db, source: Source, signals: readonly GivenSignal[], now: Date) => Promise<Int32Array> }
/** Of one source. More names than this are a mistake in what sends them (an id in a name), and would fill the disk. */
export const mostSeries = 200_000
/** What a name may not grow to, as a marker for “too many”. */
export const noSeries = -1

/** Remembers up to `most` names of all sources. */
export function createSeries(most = 500_000): SeriesOf {
  const known = new Map<string, number>()
  const counts = new Map<string, number>()
  const idsOf: SeriesOf['idsOf'] = async (db, source, signals, now) => {
    const ids = new Int32Array(signals.length)
    const missing = new Map<string, GivenSignal>()
    const names = signals.map((signal) => nameOf(source, signal))
    for (const [i, name] of names.entries()) {
      const id = known.get(name)
      if (id === undefined) missing.set(name, signals[i] as GivenSignal)
      else ids[i] = id
    }
    if (missing.size === 0) return ids
    if (known.size + missing.size > most) known.clear()
    const made = await make(db, source, missing, now)
    for (const [name, id] of made) if (id !== noSeries) known.set(name, id)
    for (const [i, name] of names.entries()) if (ids[i] === 0) ids[i] = made.get(name) ?? (known.get(name) as number)
    return ids
  }
  const make = async (db: Db, source: Source, missing: Map<string, GivenSignal>, now: Date): Promise<Map<string, number>> => {
    const there = counts.get(source.id) ?? (await countOf(db, source.id))
    const hashes = new Map([...missing].map(([name, signal]) => [hashOf(name), { name, signal }]))
    const found = await idsBy(db, [...hashes.keys()])
    const fresh = [...hashes].filter(([hash]) => !found.has(hash)).slice(0, Math.max(0, mostSeries - there))
    for (const [hash, id] of await insert(db, source, fresh, now)) found.set(hash, id)
    // Another process may have made the same ones in the same moment.
    const lost = fresh.filter(([hash]) => !found.has(hash)).map(([hash]) => hash)
    for (const [hash, id] of await idsBy(db, lost)) found.set(hash, id)
    counts.set(source.id, there + fresh.length)
    return new Map([...hashes].map(([hash, { name }]) => [name, found.get(hash) ?? noSeries]))
  }
  return { idsOf }
}

export const measureOf = ({ measure, value }: GivenSignal): 'count' | 'gauge' => measure ?? (value === undefined ? 'count' : 'gauge')

/** Divided by what no name can hold. Words with labels of their own (a machine, a customer) are all of one series: what is counted is how often it is said. */
const nameOf = (source: Source, signal: GivenSignal): string => {
  const labels = signal.labels && !hasWords(signal) ? JSON.stringify(Object.entries(signal.labels).sort(([one], [other]) => (one < other ? -1 : 1))) : ''
  return `${source.id}\0${measureOf(signal)}\0${signal.name}\0${signal.service ?? ''}\0${signal.region ?? ''}\0${labels}`
}

function hashOf(name: string): string {
  const hex = createHash('md5').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

const countOf = async (db: Db, sourceId: string) =>
  (await sql<{ count: number }>`select count(*)::int as count from series where source_id = ${sourceId}`.execute(db)).rows[0]?.count ?? 0

async function idsBy(db: Db, hashes: string[]): Promise<Map<string, number>> {
  if (hashes.length === 0) return new Map()
  const { rows } = await sql<{ hash: string; id: number }>`select hash, id from series where hash = any (${hashes}::uuid[])`.execute(db)
  return new Map(rows.map(({ hash, id }) => [hash, id]))
}

async function insert(db: Db, source: Source, fresh: [string, { signal: GivenSignal }][], now: Date): Promise<[string, number][]> {
  if (fresh.length === 0) return []
  const rows = fresh.map(([hash, { signal }]) => ({
    hash,
    name: signal.name,
    measure: measureOf(signal),
    // What people wrote is counted by what it says (texts), once.
    watched: signal.kind !== 'alert' && signal.kind !== 'message' && signal.state === undefined,
    service: signal.service ?? null,
    region: signal.region ?? source.region,
    labels: { ...(hasWords(signal) ? {} : signal.labels), ...(signal.service ? { service: signal.service } : {}) },
  }))
  const made = await sql<{ hash: string; id: number }>`
    insert into series (hash, source_id, brand_id, practice, name, measure, service_id, region, labels, watched, created_at)
    select g.hash, ${source.id}, ${source.brandId}, ${source.practice}, g.name, g.measure, coalesce(v.id, ${source.serviceId}::uuid), g.region, g.labels, g.watched, ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (hash uuid, name text, measure text, service text, region text, labels jsonb, watched boolean)
      left join services v on v.key = g.service and v.brand_id = ${source.brandId}
    on conflict (hash) do nothing returning hash, id`.execute(db)
  return made.rows.map(({ hash, id }) => [hash, id])
}

// Takes signals: once each, and durably, before anybody is told that they were taken.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { keepDays } from './days.store.ts'
import { createKeeper, type Keeper } from './keep.ts'
import { saysOf, summed } from './of-account.ts'
import { pack, type Point } from './packed.ts'
import { hasWords, type Read, refuse, type Signal } from './read-signals.ts'
import { createSeries, mostSeries, noSeries } from './series.store.ts'
import type { SignalsTaken } from './signals.contract.ts'
import type { Source } from './sources.store.ts'
import { maskedLabels, told as telling } from './telling.ts'

/** `within`: a transaction that somebody else ends, so that what was read and how far are stored together. It may hold no lock on the log yet. */
export type Intake = { take: (source: Source, read: Read, within?: Db) => Promise<SignalsTaken> }

/** One a process: what it remembers of series and of this minute's flood is its own. */
export function createIntake(deps: Pick<Deps, 'db' | 'clock'>): Intake {
  const [series, keeper, days] = [createSeries(), createKeeper(), keepDays()]
  return {
    take: async (source, read, within) => {
      const now = deps.clock()
      await days(deps.db, now)
      const { first, ids } = named(read)
      const said = first.map((i) => ({ place: read.places[i] as number, ...telling(read.signals[i] as Signal, source.ours) }))
      // Made for good before anything else: what is remembered must not go with a transaction that fails.
      const all = said.flatMap(({ signal, counts }) => [signal, ...counts])
      const of = await series.idsOf(deps.db, source, all, now)
      let nth = 0
      const told = said.map(({ signal, place, counts }): Told => {
        const [own, ...others] = of.subarray(nth, nth + 1 + counts.length)
        nth += 1 + counts.length
        return { signal, place, series: own as number, counts: others, says: signal.account === undefined ? undefined : saysOf(signal, counts) }
      })
      const twice = read.signals.length - told.length
      if (!within && ids.length === 0 && !told.some(({ signal }) => hasWords(signal))) return store(deps.db, keeper, source, read, told, twice, now)
      return inOne(deps.db, within, async (tx) => {
        const unheard = await hear(tx, source.id, ids, now)
        const isFresh = ({ signal: { id } }: Told) => id === undefined || unheard.has(hashOf(id))
        const fresh = told.filter(isFresh)
        await goesOn(
          tx,
          source,
          told.filter((each) => each.signal.state === 'firing' && !isFresh(each)),
          now,
        )
        return store(tx, keeper, source, read, fresh, read.signals.length - fresh.length, now)
      })
    },
  }
}
const inOne = <T>(db: Db, within: Db | undefined, act: (tx: Db) => Promise<T>): Promise<T> => (within ? act(within) : db.transaction().execute(act))

/** `counts`: the series that its words count for. `says`: of the account that it names. */
type Told = { signal: Signal; place: number; series: number; counts: number[]; says: ReturnType<typeof saysOf> | undefined }

/** The same id twice in one request is one signal. @returns where the first ones stand, and what their ids are called */
function named({ signals }: Read): { first: number[]; ids: string[] } {
  const ids = new Set<string>()
  const first: number[] = []
  for (const [i, { id }] of signals.entries()) {
    const hash = id === undefined ? undefined : hashOf(id)
    if (hash !== undefined && ids.has(hash)) continue
    if (hash !== undefined) ids.add(hash)
    first.push(i)
  }
  return { first, ids: [...ids] }
}

/** A UUID of an id: 128 bits, so that two ids of a source never fall together by chance. */
function hashOf(id: string): string {
  const hex = createHash('md5').update(id).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Which of these ids were not heard today or the day before. In order, so that two requests with the same ids never wait for each other in a circle. */
async function hear(tx: Db, sourceId: string, ids: string[], now: Date): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const day = now.toISOString().slice(0, 10)
  const { rows } = await sql<{ hash: string }>`
    insert into signal_ids (day, source_id, hash)
    select ${day}::date, ${sourceId}::uuid, g.hash from unnest(${ids.sort()}::uuid[]) g (hash)
     where not exists (select from signal_ids y where y.day = ${day}::date - 1 and y.source_id = ${sourceId} and y.hash = g.hash)
    on conflict do nothing returning hash`.execute(tx)
  return new Set(rows.map(({ hash }) => hash))
}

/** Of an alert that is said again it is known that it goes on, and no more. */
async function goesOn(tx: Db, source: Source, again: Told[], now: Date): Promise<void> {
  if (again.length === 0) return
  const rows = again.map(({ signal: { alert, name, service, region } }) => ({ alert, name, service, region: region ?? source.region }))
  await sql`
    update firing f set heard_at = ${now}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) g (alert text, name text, service text, region text)
      left join services v on v.key = g.service and v.brand_id = ${source.brandId}
     where f.source_id = ${source.id} and f.heard_at < ${now} and f.alert = coalesce(g.alert, g.name || '/' || coalesce(v.id, ${source.serviceId}::uuid)::text || '/' || coalesce(g.region, ''), g.name || '//' || coalesce(g.region, ''))`.execute(
    tx,
  )
}

async function store(db: Db, keeper: Keeper, source: Source, read: Read, told: Told[], twice: number, now: Date): Promise<SignalsTaken> {
  const points: Point[] = []
  const [kept, naming]: [Told[], Told[]] = [[], []]
  let [taken, thinned] = [0, 0]
  for (const each of told) {
    const { signal, series, place, counts } = each
    if (series === noSeries) {
      refuse(read, place, `name: this source has ${mostSeries} series, the most there may be. Leave ids out of names and labels.`)
      continue
    }
    taken += 1
    // That something is over is no more of it.
    if (signal.state !== 'resolved') points.push({ series, at: signal.at, value: signal.value ?? 1 })
    for (const count of counts) if (count !== noSeries) points.push({ series: count, at: signal.at, value: 1 })
    if (each.says) naming.push(each)
    if (!hasWords(signal)) continue
    if (keeper.keeps(source.id, series, source.keptAMinute, now.getTime())) kept.push(each)
    else thinned += 1
  }
  const { refused, wrong } = read
  const of = summed(naming)
  await write(db, source.id, points, of.length > 0 ? JSON.stringify(of) : null, { taken, twice, refused, thinned }, now)
  if (kept.length > 0) await keepWords(db, source, kept, now)
  return { taken, twice, thinned, refused, wrong }
}

/** Held by all who write to the log, each for itself; taken alone by whoever folds it. */
export const logLock = 7_301_001

/** One statement, so that it is all there or nothing of it. The lock is there before the position is given. */
const write = (
  db: Db,
  sourceId: string,
  points: Point[],
  accounts: string | null,
  { taken, twice, refused, thinned }: Omit<SignalsTaken, 'wrong'>,
  now: Date,
) =>
  sql`
    with logged as (
      insert into signal_log (received_at, source_id, count, body, accounts)
      select ${now}::timestamptz, ${sourceId}::uuid, ${points.length}, ${pack(points)}::bytea, ${accounts}::jsonb
        from (select pg_advisory_xact_lock_shared(${logLock})::text as held offset 0) l where l.held is not null and ${points.length > 0 || accounts !== null})
    insert into signal_source_minutes as m (source_id, minute, taken, twice, refused, thinned)
    values (${sourceId}, date_trunc('minute', ${now}::timestamptz), ${taken}, ${twice}, ${refused}, ${thinned})
    on conflict (source_id, minute) do update set taken = m.taken + excluded.taken, twice = m.twice + excluded.twice, refused = m.refused + excluded.refused, thinned = m.thinned + excluded.thinned`.execute(
    db,
  )

/** Of `g.account_key`: an address becomes the account of it, or is kept without who it is of. */
const accountKept = (practice: boolean) => sql`
  case when strpos(g.account_key, '@') > 1 then coalesce(
    (select a.key from accounts a where a.practice = ${practice} and a.key = g.account_key),
    (select a.key from (select min(k.account_id) as id from (
       select distinct coalesce(a.merged_into, a.id) as account_id from contacts c join accounts a on a.id = c.account_id where lower(c.email) = lower(g.account_key) and c.practice = ${practice} limit 2) k
       having count(*) = 1) one join accounts a on a.id = one.id),
    regexp_replace(g.account_key, '^[^@]*@', '…@')) else g.account_key end`

async function keepWords(db: Db, source: Source, kept: Told[], now: Date): Promise<void> {
  const rows = kept.map(({ signal, series }) => ({
    id: newId(now),
    external_id: signal.id ?? null,
    at: new Date(signal.at).toISOString(),
    kind: signal.kind ?? 'event',
    name: signal.name,
    series_id: series,
    state: signal.state ?? null,
    alert: signal.alert ?? null,
    severity: signal.severity ?? null,
    service: signal.service ?? null,
    region: signal.region ?? source.region,
    account_key: signal.account ?? null,
    title: signal.title ?? signal.name,
    body: signal.body ? signal.body : null,
    link: signal.link ?? null,
    labels: maskedLabels(signal.labels ?? {}, source.ours),
  }))
  await sql`
    with kept as (
      insert into signals (received_at, source_id, id, external_id, at, kind, name, series_id, state, alert, severity, service_id, region, account_key, title, body, link, labels)
      select ${now}, ${source.id}, g.id, g.external_id, g.at, g.kind, g.name, g.series_id, g.state, g.alert, g.severity, coalesce(v.id, ${source.serviceId}::uuid), g.region, ${accountKept(source.practice)}, g.title, g.body, g.link, g.labels
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as g (id uuid, external_id text, at timestamptz, kind text, name text, series_id int, state text, alert text, severity text, service text,
             region text, account_key text, title text, body text, link text, labels jsonb)
        left join services v on v.key = g.service and v.brand_id = ${source.brandId}
      returning id, received_at, state, at)
    insert into signal_news (received_at, signal_id) select received_at, id from kept where state is not null order by at, id`.execute(db)
}

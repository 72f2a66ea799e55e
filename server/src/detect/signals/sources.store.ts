// Who sends signals: each source has a key of its own, and where its vendor signs, a secret.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import type { PutSource, SourceView } from './signals.contract.ts'

export type Source = {
  id: string
  brandId: string
  kind: PutSource['kind']
  practice: boolean
  serviceId: string | null
  region: string | null
  keptAMinute: number
  secret: string | null
}

/** 32 characters, as a PagerDuty routing key must be. */
const newKey = () => randomBytes(16).toString('hex')
export const looksLikeKey = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{32}$/.test(text)
const hashOf = (key: string) => createHash('sha256').update(key).digest()

/** Looks sources up by their key, and remembers them for some seconds: one that is taken away ends by then. */
export type Sources = { byKey: (key: string) => Promise<Source> }
export function createSources({ db, key: installation, clock }: Pick<Deps, 'db' | 'key' | 'clock'>, rememberMs = 5_000): Sources {
  const known = new Map<string, { source: Source; until: number }>()
  return {
    byKey: async (key) => {
      const before = known.get(key)
      const now = clock().getTime()
      if (before && before.until > now) return before.source
      known.delete(key)
      const source = looksLikeKey(key) ? await sourceBy(db, installation, hashOf(key)) : undefined
      if (!source)
        throw new Refused('not-allowed', 'No source has this key. Take the one that was shown when the source was made, or make a new source under Settings.')
      if (known.size > 10_000) known.clear()
      known.set(key, { source, until: now + rememberMs })
      return source
    },
  }
}

async function sourceBy(db: Db, installation: Buffer, hash: Buffer): Promise<Source | undefined> {
  const { rows } = await sql<Omit<Source, 'secret'> & { sealed: Buffer | null }>`
    select id, brand_id as "brandId", kind, practice, service_id as "serviceId", region, kept_a_minute as "keptAMinute", sealed
      from signal_sources where hash = ${hash} and removed_at is null`.execute(db)
  const [row] = rows
  if (!row) return undefined
  const { sealed, ...source } = row
  return { ...source, secret: sealed && unseal(installation, sealed) }
}

/** @returns the key, which is stored nowhere */
export async function addSource(deps: Pick<Deps, 'db' | 'key' | 'clock'>, given: PutSource, by: string): Promise<{ id: string; key: string }> {
  const { db, clock } = deps
  const [id, key, now] = [newId(clock()), newKey(), clock()]
  const { brandId, serviceId } = await placed(db, given)
  await sql`
    insert into signal_sources (id, brand_id, practice, name, kind, hash, sealed, service_id, region, kept_a_minute, created_by, created_at)
    values (${id}, ${brandId}, ${given.practice}, ${given.name}, ${given.kind}, ${hashOf(key)}, ${given.secret ? seal(deps.key, given.secret) : null}, ${serviceId}, ${given.region}, ${given.keptAMinute}, ${by}, ${now})`.execute(
    db,
  )
  return { id, key }
}

export async function changeSource(deps: Pick<Deps, 'db' | 'key'>, id: string, given: PutSource): Promise<void> {
  const { brandId, serviceId } = await placed(deps.db, given)
  const keep = given.secret === undefined
  const { numAffectedRows } = await sql`
    update signal_sources set name = ${given.name}, kind = ${given.kind}, service_id = ${serviceId}, region = ${given.region}, kept_a_minute = ${given.keptAMinute},
           sealed = case when ${keep} then sealed else ${given.secret ? seal(deps.key, given.secret) : null}::bytea end
     where id = ${id} and brand_id = ${brandId} and practice = ${given.practice} and removed_at is null`.execute(deps.db)
  if (!numAffectedRows) throw new Refused('not-found', 'There is no such source of this brand. Its brand, and whether it is of an exercise, stay as they are.')
}

/** What it sent stays. */
export async function removeSource({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string): Promise<void> {
  const { numAffectedRows } = await sql`update signal_sources set removed_at = ${clock()} where id = ${id} and removed_at is null`.execute(db)
  if (!numAffectedRows) throw new Refused('not-found', 'There is no such source.')
}

async function placed(db: Db, { brand, service }: PutSource) {
  const { rows } = await sql<{ brandId: string; serviceId: string | null }>`
    select b.id as "brandId", v.id as "serviceId" from brands b left join services v on v.brand_id = b.id and v.key = ${service} where b.slug = ${brand}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-valid', 'brand: there is no such brand.')
  if (service !== null && row.serviceId === null) throw new Refused('not-valid', 'service: this brand has no such service.')
  return row
}

type Row = Omit<SourceView, 'createdBy' | 'createdAt' | 'lastAt' | 'lastHour' | 'url'> & {
  createdBy: string
  createdAt: Date
  lastAt: Date | null
} & SourceView['lastHour']
export async function listSources(deps: Pick<Deps, 'db' | 'clock' | 'config'>, only: string | null = null): Promise<SourceView[]> {
  const { rows } = await sql<Row>`
    select s.id, s.name, s.kind, b.slug as brand, s.practice, v.key as service, s.region, s.kept_a_minute as "keptAMinute", s.sealed is not null as signed, s.created_by as "createdBy", s.created_at as "createdAt",
           (select max(minute) from signal_source_minutes m where m.source_id = s.id) as "lastAt", h.*
      from signal_sources s join brands b on b.id = s.brand_id left join services v on v.id = s.service_id,
           lateral (select coalesce(sum(taken), 0)::int as taken, coalesce(sum(twice), 0)::int as twice, coalesce(sum(refused), 0)::int as refused, coalesce(sum(thinned), 0)::int as thinned
                      from signal_source_minutes m where m.source_id = s.id and m.minute > ${deps.clock()}::timestamptz - interval '1 hour') h
     where s.removed_at is null and (${only}::uuid is null or s.id = ${only}) order by lower(s.name), s.id limit 1000`.execute(deps.db)
  const name = await namesOf(
    deps,
    rows.map(({ createdBy }) => createdBy),
  )
  return rows.map(({ createdBy, createdAt, lastAt, taken, twice, refused, thinned, ...row }) => ({
    ...row,
    url: `${deps.config.consoleUrl}${pathOf[row.kind]}`,
    createdBy: name(createdBy),
    createdAt: createdAt.toISOString(),
    lastAt: lastAt?.toISOString() ?? null,
    lastHour: { taken, twice, refused, thinned },
  }))
}

export async function sourceView(deps: Pick<Deps, 'db' | 'clock' | 'config'>, id: string): Promise<SourceView> {
  const [view] = await listSources(deps, id)
  if (!view) throw new Refused('not-found', 'There is no such source.')
  return view
}

const pathOf: Record<PutSource['kind'], string> = {
  signals: '/api/signals',
  cloudevents: '/api/signals',
  pagerduty: '/v2/enqueue',
  alertmanager: '/api/signals/hooks/KEY',
  grafana: '/api/signals/hooks/KEY',
  sentry: '/api/signals/hooks/KEY',
  stripe: '/api/signals/hooks/KEY',
  shopify: '/api/signals/hooks/KEY',
}

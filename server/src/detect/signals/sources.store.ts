// Who sends signals: each source has a key of its own, and where its vendor signs, a secret.
import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import { endAllOf } from '../suspicions/alerts.store.ts'
import { askedKinds, mailKinds, SourceSettings } from './source-settings.contract.ts'
import { type PutSource, sourceKinds } from './signals.contract.ts'

export type Source = {
  id: string
  brandId: string
  kind: PutSource['kind']
  practice: boolean
  serviceId: string | null
  region: string | null
  keptAMinute: number
  secret: string | null
  settings: SourceSettings | null
  /** Our own names on social networks. */
  ours: readonly string[]
}

/** A row of `signal_sources` called s, as `sourceOf` reads it. */
export const sourceColumns = sql`s.id, s.brand_id as "brandId", s.kind, s.practice, s.service_id as "serviceId", s.region, s.kept_a_minute as "keptAMinute", s.sealed, s.settings`
export type SourceRow = Omit<Source, 'secret' | 'settings' | 'ours'> & { sealed: Buffer | null; settings: unknown }
export function sourceOf(installation: Buffer, { id, brandId, kind, practice, serviceId, region, keptAMinute, sealed, settings: kept }: SourceRow): Source {
  const settings = kept === null ? null : SourceSettings.parse(kept)
  return {
    ...{ id, brandId, kind, practice, serviceId, region, keptAMinute, settings },
    secret: sealed && unseal(installation, sealed),
    ours: settings && 'ours' in settings ? settings.ours : [],
  }
}

/** 32 characters, as a PagerDuty routing key must be. */
const newKey = () => randomBytes(16).toString('hex')
export const looksLikeKey = (text: unknown): text is string => typeof text === 'string' && /^[0-9a-f]{32}$/.test(text)
export const hashOfKey = (key: string) => createHash('sha256').update(key).digest()

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
      const source = looksLikeKey(key) ? await sourceBy(db, installation, hashOfKey(key)) : undefined
      if (!source)
        throw new Refused('not-allowed', 'No source has this key. Take the one that was shown when the source was made, or make a new source under Settings.')
      if (known.size > 10_000) known.clear()
      known.set(key, { source, until: now + rememberMs })
      return source
    },
  }
}

async function sourceBy(db: Db, installation: Buffer, hash: Buffer): Promise<Source | undefined> {
  // The key of mails stands in addresses that others read, and of what we ask nobody has one.
  const { rows } = await sql<SourceRow>`
    select ${sourceColumns} from signal_sources s where s.hash = ${hash} and s.removed_at is null and s.kind <> all (${[...mailKinds, ...askedKinds]}::text[])`.execute(
    db,
  )
  return rows[0] && sourceOf(installation, rows[0])
}

const isAsked = (kind: string) => askedKinds.some((each) => each === kind)
const jsonOf = (settings: SourceSettings | null) => (settings ? JSON.stringify(settings) : null)

/** @returns the key, which is stored nowhere; null where nobody sends, because we ask */
export async function addSource(deps: Pick<Deps, 'db' | 'key' | 'clock'>, given: PutSource, by: string): Promise<{ id: string; key: string | null }> {
  const { db, clock } = deps
  const [id, key, now] = [newId(clock()), newKey(), clock()]
  const { brandId, serviceId } = await placed(db, given)
  await sql`
    with made as (
      insert into signal_sources (id, brand_id, practice, name, kind, hash, sealed, service_id, region, kept_a_minute, settings, created_by, created_at)
      values (${id}, ${brandId}, ${given.practice}, ${given.name}, ${given.kind}, ${hashOfKey(key)}, ${given.secret ? seal(deps.key, given.secret) : null}, ${serviceId}, ${given.region}, ${given.keptAMinute},
              ${jsonOf(given.settings)}::jsonb, ${by}, ${now}) returning id)
    insert into signal_polls (source_id, since, next_at) select id, ${now}, ${now} from made where ${isAsked(given.kind)}`.execute(db)
  return { id, key: isAsked(given.kind) ? null : key }
}

/** What a source may become: what we ask has no key that others could send with, and the key of mails stands in addresses that others read. */
const sameDoor = (kind: string): string[] => {
  const mail = mailKinds.some((each) => each === kind)
  return isAsked(kind) ? [kind] : mail ? [...mailKinds] : sourceKinds.filter((each) => !isAsked(each) && !mailKinds.some((other) => other === each))
}

/** What is asked elsewhere or otherwise from now on is read from its beginning. */
export async function changeSource(deps: Pick<Deps, 'db' | 'key' | 'clock'>, id: string, given: PutSource): Promise<void> {
  const { brandId, serviceId } = await placed(deps.db, given)
  const keep = given.secret === undefined
  if (keep) await secretStaysWithItsServer(deps.db, id, given)
  const { numAffectedRows } = await sql`
    with before as (
      select id, settings - 'everySeconds' - 'ours' as asked from signal_sources
       where id = ${id} and brand_id = ${brandId} and practice = ${given.practice} and removed_at is null and kind = any (${sameDoor(given.kind)}::text[])
         for update),
    again as (
      update signal_polls p set next_at = ${deps.clock()}, turn = null, failures = 0, failing_since = null, refused = false, sentence = null,
             place = case when b.asked is distinct from ${jsonOf(given.settings)}::jsonb - 'everySeconds' - 'ours' then '{}' else p.place end,
             since = case when b.asked is distinct from ${jsonOf(given.settings)}::jsonb - 'everySeconds' - 'ours' then ${deps.clock()} else p.since end
        from before b where p.source_id = b.id)
    update signal_sources s set name = ${given.name}, kind = ${given.kind}, service_id = ${serviceId}, region = ${given.region}, kept_a_minute = ${given.keptAMinute}, settings = ${jsonOf(given.settings)}::jsonb,
           sealed = case when ${keep} then sealed else ${given.secret ? seal(deps.key, given.secret) : null}::bytea end
      from before b where s.id = b.id`.execute(deps.db)
  if (!numAffectedRows)
    throw new Refused(
      'not-found',
      'There is no such source of this brand. Its brand, whether it is of an exercise, and whether it sends, is asked or comes by mail, stay as they are: make a new one instead.',
    )
}

/** What was entered for one server is told no other. */
async function secretStaysWithItsServer(db: Db, id: string, { settings }: PutSource): Promise<void> {
  const { rows } = await sql<{ settings: unknown }>`select settings from signal_sources where id = ${id} and sealed is not null and removed_at is null`.execute(
    db,
  )
  const before = rows[0]?.settings ? serverOf(SourceSettings.parse(rows[0].settings)) : undefined
  if (before !== undefined && before !== serverOf(settings))
    throw new Refused('not-valid', `secret: the one that is kept is for ${before}. Enter the one for the new server, or take it away.`)
}
/** The server that a secret is for. */
export const serverOf = (settings: SourceSettings | null): string | undefined => (settings && 'server' in settings ? new URL(settings.server).host : undefined)

/** What it sent stays; what spoke for trouble because of it is over. */
export async function removeSource(deps: Pick<Deps, 'db' | 'clock' | 'engine'>, id: string): Promise<void> {
  const { numAffectedRows } = await sql`update signal_sources set removed_at = ${deps.clock()} where id = ${id} and removed_at is null`.execute(deps.db)
  if (!numAffectedRows) throw new Refused('not-found', 'There is no such source.')
  await endAllOf(deps, id)
}

/** The brand of a slug, and its service of a key. Refuses what there is none of. */
export async function placed(db: Db, { brand, service }: { brand: string; service: string | null }) {
  const { rows } = await sql<{ brandId: string; serviceId: string | null }>`
    select b.id as "brandId", v.id as "serviceId" from brands b left join services v on v.brand_id = b.id and v.key = ${service} where b.slug = ${brand}`.execute(
    db,
  )
  const [row] = rows
  if (!row) throw new Refused('not-valid', 'brand: there is no such brand.')
  if (service !== null && row.serviceId === null) throw new Refused('not-valid', 'service: this brand has no such service.')
  return row
}

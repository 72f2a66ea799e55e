// Versions of templates: read back, saved by one person, approved by another.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import type { Approved } from './in-force.ts'
import { checkParts } from './liquid.ts'
import type { TemplateKey } from './templates.contract.ts'

export type VersionRow = Omit<TemplateKey, 'brand'> & {
  id: number
  brandId: string | null
  brand: string | null
  revision: number
  parts: Parts | null
  note: string
  author: string
  writtenAt: Date
  approvedBy: string | null
  approvedAt: Date | null
}
const version = sql`
  v.id, v.playbook, v.phase, v.audience, v.locale, v.brand_id as "brandId", b.slug as brand, v.revision, v.parts, v.note, v.author, v.written_at as "writtenAt",
  p.approved_by as "approvedBy", p.approved_at as "approvedAt"`
const from = sql`template_versions v left join template_approvals p on p.version_id = v.id left join brands b on b.id = v.brand_id`
const key = sql`v.playbook, v.phase, v.audience, v.locale, v.brand_id`

/** The newest approved version of each template that fits. */
export async function approvedTemplates(db: Db, which: { playbook?: string; audience?: string; phase?: string } = {}): Promise<Approved[]> {
  const { rows } = await sql<VersionRow>`
    select distinct on (${key}) ${version} from ${from}
     where p.version_id is not null and ${which.playbook ? sql`v.playbook in (${which.playbook}, '_all')` : sql`true`}
       and ${which.audience ? sql`v.audience = ${which.audience}` : sql`true`} and ${which.phase ? sql`v.phase = ${which.phase}` : sql`true`}
     order by ${key}, v.revision desc`.execute(db)
  return rows as (VersionRow & { approvedBy: string; approvedAt: Date })[]
}

/** The newest version of each template, approved or not. */
export const newestTemplates = async (db: Db): Promise<VersionRow[]> =>
  (await sql<VersionRow>`select distinct on (${key}) ${version} from ${from} order by ${key}, v.revision desc`.execute(db)).rows

const isKey = ({ playbook, phase, audience, locale, brand }: TemplateKey) => sql`
  v.playbook = ${playbook} and v.phase = ${phase} and v.audience = ${audience} and v.locale = ${locale} and b.slug is not distinct from ${brand}::text`

/** Every version of one template, the newest first. */
export const versionsOf = async (db: Db, of: TemplateKey): Promise<VersionRow[]> =>
  (await sql<VersionRow>`select ${version} from ${from} where ${isKey(of)} order by v.revision desc`.execute(db)).rows

type Given = { revision: number; note: string; by: string; now: Date }

/** One save of a template at a time. */
const taking = <T>(db: Db, of: TemplateKey, work: (tx: Db) => Promise<T>): Promise<T> =>
  db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`template/${[of.playbook, of.phase, of.audience, of.locale, of.brand].join('/')}`}, 0))`.execute(
      tx,
    )
    return work(tx)
  })

/** Saves a version that then waits for another person. Refuses words with problems, and a save over another's work; the same save again changes nothing. */
export async function putTemplate({ db }: Pick<Deps, 'db'>, of: TemplateKey, parts: Parts, given: Given): Promise<number> {
  refuseIfWrong(parts)
  return taking(db, of, (tx) => addVersion(tx, of, parts, given))
}

export function refuseIfWrong(parts: Parts): void {
  const problems = checkParts(parts)
  if (problems.length > 0)
    throw new Refused(
      'not-valid',
      problems
        .slice(0, 5)
        .map(({ part, line, column, message }) => `${part}, line ${line}, column ${column}: ${message}`)
        .join('\n'),
    )
}

async function addVersion(tx: Db, of: TemplateKey, parts: Parts | null, { revision, note, by, now }: Given): Promise<number> {
  const [newest] = await versionsOf(tx, of)
  const last = newest?.revision ?? 0
  if (last === revision + 1 && newest?.author === by && newest.note === note && JSON.stringify(sorted(newest.parts)) === JSON.stringify(sorted(parts)))
    return last
  if (last !== revision)
    throw new Refused(
      'changed-meanwhile',
      `Somebody saved version ${last} meanwhile; yours is made from version ${revision}. Look at the difference and save again.`,
    )
  const brandId = of.brand === null ? null : await brandOf(tx, of.brand)
  await sql`
    insert into template_versions (playbook, phase, audience, locale, brand_id, revision, parts, note, author, written_at)
    values (${of.playbook}, ${of.phase}, ${of.audience}, ${of.locale}, ${brandId}, ${last + 1}, ${parts === null ? null : JSON.stringify(parts)}::jsonb, ${note}, ${by}, ${now})`.execute(
    tx,
  )
  return last + 1
}
const sorted = (parts: Parts | null) => parts && Object.entries(parts).toSorted(([one], [other]) => one.localeCompare(other))

async function brandOf(db: Db, slug: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from brands where slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
  return rows[0].id
}

/** Back to what ships, at once: the release has approved it. Where nothing ships, the words for every playbook count again. */
export async function resetTemplate({ db }: Pick<Deps, 'db'>, of: TemplateKey, given: Given): Promise<number> {
  return taking(db, of, async (tx) => {
    if ((await versionsOf(tx, of)).length === 0) throw new Refused('already-done', 'Nothing was changed here: this is as it ships.')
    const revision = await addVersion(tx, of, null, given)
    await sql`
      insert into template_approvals (version_id, approved_by, approved_at)
      select v.id, ${given.by}, ${given.now}::timestamptz from ${from} where ${isKey(of)} and v.revision = ${revision} on conflict (version_id) do nothing`.execute(
      tx,
    )
    return revision
  })
}

/** Another person than the author agrees; from then on it is what is suggested. Refuses one that a newer version has overtaken. */
export async function approveTemplate({ db }: Pick<Deps, 'db'>, of: TemplateKey, { revision, by, now }: Omit<Given, 'note'>): Promise<void> {
  await taking(db, of, async (tx) => {
    const versions = await versionsOf(tx, of)
    const found = versions.find((each) => each.revision === revision)
    if (!found) throw new Refused('not-found', 'There is no such version.')
    if (found.approvedBy === by) return
    if (found.approvedBy) throw new Refused('already-done', 'Somebody else has approved this version already.')
    if (versions[0] !== found) throw new Refused('changed-meanwhile', `There is a newer version, ${versions[0]?.revision}. Look at that one.`)
    if (found.author === by) throw new Refused('not-allowed', 'Another person than the author must approve it.')
    if (found.parts) refuseIfWrong(found.parts)
    await sql`insert into template_approvals (version_id, approved_by, approved_at) values (${found.id}, ${by}, ${now})`.execute(tx)
  })
}

/** The words of a playbook's text that changed with a save of it: they wait for another person, like every version. */
export async function offerWords(
  tx: Db,
  playbook: string,
  words: Record<string, Parts>,
  before: Record<string, Parts> | undefined,
  given: Omit<Given, 'revision'>,
): Promise<void> {
  for (const [phase, parts] of Object.entries(words)) {
    if (before && JSON.stringify(sorted(before[phase] ?? null)) === JSON.stringify(sorted(parts))) continue
    const of = { playbook, phase: phase as TemplateKey['phase'], audience: 'customers', locale: 'en', brand: null } as const
    const [newest] = await versionsOf(tx, of)
    await addVersion(tx, of, parts, { ...given, revision: newest?.revision ?? 0 })
  }
}

export const nameOf = (deps: Pick<Deps, 'db'>, rows: { author: string; approvedBy: string | null }[]) =>
  namesOf(
    deps,
    rows.flatMap(({ author, approvedBy }) => [author, approvedBy]),
  )

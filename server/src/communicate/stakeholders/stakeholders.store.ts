// The register of stakeholders.
import { sql } from 'kysely'
import { type Deps, mustExist, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { PutStakeholder, StakeholderView } from './stakeholders.contract.ts'

type Row = Omit<StakeholderView, 'owner' | 'changedBy' | 'changedAt'> & { owner: string | null; changedBy: string; changedAt: Date }

const select = sql`
  select h.id, h.kind, h.name, h.organisation, h.email, h.locale, h.time_zone as "timeZone", b.slug as brand, h.least_severity as "leastSeverity", h.crisis_kinds as "crisisKinds", h.owner, h.note,
         h.changed_by as "changedBy", h.changed_at as "changedAt"
    from stakeholders h left join brands b on b.id = h.brand_id where h.removed_at is null`

export async function listStakeholders(deps: Pick<Deps, 'db'>): Promise<StakeholderView[]> {
  const { rows } = await sql<Row>`${select} order by h.kind, lower(h.name), h.id limit 5000`.execute(deps.db)
  return views(deps, rows)
}

export async function stakeholderById(deps: Pick<Deps, 'db'>, id: string): Promise<StakeholderView> {
  const { rows } = await sql<Row>`${select} and h.id = ${id}`.execute(deps.db)
  const [view] = await views(deps, rows)
  if (!view) throw new Refused('not-found', 'There is no such stakeholder.')
  return view
}

async function views(deps: Pick<Deps, 'db'>, rows: Row[]): Promise<StakeholderView[]> {
  const name = await namesOf(
    deps,
    rows.flatMap(({ owner, changedBy }) => [owner, changedBy]),
  )
  return rows.map((row) => ({
    ...row,
    owner: row.owner === null ? null : name(row.owner),
    changedBy: name(row.changedBy),
    changedAt: row.changedAt.toISOString(),
  }))
}

/** Adds one, or changes it. Refuses an address that stands there already as the same kind for the same brand. */
export async function putStakeholder(deps: Pick<Deps, 'db'>, id: string, given: PutStakeholder, by: string, now: Date): Promise<void> {
  const { kind, name, organisation, email, locale, timeZone, brand, leastSeverity, crisisKinds, owner, note } = given
  if (owner !== null) await mustExist(deps, owner)
  const brandId = brand === null ? null : await brandOf(deps.db, brand)
  try {
    await sql`
      insert into stakeholders (id, kind, name, organisation, email, locale, time_zone, brand_id, least_severity, crisis_kinds, owner, note, changed_by, changed_at)
      values (${id}, ${kind}, ${name}, ${organisation || null}, ${email}, ${locale}, ${timeZone}, ${brandId}, ${leastSeverity}, ${crisisKinds}::text[], ${owner}, ${note || null}, ${by}, ${now})
      on conflict (id) do update set kind = excluded.kind, name = excluded.name, organisation = excluded.organisation, email = excluded.email, locale = excluded.locale, time_zone = excluded.time_zone,
        brand_id = excluded.brand_id, least_severity = excluded.least_severity, crisis_kinds = excluded.crisis_kinds, owner = excluded.owner, note = excluded.note, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
      deps.db,
    )
  } catch (error) {
    if ((error as { code?: string }).code === '23505')
      throw new Refused('already-done', 'This address stands in the register already, as the same kind for the same brand.')
    throw error
  }
}

async function brandOf(db: Db, slug: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from brands where slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
  return rows[0].id
}

/** Takes one off the register. What went there stays, with the name it had. */
export async function removeStakeholder(deps: Pick<Deps, 'db'>, id: string, by: string, now: Date): Promise<void> {
  await stakeholderById(deps, id)
  await sql`update stakeholders set removed_at = ${now}, changed_by = ${by}, changed_at = ${now} where id = ${id}`.execute(deps.db)
}

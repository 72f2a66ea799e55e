// Which audiences get a clock: those that the playbook gives a rhythm, and of whom somebody stands in the register. Nobody is paged because nobody was told.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Playbook } from '../../prepare/playbooks/playbook.ts'
import type { StakeholderAudience } from '../audiences/audiences.contract.ts'
import { rhythmsOf } from '../../prepare/playbooks/rhythms.ts'
import { kindsOf, type StakeholderKind } from './stakeholders.contract.ts'
import type { Rhythms } from '../clocks/clock.ts'

export async function audienceRhythms(db: Db, playbook: Playbook, brandId: string, crisisKind: string): Promise<{ audienceRhythms?: Rhythms }> {
  const { rows } = await sql<{ kind: StakeholderKind }>`
    select distinct kind from stakeholders where removed_at is null and (brand_id is null or brand_id = ${brandId}) and (crisis_kinds is null or ${crisisKind} = any (crisis_kinds))`.execute(
    db,
  )
  const known = new Set(rows.map(({ kind }) => kind))
  const audienceRhythms = rhythmsOf(playbook, (audience) => kindsOf[audience].some((kind) => known.has(kind)))
  return Object.keys(audienceRhythms).length > 0 ? { audienceRhythms } : {}
}

/** Minutes from one word to this audience to the next, at the severity of the crisis; none once customers can work again. */
export async function rhythmTo(db: Db, crisisId: string, audience: StakeholderAudience): Promise<number | undefined> {
  const { rows } = await sql<{ every: number | null }>`
    select (e.data->'audiences'->(e.data->>'severity')->${audience}->>'every')::int as every from events e join crises c on c.id = e.crisis_id and c.restored_at is null
     where e.stream = ${`clocks/${crisisId}`} and e.type = 'ClocksSet' order by e.version desc limit 1`.execute(db)
  return rows[0]?.every ?? undefined
}

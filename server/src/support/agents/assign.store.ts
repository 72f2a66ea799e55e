// The next in turn go to who is available and has the least to do, where a company wants that: a bounded number at a time, one process after the other.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { agentsOf } from './agents.store.ts'
import { dealOut } from './agents.ts'
import { inTurn } from './kinds.store.ts'

const atOnce = 500

/** @returns how many were given to somebody */
export const assignThemselves = ({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<number> =>
  db.transaction().execute(async (tx) => {
    const { rows: turn } = await sql<{ mine: boolean; on: boolean; after: number }>`
      select s.assign_itself as on, s.offer_after_minutes as after, s.assign_itself and pg_try_advisory_xact_lock(hashtextextended('assign-conversations', 0)) as mine from support_settings s`.execute(
      tx,
    )
    if (!turn[0]?.on || !turn[0].mine) return 0
    const agents = (await agentsOf(tx)).filter(({ available }) => available)
    if (agents.length === 0) return 0
    const now = clock()
    // Of each kind its first: what nobody can do yet does not stand before the rest.
    const { rows } = await sql<{ id: number; needs: string[]; since: Date }>`
      select id, needs, waiting_since as since from (
        select id, needs, waiting_since, turn_at, row_number() over (partition by needs order by turn_at, id) as nth from conversations where ${inTurn}) c
       where nth <= ${atOnce / 5} order by turn_at, id limit ${atOnce}`.execute(tx)
    const dealt = dealOut(
      rows.map(({ id, needs, since }) => ({ id, needs, waitedMinutes: (now.getTime() - since.getTime()) / 60_000 })),
      agents,
      turn[0].after,
    )
    const { numAffectedRows } = await sql`
      with given as (select * from jsonb_to_recordset(${JSON.stringify(dealt)}::jsonb) as g (id bigint, person text)),
      free as (select c.id from conversations c where c.id in (select id from given) and ${sql`c.state = 'open' and c.assignee is null`} for update skip locked),
      moved as (
        update conversations c set assignee = g.person, assigned_at = ${now}, revision = revision + 1 from given g join free f on f.id = g.id where c.id = g.id returning c.id, g.person)
      insert into conversation_acts (conversation_id, kind, at, by, data) select id, 'assigned', ${now}, 'leeward', jsonb_build_object('to', person, 'from', null) from moved`.execute(
      tx,
    )
    return Number(numAffectedRows ?? 0)
  })

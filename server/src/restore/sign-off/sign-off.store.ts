import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import type { Reactions } from '../../platform/events/kinds.ts'
import { notify } from '../../remediate/grants/grants.facts.ts'

/** Accounts asked, and what they answered. */
export async function signOffCounts(db: Db, crisisId: string): Promise<{ asked: number; works: number; stillBroken: number }> {
  const {
    rows: [row],
  } = await sql<{ asked: number; works: number; stillBroken: number }>`
    select (select count(distinct d.account_id) from deliveries d join updates u on u.id = d.update_id where u.crisis_id = ${crisisId} and u.class = 'sign-off-request')::int as asked,
           count(*) filter (where answer = 'works')::int as works, count(*) filter (where answer = 'still-broken')::int as "stillBroken"
      from sign_offs where crisis_id = ${crisisId}`.execute(db)
  return row ?? { asked: 0, works: 0, stillBroken: 0 }
}

export const signOffProjections: Projections = {
  SignOffAsked: (tx, fact: { crisisId: string; actor: string; at: Date }) => notify(tx, fact, 'sign-off-request'),
}
export const signOffReactions: Reactions = {
  SignOffAsked: () => [{ job: 'deliver-email', payload: {}, key: 'deliver-email' }],
}

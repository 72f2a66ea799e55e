// What shows again since a crisis was restored: suspicions of its services, criteria that fail again, and customers who say that it is still broken.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { criteriaNow } from '../criteria/restore.view.ts'
import { signOffCounts } from '../sign-off/sign-off.store.ts'
import { SignOffPlan } from '../sign-off/sign-off.contract.ts'
import type { Trouble, WatchState } from './watch.ts'

/** Two may be chance. */
const fewestBroken = 3

export async function troublesOf(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, crisisId: string, { startedAt, despite }: WatchState): Promise<Trouble[]> {
  if (!startedAt) return []
  return [...(await suspicionsOf(deps, crisisId, startedAt)), ...(await failingOf(deps, crisisId, despite)), ...(await brokenOf(deps, crisisId))]
}

async function suspicionsOf({ db }: Pick<Deps, 'db'>, crisisId: string, since: Date): Promise<Trouble[]> {
  const { rows } = await sql<{ id: string; title: string; sentence: string }>`
    select s.id, s.title, (array_agg(e.sentence order by e.weight desc, e.at))[1] as sentence
      from crises c join suspicions s on s.brand_id = c.brand_id and s.practice = c.practice and s.state in ('open', 'snoozed') and s.raised_at >= ${since}
      join suspicion_evidence e on e.suspicion_id = s.id and e.over_at is null and e.service_id in (select service_id from crisis_scope where crisis_id = c.id)
     where c.id = ${crisisId} group by s.id, s.title, s.raised_at order by s.raised_at limit 50`.execute(db)
  return rows.map(({ id, title, sentence }) => ({ key: `suspicion/${id}`, kind: 'suspicion', sentence: `${title}: ${sentence}` }))
}

/** What failed already when it was restored was known then. */
async function failingOf(deps: Pick<Deps, 'db' | 'engine' | 'clock'>, crisisId: string, despite: string[]): Promise<Trouble[]> {
  const criteria = await criteriaNow(deps, crisisId)
  return criteria
    .filter(({ state, text }) => state === 'failing' && !despite.includes(text))
    .map(({ key, text, sentence }) => ({ key: `criterion/${key}`, kind: 'criterion', sentence: `${text}: not any more. ${sentence}` }))
}

async function brokenOf({ db }: Pick<Deps, 'db'>, crisisId: string): Promise<Trouble[]> {
  const [counts, { rows }] = await Promise.all([
    signOffCounts(db, crisisId),
    sql<{ plan: unknown; round: number | null }>`
      select p.body->'signOff' as plan, (select max(round) from sign_off_plans where crisis_id = p.crisis_id) as round from crisis_playbooks p where p.crisis_id = ${crisisId}`.execute(
      db,
    ),
  ])
  const { stillBrokenPercent } = SignOffPlan.parse(rows[0]?.plan ?? {})
  const answered = counts.works + counts.stillBroken
  return counts.stillBroken >= fewestBroken && (counts.stillBroken / answered) * 100 > stillBrokenPercent
    ? [
        {
          key: `sign-off/${rows[0]?.round}`,
          kind: 'sign-off',
          sentence: `${counts.stillBroken} of ${answered} customers who answered say that it is still broken; more than ${stillBrokenPercent} % is too many.`,
        },
      ]
    : []
}

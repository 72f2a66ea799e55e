// What a definition would find, without keeping anything of it.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import type { ImpactPreview, PreviewImpact } from './definition.contract.ts'
import { inSentences } from './definition.store.ts'
import { forSets } from './impact.store.ts'
import { degrees, hitAccounts, readDefinition } from './hit.store.ts'

const mostSeconds = 10

type Found = Pick<ImpactPreview, 'accounts' | 'added' | 'removed' | 'vulnerable' | 'byDegree' | 'sample'>

/** Counts and twenty accounts (the vulnerable first, then by revenue) that a changed definition would hit; gives up after ten seconds. */
export async function previewImpact({ db }: Pick<Deps, 'db'>, crisisId: string, given: PreviewImpact): Promise<ImpactPreview> {
  const instead = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as PreviewImpact
  const definition = await readDefinition(db, crisisId, instead)
  if (!definition) throw new Refused('not-found', 'There is no such crisis.')
  const { inWords } = await inSentences(db, crisisId, definition)
  const found = await db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`select set_config('statement_timeout', ${`${mostSeconds}s`}, true)`.execute(tx)
      await forSets(tx)
      return (
        await sql<Found>`
          with hit as materialized (${hitAccounts(definition)}),
          counted as (
            select h.degree, count(*)::int as accounts, count(a.vulnerability)::int as vulnerable, count(*) filter (where i.account_id is null)::int as added
              from hit h join accounts a on a.id = h.account_id left join impact i on i.crisis_id = ${crisisId} and i.account_id = h.account_id group by h.degree),
          sample as (
            select a.id as "accountId", a.key, a.name, a.tier, a.vulnerability, h.degree, h.since from hit h join accounts a on a.id = h.account_id
             order by a.vulnerability is null, a.mrr_minor desc, a.id limit 20)
          select coalesce((select sum(accounts) from counted), 0)::int as accounts, coalesce((select sum(vulnerable) from counted), 0)::int as vulnerable, coalesce((select sum(added) from counted), 0)::int as added,
                 ((select count(*) from impact where crisis_id = ${crisisId}) - coalesce((select sum(accounts - added) from counted), 0))::int as removed,
                 (select coalesce(jsonb_agg(jsonb_build_object('degree', degree, 'accounts', accounts)), '[]') from counted) as "byDegree",
                 (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from sample s) as sample`.execute(tx)
      ).rows[0] as Found
    })
    .catch((error: { code?: string }) => {
      if (error.code === '57014')
        throw new Refused(
          'too-large',
          `Working this out took longer than ${mostSeconds} seconds. Make the conditions narrower, or save them: then it is worked out in the background.`,
        )
      throw error
    })
  return { ...found, byDegree: found.byDegree.toSorted((one, other) => degrees.indexOf(one.degree) - degrees.indexOf(other.degree)), inWords }
}

// How the remedies' facts are read back, and what granting does in the same transaction: ledger lines, and a mail to each customer.
import { sql } from 'kysely'
import { z } from 'zod'
import { planDeliveries } from '../../communicate/deliveries/deliveries.plan.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { sealOf } from './grants.plan.ts'
import { type RemediesCommand, type RemediesFact, type RemediesState, remedies } from './remedies.ts'

const at = z.coerce.date()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('RemediesPlanned'), planId: z.string(), revision: z.number(), seal: z.string(), accounts: z.number(), at }),
  z.object({ type: z.literal('RemediesApproved'), planId: z.string(), by: z.string(), at }),
  z.object({ type: z.literal('RemediesGranted'), planId: z.string(), accounts: z.number(), at }),
])
export const remediesKind = streamKind<RemediesState, RemediesCommand, RemediesFact>({
  name: 'remedies',
  decider: remedies,
  facts: Facts as z.ZodType<RemediesFact>,
  schemaVersion: 1,
})
export const remediesStream = (crisisId: string) => `remedies/${crisisId}`

type Of<T extends RemediesFact['type']> = Extract<RemediesFact, { type: T }> & { crisisId: string; actor: string }

export const remediesProjections: Projections = {
  RemediesPlanned: async (tx, fact: Of<'RemediesPlanned'>) => {
    await sql`update remedy_plans set status = 'discarded' where crisis_id = ${fact.crisisId} and status = 'proposed' and id <> ${fact.planId}`.execute(tx)
  },
  RemediesGranted: async (tx, fact: Of<'RemediesGranted'>) => {
    const {
      rows: [plan],
    } = await sql<{
      same: boolean
    }>`update remedy_plans set status = 'executed' where id = ${fact.planId} returning seal = ${sealOf(fact.planId)} as same`.execute(tx)
    if (!plan?.same) throw new Refused('changed-meanwhile', 'The plan is no longer what was approved. Work it out again.')
    // Each line moves the account towards its entitlement: what earlier lines gave is taken off; goodwill is never taken back.
    const { numAffectedRows } = await sql`
      insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at)
      select e.crisis_id, e.account_id, e.practice, e.remedy, coalesce(g.revision, 0) + 1, e.plan_id, e.amount_minor - coalesce(g.given, 0), e.currency, ${fact.at}
        from entitlements e
        left join lateral (select max(revision) as revision, sum(amount_minor)::bigint as given from grants where crisis_id = e.crisis_id and account_id = e.account_id and remedy = e.remedy) g on true
       where e.plan_id = ${fact.planId} and (g.revision is null or e.amount_minor > g.given)`.execute(tx)
    if (numAffectedRows) await notify(tx, fact, 'remedy-notice', fact.planId)
  },
}

/** A notice to the affected is a message of its own class, planned like an update, but not shown on the status page. */
export async function notify(
  tx: Parameters<typeof planDeliveries>[0],
  fact: { crisisId: string; actor: string; at: Date },
  kind: 'remedy-notice' | 'sign-off-request',
  planId: string | null = null,
) {
  const {
    rows: [notice],
  } = await sql<{ id: string }>`
    insert into updates (id, crisis_id, practice, class, status, phase, author, created_at, published_at, remedy_plan)
    select ${newId(fact.at, isPracticeId(fact.crisisId))}::uuid, id, practice, ${kind}, 'published', 'resolved', ${fact.actor}, ${fact.at}::timestamptz, ${fact.at}::timestamptz, ${planId}::uuid from crises where id = ${fact.crisisId} returning id`.execute(
    tx,
  )
  if (!notice) throw new Error(`There is no crisis ${fact.crisisId}.`)
  await sql`insert into update_texts (update_id, locale, parts) select ${notice.id}, 'en', jsonb_build_object('title', ${kind === 'remedy-notice' ? 'Your credit' : 'Does it work for you again?'}::text)`.execute(
    tx,
  )
  await planDeliveries(tx, notice.id, fact.at)
  // A remedy notice goes only to those to whom this plan granted something.
  if (kind === 'remedy-notice')
    await sql`
    delete from deliveries d where d.update_id = ${notice.id} and not exists (select 1 from grants g where g.crisis_id = ${fact.crisisId} and g.account_id = d.account_id and g.plan_id = ${planId})`.execute(
      tx,
    )
  await sql`update dispatches r set rows = (select count(*) from deliveries d where d.update_id = r.update_id and d.channel = r.channel) where r.update_id = ${notice.id}`.execute(
    tx,
  )
}

export const remediesReactions: Reactions = {
  RemediesGranted: (fact: { crisisId: string }) => [
    { job: 'deliver-email', payload: {}, key: 'deliver-email' },
    { job: 'draft-review', payload: { crisisId: fact.crisisId }, key: `draft-review/${fact.crisisId}` },
  ],
}

// The ledger: what an approved plan adds to it, and what is taken back. Lines are only ever added.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { givenBefore, partly } from './partly.store.ts'
import { given } from './plan-lines.store.ts'

export const manyLines = 10_000

/** Whoever adds to the ledger does so alone, until the transaction ends: so each sees all that was given before, and the order of its lines is that of their ids. */
export const aloneInLedger = (tx: Db) => sql`select pg_advisory_xact_lock(hashtextextended('ledger', 0))`.execute(tx)

type Granting = { crisisId: string; planId: string; by: string[]; at: Date }

/**
 * Each line moves an account towards its entitlement: what earlier lines gave is taken off, also to accounts that were merged into it; goodwill is never
 * taken back by a plan. What gives no money is promised once. Every new line gets its payout in the same statement.
 * @returns how many lines were added, and how many of them wait for a provider
 */
export async function grantPlan(tx: Db, { crisisId, planId, by, at }: Granting): Promise<{ lines: number; waiting: number }> {
  const { rows } = await sql<{ lines: number; waiting: number }>`
    with ${given({ crisisId })},
    sums as (
      select l.account_id, l.remedy, coalesce(sum(g.amount) filter (where g.currency = l.currency), 0) as amount, max(g.revision) as revision
        from given g join remedy_lines l on l.plan_id = ${planId}::uuid and l.account_id = g.account_id and l.remedy = g.remedy group by 1, 2),
    added as (
      insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at, owed, rule, month, granted_by)
      select l.crisis_id, l.account_id, l.practice, l.remedy, coalesce(s.revision, 0) + 1, l.plan_id, l.amount_minor - coalesce(s.amount, 0), l.currency, ${at}::timestamptz, l.owed, l.rule, l.month, ${by}::text[]
        from remedy_lines l left join sums s on s.account_id = l.account_id and s.remedy = l.remedy
       where l.plan_id = ${planId}::uuid and (l.amount_minor > coalesce(s.amount, 0) or (l.full_minor = 0 and l.held is null and s.remedy is null))
      returning id, crisis_id, account_id, practice, rule, remedy, owed, amount_minor, currency, plan_id),
    ${means(planId)},
    ${givenBefore(crisisId)},
    payouts_added as (
      insert into payouts (grant_id, crisis_id, account_id, practice, payer_id, means, more, answer, changed_at)
      select g.id, g.crisis_id, g.account_id, g.practice, w.payer_id, case when g.practice then 'practice' else w.means end, w.more, w.why, ${at}::timestamptz
        from added g ${wayOf}
      returning payer_id)
    select (select count(*) from added)::int as lines, (select count(*) from payouts_added where payer_id is not null)::int as waiting`.execute(tx)
  const added = rows[0] ?? { lines: 0, waiting: 0 }
  // What follows at once (telling, carrying out) must not go by statistics of an empty table.
  if (added.lines > manyLines) await sql`analyze grants, payouts`.execute(tx)
  return added
}

/** How each rule reaches a customer, and who of the brand's payers carries it out. */
const means = (planId: string) => sql`
    how as (
      select (nth - 1)::smallint as rule, rule->>'as' as "as", rule ?| array['days', 'percent', 'fixed'] as money,
             (rule->>'days')::int as days, round((rule->>'percent')::numeric * 100)::int as hundredths, rule->'months' as months
        from remedy_plans p, jsonb_array_elements(p.policy->'rules') with ordinality x (rule, nth) where p.id = ${planId}::uuid),
    who as (
      select p.id, p.kind from payers p join remedy_plans r on r.id = ${planId}::uuid join crises c on c.id = r.crisis_id
       where p.brand_id = c.brand_id and p.removed_at is null)`

/**
 * Stripe and Shopify where they know the customer, else the webhook, else people with a file; what is no money is somebody's task. Free days and discounts
 * need a subscription, refunds the provider of their order, credit notes and money back the last invoice that was paid: where there is none, people carry it out.
 */
const wayOf = sql`
  left join how h on h.rule = g.rule
  cross join lateral (select case when g.owed and h."as" is distinct from 'refund' then 'credit' when not coalesce(h.money, true) then 'task' else coalesce(h."as", 'credit') end as wanted) k
  left join lateral (
    select o.provider, jsonb_build_object('order', o.external_id, 'paymentIntent', o.payment_ref) as "is" from orders o
     where k.wanted = 'refund' and o.account_id = g.account_id and 'refund-' || o.id = g.remedy and (o.provider = 'shopify' or o.payment_ref is not null) limit 1) ord on true
  left join lateral (
    select jsonb_strip_nulls(jsonb_build_object('customer', s.customer, 'invoice', case k.wanted when 'credit-note' then s.invoice_ref end,
             case when starts_with(s.payment_ref, 'pi_') then 'paymentIntent' else 'charge' end, case k.wanted when 'money-back' then s.payment_ref end)) as "is" from subscriptions s
     where k.wanted in ('credit-note', 'money-back') and s.account_id = g.account_id and s.provider = 'stripe' and s.currency = g.currency and s.paid_minor >= g.amount_minor
       and case k.wanted when 'credit-note' then s.invoice_ref else s.payment_ref end is not null
     order by s.paid_at desc, s.id limit 1) paid on true
  left join lateral (
    select w.id, w.kind from who w
     where k.wanted <> 'task'
       and ((w.kind = 'webhook')
         or (k.wanted = 'refund' and w.kind = ord.provider)
         or (w.kind = 'stripe' and (k.wanted in ('credit', 'extension', 'discount') or paid."is" is not null))
         or (w.kind = 'shopify' and k.wanted in ('store-credit', 'gift-card')))
       and (w.kind = 'webhook' or exists (select from account_aliases a where a.account_id = g.account_id and a.practice = g.practice and a.system = w.kind))
     order by w.kind = 'webhook', w.kind = 'shopify' limit 1) y on true
  left join lateral (
    select jsonb_strip_nulls(jsonb_build_object('subscription', s.external_id, 'periodEnd', s.current_period_end, 'customer', s.customer)) as "is" from subscriptions s
     where k.wanted in ('extension', 'discount') and y.kind = 'stripe' and s.account_id = g.account_id and s.provider = 'stripe' and s.ended_at is null and s.status in ('active', 'trialing', 'past_due')
     order by s.price_minor desc nulls last, s.id limit 1) sub on true
  ${partly}
  cross join lateral (
    select y.id is not null and (k.wanted not in ('extension', 'discount') or y.kind = 'webhook' or (sub."is" is not null and part.why is null)) as can) c
  cross join lateral (
    select case when c.can then y.id end as payer_id, case when sub."is" is not null then part.why end as why,
           case when part is null then '{}' else jsonb_strip_nulls(jsonb_build_object('days', part.days, 'percent', part.percent, 'months', h.months, 'description', part.words)) end || coalesce(sub."is", case y.kind when ord.provider then ord."is" when 'stripe' then paid."is" end, '{}') as more,
           case when k.wanted = 'task' then 'task' when not c.can then 'file' when y.kind = 'webhook' then 'webhook' when k.wanted = 'credit' then 'balance' when k.wanted = 'money-back' then 'refund' else k.wanted end as means) w`

/** A line that takes another back, whole; and a note to later plans that this account gets no more of it. */
export async function takeBack(
  tx: Db,
  { grantId, crisisId, at, by, reason }: { grantId: number; crisisId: string | null; at: Date; by: string; reason?: string },
): Promise<void> {
  await aloneInLedger(tx)
  const { rows } = await sql`
    with line as (select * from grants where id = ${grantId} and crisis_id is not distinct from ${crisisId}::uuid),
    added as (
      insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at, owed, rule, month, reverses, granted_by, reason, goodwill_id)
      select l.crisis_id, l.account_id, l.practice, l.remedy, (select max(revision) + 1 from grants g where g.crisis_id is not distinct from l.crisis_id and g.account_id = l.account_id and g.remedy = l.remedy),
             l.plan_id, -l.amount_minor, l.currency, ${at}::timestamptz, l.owed, l.rule, l.month, l.id, array[${by}], ${reason ?? null}, l.goodwill_id
        from line l where l.reverses is null and l.amount_minor > 0
      returning id, crisis_id, account_id, practice, remedy, amount_minor, currency),
    edited as (
      insert into remedy_edits (crisis_id, account_id, practice, remedy, amount_minor, reason, edited_by, edited_at)
      select a.crisis_id, a.account_id, a.practice, a.remedy,
             greatest(0, a.amount_minor + (select sum(g.amount_minor) from grants g join accounts x on x.id = g.account_id join accounts s on s.id = a.account_id
                where g.crisis_id = a.crisis_id and g.remedy = a.remedy and g.currency = a.currency and coalesce(x.merged_into, x.id) = coalesce(s.merged_into, s.id)))::bigint,
             'Taken back', ${by}, ${at}::timestamptz from added a where a.crisis_id is not null and a.remedy <> 'goodwill')
    insert into payouts (grant_id, crisis_id, account_id, practice, payer_id, means, more, changed_at)
    select a.id, a.crisis_id, a.account_id, a.practice, w.id, case when p.payer_id is not null and w.id is null then 'file' else p.means end, p.more, ${at}::timestamptz
      from added a join payouts p on p.grant_id = ${grantId} left join payers w on w.id = p.payer_id and w.removed_at is null returning grant_id`.execute(tx)
  if (rows.length === 0) throw new Refused('out-of-order', 'Only a line that gave an amount can be taken back, and it is taken back whole.')
}

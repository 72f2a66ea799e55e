// The lines of a plan for everybody who was hurt, as one statement: rules, what is owed, edits, share and caps. Only what this crisis needs is in it.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { mayApply } from '../policies/amounts.ts'
import type { RemedyRule } from '../policies/policy.ts'
import { members, owed, refunded } from './owed-lines.store.ts'
import { askedFor, type Fragment, type Has, list, most, type PlanFor, partOf, upTo } from './plan-terms.store.ts'

const nothing = sql.raw('')
/** @returns a select of account_id, practice, rule, minutes, remedy, owed, currency, full_minor, amount_minor, held, month */
export async function planLines(db: Db, wanted: PlanFor): Promise<Fragment> {
  const has = await what(db, wanted)
  const { policy, adjust } = wanted
  const all = policy.rules.map((rule, at) => ({ rule, at })).filter(({ rule }) => mayApply(rule, wanted))
  const rules = all.filter(({ rule }) => rule.as !== 'refund')
  const refunds = all.filter(({ rule }) => rule.as === 'refund')
  const parts = [
    sql`hurt as (
      select i.account_id, i.practice, i.degree, floor(greatest(0, date_part('epoch', coalesce(i.until, ${wanted.now}::timestamptz) - i.since)) / 60)::int as minutes, a.tier, a.region, a.mrr_minor as price, a.currency, a.sla
        from impact i join accounts a on a.id = i.account_id and a.practice = i.practice
       where i.crisis_id = ${wanted.crisisId} and a.merged_into is null ${adjust.leaveOutTiers.length > 0 ? sql`and a.tier <> all (${adjust.leaveOutTiers}::text[])` : nothing}
         ${adjust.minMinutes > 0 ? sql`and coalesce(i.until, ${wanted.now}::timestamptz) - i.since >= make_interval(mins => ${adjust.minMinutes})` : nothing})`,
    ...(has.edits ? [edits(wanted)] : []),
    ...(has.sla || refunds.length > 0 ? [members] : []),
    ...(has.sla ? [owed(wanted, has)] : []),
    ...(has.given ? [given(wanted)] : []),
    ...(has.year ? [givenInYear(wanted)] : []),
    ...(refunds.length > 0 ? [refunded(wanted, refunds, has)] : []),
    candidates(wanted, rules),
    shared(wanted, has),
    summed(wanted, has),
  ]
  const goodwill = sql`select account_id, practice, rule, minutes, remedy, false as owed, currency, coalesce(full_minor, 0) as full_minor, ${amount(wanted, has)} as amount_minor, (${held(wanted, has)})::line_held as held, null::date as month from summed`
  const lines = sql.join(
    [
      goodwill,
      ...(has.sla
        ? [
            sql`select account_id, practice, rule, minutes, remedy, true, currency, full_minor, amount, held, month from owed where amount > 0 or held is not null`,
          ]
        : []),
      ...(refunds.length > 0
        ? [sql`select account_id, practice, rule, minutes, remedy, true, currency, amount, amount, null, null::date from refunded where amount > 0`]
        : []),
    ],
    sql` union all `,
  )
  return sql`with ${sql.join(parts, sql`, `)} ${lines}`
}

/** What there is at all, so that nobody is joined with nothing. */
async function what(db: Db, { crisisId, policy, now }: PlanFor): Promise<Has> {
  const { rows } = await sql<Has>`
    select exists (select from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId} and a.sla = any (${Object.keys(policy.slas)}::text[])) as sla,
           exists (select from remedy_edits where crisis_id = ${crisisId}) as edits,
           exists (select from grants where crisis_id = ${crisisId}) as given,
           ${policy.caps.account !== undefined} and exists (select from grants where crisis_id = ${crisisId} and remedy = 'goodwill') as agents,
           ${policy.caps.accountYear !== undefined} and exists (select from grants g where ${countsInYear({ crisisId, now })}) as year`.execute(db)
  return rows[0] as Has
}

/** Which rule gives whom how much by itself; of several with one remedy, the largest. What no rule asks for is not looked at. */
function candidates({ policy, crisisId }: PlanFor, rules: { rule: RemedyRule; at: number }[]): Fragment {
  const step = policy.roundUpTo
  const twice = rules.some(({ rule }, at) => rules.slice(at + 1).some((other) => other.rule.remedy === rule.remedy && mayMeet(rule, other.rule)))
  const rows = rules.map(
    ({ rule, at }) =>
      sql`(${at}::smallint, ${rule.remedy}::text, ${list(rule.tiers)}, ${list(rule.regions)}, ${list(rule.degrees)}, ${rule.minMinutes ?? 0}::int, ${rule.maxMinutes ?? null}::int, ${rule.optIn ?? false}::boolean, ${rule.days ?? null}::int, ${rule.percent === undefined ? null : Math.round(rule.percent * 100) * (rule.as === 'discount' ? (rule.months ?? 1) : 1)}::int, ${rule.fixed ? JSON.stringify(rule.fixed) : null}::jsonb)`,
  )
  const none = sql`(null::smallint, null::text, null::text[], null::text[], null::text[], null::int, null::int, null::boolean, null::int, null::int, null::jsonb)`
  const asked = (field: keyof RemedyRule, condition: Fragment) => (rules.some(({ rule }) => rule[field] !== undefined) ? [condition] : [])
  const conditions = [
    ...(rules.length > 0 ? [] : [sql`false`]),
    ...asked('tiers', sql`(r.tiers is null or h.tier = any (r.tiers))`),
    ...asked('regions', sql`(r.regions is null or h.region = any (r.regions))`),
    ...asked('degrees', sql`(r.degrees is null or h.degree = any (r.degrees))`),
    ...asked('minMinutes', sql`h.minutes >= r.min_minutes`),
    ...asked('maxMinutes', sql`(r.max_minutes is null or h.minutes < r.max_minutes)`),
    ...asked('optIn', sql`(not r.opt_in or ${askedFor(crisisId)})`),
  ]
  const full = sql`
    case when r.fixed is not null then (r.fixed->>h.currency)::bigint
         when r.days is null and r.hundredths is null then 0
         when h.price = 0 then null
         when r.days is not null then least(${upTo(sql`(h.price * r.days + 29) / 30`, step)}, ${most})
         else least(${upTo(partOf(sql`h.price`, sql`r.hundredths`), step)}, ${most}) end`
  return sql`candidates as (
    select ${twice ? sql`distinct on (h.account_id, r.remedy)` : nothing} h.account_id, h.practice, h.minutes, h.price, h.currency, r.rule, r.remedy, ${full} as full_minor
      from hurt h join (values ${rows.length > 0 ? sql.join(rows) : none}) r (rule, remedy, tiers, regions, degrees, min_minutes, max_minutes, opt_in, days, hundredths, fixed)
        on ${conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`}
     ${twice ? sql`order by h.account_id, r.remedy, full_minor desc nulls last, r.rule` : nothing})`
}

/** Whether one account may fall under both: not where their tiers, regions, degrees or times exclude each other. */
const mayMeet = (one: RemedyRule, other: RemedyRule): boolean =>
  (['tiers', 'regions', 'degrees'] as const).every((field) => shareOne(one[field], other[field])) &&
  (one.minMinutes ?? 0) < (other.maxMinutes ?? Number.POSITIVE_INFINITY) &&
  (other.minMinutes ?? 0) < (one.maxMinutes ?? Number.POSITIVE_INFINITY)
const shareOne = (some: readonly string[] | undefined, others: readonly string[] | undefined) => !some || !others || some.some((each) => others.includes(each))

/** The share that people chose, or what they wrote for one account. */
function shared({ adjust }: PlanFor, has: Has): Fragment {
  const part = adjust.share === 100 ? sql`coalesce(c.full_minor, 0)` : sql`least((coalesce(c.full_minor, 0) * ${sql.lit(adjust.share)} + 99) / 100, ${most})`
  return has.edits
    ? sql`shared as (select c.*, coalesce(e.amount_minor, ${part}) as part, e.amount_minor is not null as edited from candidates c left join edits e on e.account_id = c.account_id and e.remedy = c.remedy)`
    : sql`shared as (select c.*, ${part} as part, false as edited from candidates c)`
}

const needsSums = ({ policy }: PlanFor, has: Has) =>
  has.edits || (has.sla && policy.combine === 'larger') || policy.caps.account !== undefined || policy.caps.accountYear !== undefined

/** Each account's goodwill so far, in the order of the rules, beside what is owed to it and what its cap is. */
function summed(wanted: PlanFor, has: Has): Fragment {
  if (!needsSums(wanted, has)) return sql`summed as (select * from shared)`
  const { caps, combine } = wanted.policy
  const percent = (cap: number) => partOf(sql`s.price`, sql.lit(Math.round(cap * 100)))
  const once =
    caps.account === undefined
      ? sql`null::bigint`
      : sql`case when s.price > 0 then ${has.agents ? sql`greatest(0, ${percent(caps.account)} - coalesce(v.amount, 0))` : percent(caps.account)} end`
  const year =
    caps.accountYear === undefined
      ? sql`null::bigint`
      : sql`case when s.price > 0 then greatest(0, ${percent(caps.accountYear)} - ${has.year ? sql`coalesce(y.amount, 0)` : sql`0`}) end`
  return sql`summed as (
    select s.*, ${has.sla && combine === 'larger' ? sql`coalesce(o.amount, 0)` : sql`0::bigint`} as off, ${once} as cap_once, ${year} as cap_year,
           ${has.edits ? sql`coalesce(sum(s.part) filter (where s.edited) over (partition by s.account_id), 0)::bigint` : sql`0::bigint`} as edited_sum,
           ${has.edits ? sql`coalesce(sum(s.part) filter (where s.edited) over w, 0)::bigint` : sql`0::bigint`} as edited_so_far,
           ${has.edits ? sql`coalesce(sum(s.part) filter (where not s.edited) over w, 0)::bigint` : sql`(sum(s.part) over w)::bigint`} as so_far
      from shared s
      ${has.sla && combine === 'larger' ? sql`left join (select account_id, sum(amount)::bigint as amount from owed group by 1) o on o.account_id = s.account_id` : nothing}
      ${has.agents ? sql`left join given v on v.account_id = s.account_id and v.currency = s.currency and v.remedy = 'goodwill'` : nothing}
      ${has.year ? sql`left join given_in_year y on y.account_id = s.account_id and y.currency = s.currency` : nothing}
    window w as (partition by s.account_id order by s.rule rows unbounded preceding))`
}

const capOf = sql`least(cap_once, cap_year)`
const afterOwed = (soFar: Fragment) => sql`greatest(${soFar} - off, 0)`
const capped = (total: Fragment) => sql`least(${total}, coalesce(${capOf}, ${most}))`

/** What is left of a line: what people wrote counts first, then the rules in their order, less what is owed, up to the cap. */
function amount(wanted: PlanFor, has: Has): Fragment {
  const line = needsSums(wanted, has)
    ? sql`case when edited then ${capped(sql`edited_so_far`)} - ${capped(sql`edited_so_far - part`)}
               else ${capped(sql`edited_sum + ${afterOwed(sql`so_far`)}`)} - ${capped(sql`edited_sum + ${afterOwed(sql`so_far - part`)}`)} end`
    : sql`part`
  return has.given ? sql`case when ${otherCurrency} then 0 else ${line} end` : line
}

/** What was given before in another currency cannot be set against this: a person must look, and may write that there is no more. */
const otherCurrency = sql`(not (edited and part = 0) and exists (select from given g where g.account_id = summed.account_id and g.remedy = summed.remedy and g.currency <> summed.currency and g.amount <> 0))`

function held(wanted: PlanFor, has: Has): Fragment {
  const uncapped = sql`${afterOwed(sql`so_far`)} - ${afterOwed(sql`so_far - part`)}`
  return sql`case ${has.given ? sql`when ${otherCurrency} then 'currency'` : nothing}
    when edited then 'edited' when full_minor is null then 'no-price'
    ${
      needsSums(wanted, has)
        ? sql`when ${amount(wanted, { ...has, given: false })} < ${uncapped} then case when coalesce(cap_year, ${most}) < coalesce(cap_once, ${most}) then 'cap-year' else 'cap-account' end
              when ${uncapped} < part then 'smaller'`
        : nothing
    }
    when part < full_minor then 'share' end`
}

/** The newest word of a person, also on an account that was merged meanwhile. */
const edits = ({ crisisId }: PlanFor) => sql`edits as (
  select distinct on (1, 2) coalesce(a.merged_into, e.account_id) as account_id, e.remedy, e.amount_minor from remedy_edits e join accounts a on a.id = e.account_id
   where e.crisis_id = ${crisisId} order by 1, 2, e.id desc)`

/** What this crisis gave already, to accounts merged into one as well. */
export const given = ({ crisisId }: Pick<PlanFor, 'crisisId'>) => sql`given as (
  select coalesce(a.merged_into, g.account_id) as account_id, g.remedy, g.currency, sum(g.amount_minor)::bigint as amount,
         max(g.revision) filter (where a.merged_into is null) as revision
    from grants g join accounts a on a.id = g.account_id where g.crisis_id = ${crisisId} group by 1, 2, 3)`

const givenInYear = (wanted: PlanFor) => sql`given_in_year as (
  select coalesce(a.merged_into, g.account_id) as account_id, g.currency, sum(g.amount_minor)::bigint as amount from grants g join accounts a on a.id = g.account_id where ${countsInYear(wanted)} group by 1, 2)`

/** Line `g` is goodwill of the last 365 days that a plan of this crisis does not give itself. */
export const countsInYear = ({ crisisId, now }: Pick<PlanFor, 'crisisId' | 'now'>) =>
  sql`not g.owed and (g.crisis_id is distinct from ${crisisId}::uuid or g.remedy = 'goodwill') and g.granted_at > ${now}::timestamptz - interval '365 days'`

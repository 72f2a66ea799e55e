// A condition becomes SQL here, and only from what is written below: a field picks one of these columns, an operator one of these comparisons,
// and every value is a parameter. One pass over the exposures serves all rules of a condition.
import { type RawBuilder, sql } from 'kysely'
import { asksOneExposure, type FieldName, fieldOf, isGroup, type Query, type Rule } from './fields.contract.ts'

/** The span in which a group counts, as the crisis clips it; no end: still running. */
export type Window = { start: Date; end: Date | null }
/** `services`: the id of each service that the conditions name by key. */
export type Compiling = { practice: boolean; services: ReadonlyMap<string, string> }

type Sql = RawBuilder<unknown>
/**
 * `since` and `until` mean something where it holds, and are absent where nothing in it says a time; `requires`: whether it can only hold for an account
 * with a matching exposure; `several`: whether times of several exposures were put together.
 */
type Node = { holds: Sql; since?: Sql; until?: Sql; requires: boolean; several?: boolean; leaf?: boolean }
type Leaf = { predicate: Sql; usesAccount: boolean }

/**
 * Rows (account_id, since, until) of the accounts for which a condition holds in a window; until is infinity while it lasts.
 * A rule on an exposure asks for any exposure in force; a nested group with such rules asks for one exposure that fulfils all of it.
 */
export function accountsOf(query: Query, window: Window, compiling: Compiling): Sql {
  const leaves: Leaf[] = []
  const { holds, since, until, requires, several } = ofAccount(query, leaves, compiling)
  const whole = { start: sql`${window.start}::timestamptz`, end: endOf(window) }
  const known = (of: Sql | undefined, otherwise: Sql) => (of ? (requires ? of : sql`coalesce(${of}, ${otherwise})`) : otherwise)
  const [from, to] = [known(since, whole.start), known(until, whole.end)]
  // What never held at one moment counts for none of the time, but its account is not forgotten.
  const columns = (id: Sql) => sql`${id} as account_id, ${from} as since, ${several ? sql`greatest(${to}, ${from})` : to} as until`
  const matched = leaves.length === 0 ? undefined : matchedExposures(leaves, window, compiling)
  if (matched && requires && !asksAccount(query)) return sql`select ${columns(sql`m.account_id`)} from (${matched}) m where ${holds}`
  const join = matched && (requires ? sql`join (${matched}) m on m.account_id = a.id` : sql`left join (${matched}) m on m.account_id = a.id`)
  return sql`select ${columns(sql`a.id`)} from accounts a ${join ?? sql``} where a.practice = ${compiling.practice} and a.merged_into is null and ${holds}`
}

/** Of each account the span of the exposures that each leaf matches: one scan, one aggregate, whatever the number of rules. */
function matchedExposures(leaves: Leaf[], window: Window, { practice }: Compiling): Sql {
  const spans = leaves.map(({ predicate }, i) => {
    const only = leaves.length === 1 ? sql`` : sql` filter (where ${predicate})`
    return sql`min(greatest(e.since, ${window.start}::timestamptz))${only} as ${sql.ref(`s${i}`)}, max(${lastOf(window)})${only} as ${sql.ref(`u${i}`)}`
  })
  const accounts = leaves.some((leaf) => leaf.usesAccount) ? sql`join accounts a on a.id = e.account_id` : sql``
  return sql`select e.account_id, ${sql.join(spans)} from exposures e ${accounts}
    where e.practice = ${practice} and ${inForce(window)} and (${sql.join(
      leaves.map(({ predicate }) => predicate),
      sql` or `,
    )}) group by e.account_id`
}

const lastOf = ({ end }: Window): Sql => (end ? sql`least(e.until, ${end}::timestamptz)` : sql`coalesce(e.until, 'infinity')`)

/** Whether exposure `e` is in force at any time of a window. */
const inForce = ({ start, end }: Window): Sql =>
  sql`(e.until is null or e.until > ${start}::timestamptz)${end ? sql` and (e.since is null or e.since <= ${end}::timestamptz)` : sql``}`
export const endOf = ({ end }: Window): Sql => (end ? sql`${end}::timestamptz` : sql`'infinity'::timestamptz`)

function ofAccount(group: Query, leaves: Leaf[], compiling: Compiling): Node {
  const nodes = group.rules.map((each): Node => {
    if (!isGroup(each))
      return fieldOf(each.field).of === 'account' ? { holds: ofRule(each, compiling), requires: false } : leaf(leaves, ofRule(each, compiling))
    if (!asksOneExposure(each)) return ofAccount(each, leaves, compiling)
    const one = leaf(leaves, ofExposure({ ...each, not: false }, compiling), asksAccount(each))
    return each.not ? { holds: sql`not ${one.holds}`, requires: false } : one
  })
  const holds = combined(
    group,
    nodes.map((node) => node.holds),
  )
  if (group.not) return { holds: sql`(${holds}) is not true`, requires: false }
  const and = group.combinator === 'and'
  const requires = and ? nodes.some((node) => node.requires) : nodes.every((node) => node.requires)
  const times = (which: 'since' | 'until') =>
    nodes.flatMap((node) => {
      const time = node[which]
      // Of all that must hold, each holds; of any, only those that do may say a time. Where a leaf does not hold, its times are null.
      return time ? [and || node.leaf ? time : sql`case when ${node.holds} then ${time} end`] : []
    })
  const [sinces, untils] = [times('since'), times('until')]
  if (sinces.length === 0) return { holds, requires }
  const one = sinces.length === 1
  const [latest, earliest] = [sql`greatest`, sql`least`]
  const together = (call: Sql, of: Sql[]) => (one ? (of[0] as Sql) : sql`${call}(${sql.join(of)})`)
  // All of it holds from the latest since to the earliest until; any of it from the earliest to the latest. What says no time has no part in it.
  return {
    holds,
    requires,
    since: together(and ? latest : earliest, sinces),
    until: together(and ? earliest : latest, untils),
    several: !one || nodes.some((node) => node.several),
  }
}

function leaf(leaves: Leaf[], predicate: Sql, usesAccount = false): Node {
  const i = leaves.push({ predicate, usesAccount }) - 1
  const [since, until] = [sql.ref(`m.s${i}`), sql.ref(`m.u${i}`)]
  return { holds: sql`(${since} is not null)`, since, until, requires: true, leaf: true }
}

/** A group that is asked of one exposure; what is nested in it is too. */
function ofExposure(group: Query, compiling: Compiling): Sql {
  const each = group.rules.map((rule) => (isGroup(rule) ? ofExposure(rule, compiling) : ofRule(rule, compiling)))
  const holds = combined(group, each)
  return group.not ? sql`(${holds}) is not true` : holds
}

const combined = ({ combinator }: Query, parts: Sql[]): Sql => sql`(${sql.join(parts, combinator === 'and' ? sql` and ` : sql` or `)})`
const asksAccount = (group: Query): boolean => group.rules.some((rule) => (isGroup(rule) ? asksAccount(rule) : fieldOf(rule.field).of === 'account'))

const columns: Record<FieldName, Sql> = {
  'account.tier': sql`a.tier`,
  'account.region': sql`a.region`,
  'account.kind': sql`a.kind`,
  'account.locale': sql`a.locale`,
  'account.currency': sql`a.currency::text`,
  'account.revenue': sql`a.mrr_minor`,
  'account.vulnerability': sql`a.vulnerability`,
  'account.key': sql`a.key`,
  'account.owner': sql`a.owner_email`,
  'exposure.service': sql`e.service_id`,
  'exposure.region': sql`e.region`,
  'exposure.sku': sql`e.sku`,
  'exposure.lot': sql`e.lot`,
  'exposure.order': sql`e.order_ref`,
  'exposure.orderDate': sql`e.since`,
  'exposure.integration': sql`e.integration`,
}

/** One comparison. What is not known is not equal to anything, is in no list, and is neither below nor above. */
function ofRule({ field, operator, value }: Rule, { services }: Compiling): Sql {
  const column = columns[field]
  const known = (text: unknown) => (field === 'exposure.service' ? services.get(String(text)) : text)
  const scalar = (each: unknown): Sql => {
    const { kind } = fieldOf(field)
    if (kind === 'amount') return sql`${Number(each)}::bigint * ${minorPerUnit}`
    if (kind === 'time') return sql`${String(each)}::timestamptz`
    return field === 'exposure.service' ? sql`${known(each)}::uuid` : sql`${String(each)}::text`
  }
  const array = (): Sql => {
    const values = [...(value as string[])].map(known).filter((each) => each !== undefined)
    return field === 'exposure.service' ? sql`${values}::uuid[]` : sql`${values}::text[]`
  }
  switch (operator) {
    case '=':
      return sql`${column} = ${scalar(value)}`
    case '!=':
      return sql`${column} is distinct from ${scalar(value)}`
    case 'in':
      return sql`${column} = any (${array()})`
    case 'notIn':
      return sql`(${column} = any (${array()})) is not true`
    case 'beginsWith':
      return sql`starts_with(${column}, ${scalar(value)})`
    case 'contains':
      return sql`strpos(${column}, ${scalar(value)}) > 0`
    case '<':
      return sql`${column} < ${scalar(value)}`
    case '<=':
      return sql`${column} <= ${scalar(value)}`
    case '>':
      return sql`${column} > ${scalar(value)}`
    case '>=':
      return sql`${column} >= ${scalar(value)}`
    case 'between':
      return sql`${column} between ${scalar((value as unknown[])[0])} and ${scalar((value as unknown[])[1])}`
    case 'null':
      return sql`${column} is null`
    case 'notNull':
      return sql`${column} is not null`
  }
}

/** Minor units in one unit of the account's currency: most have 100, the yen has none. */
const currenciesWith = (decimals: number) =>
  Intl.supportedValuesOf('currency').filter(
    (currency) => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits === decimals,
  )
const minorPerUnit = sql`case when a.currency::text = any (${currenciesWith(0)}::text[]) then 1 when a.currency::text = any (${currenciesWith(3)}::text[]) then 1000 else 100 end`

// Why one account is hurt or not: the same conditions that the database answers for everybody, followed for one, rule by rule, in sentences.
import { asksOneExposure, fieldOf, isGroup, type Query, type Rule } from './fields.contract.ts'
import { moment, ruleInWords } from './words.ts'

export type KnownAccount = {
  key: string
  tier: string
  region: string | null
  kind: string
  locale: string
  currency: string
  mrrMinor: number
  minorPerUnit: number
  vulnerability: string | null
  owner: string | null
}
/** `service` is its key. */
export type KnownExposure = {
  service: string
  region: string | null
  sku: string | null
  lot: string | null
  order: string | null
  integration: string | null
  since: Date | null
  until: Date | null
}
export type Line = { depth: number; holds: boolean; sentence: string }
/** `exposures`: those that a rule which holds points at, by their place in the list. */
export type Judged = { holds: boolean; lines: Line[]; exposures: number[] }
type Known = { account: KnownAccount; exposures: KnownExposure[]; services: ReadonlyMap<string, string> }

/** Whether an account with these exposures (those in force in the condition's window) fulfils a condition, with every step. */
export const judgeCondition = (query: Query, known: Known): Judged => judgeGroup(query, known, 0)

function judgeGroup(group: Query, known: Known, depth: number): Judged {
  const parts = group.rules.map((each): Judged => {
    if (isGroup(each)) return asksOneExposure(each) ? judgeOneExposure(each, known, depth + 1) : judgeGroup(each, known, depth + 1)
    return fieldOf(each.field).of === 'account' ? judgeAccount(each, known, depth + 1) : judgeAnyExposure(each, known, depth + 1)
  })
  const any = parts.some((part) => part.holds)
  const all = parts.every((part) => part.holds)
  const inner = group.combinator === 'and' ? all : any
  const holds = group.not ? !inner : inner
  const asked = `${group.not ? 'It must not be so that ' : ''}${group.combinator === 'and' ? 'all' : 'any'} of these ${group.not ? 'hold' : 'must hold'}`
  const line = { depth, holds, sentence: `${capital(asked)}: ${holds ? 'fulfilled' : 'not fulfilled'}.` }
  return {
    holds,
    lines: parts.length === 1 && !group.not ? parts.flatMap((part) => part.lines) : [line, ...parts.flatMap((part) => part.lines)],
    exposures: group.not ? [] : parts.filter((part) => part.holds).flatMap((part) => part.exposures),
  }
}

function judgeAccount(rule: Rule, { account, services }: Known, depth: number): Judged {
  const value = ofAccount(rule, account)
  const holds = compare(rule, value, account)
  const is =
    value === null
      ? 'it is not known'
      : rule.field === 'account.revenue'
        ? `it is ${(account.mrrMinor / account.minorPerUnit).toLocaleString('en')} ${account.currency}`
        : `it is “${value}”`
  return { holds, lines: [{ depth, holds, sentence: `${capital(ruleInWords(rule, services))}: ${holds ? 'yes' : 'no'}, ${is}.` }], exposures: [] }
}

function judgeAnyExposure(rule: Rule, known: Known, depth: number): Judged {
  const found = places(known.exposures, (exposure) => compare(rule, ofExposure(rule, exposure), known.account))
  return fromExposures(found, ruleInWords(rule, known.services), false, known, depth)
}

function judgeOneExposure(group: Query, known: Known, depth: number): Judged {
  const found = places(known.exposures, (exposure) => fulfils({ ...group, not: false }, exposure, known.account))
  const rules = group.rules.map((rule) => (isGroup(rule) ? 'a further group' : ruleInWords(rule, known.services)))
  return fromExposures(found, rules.join(group.combinator === 'and' ? ' and ' : ' or '), group.not, known, depth)
}

function fromExposures(found: number[], asked: string, not: boolean, { exposures, services }: Known, depth: number): Judged {
  const holds = not ? found.length === 0 : found.length > 0
  const first = exposures[found[0] ?? -1]
  const because = first
    ? `${found.length === 1 ? 'one' : found.length.toLocaleString('en')} of them ${found.length === 1 ? 'does' : 'do'}: ${exposureInWords(first, services)}`
    : exposures.length === 0
      ? 'it has none in force in this time'
      : `none of the ${exposures.length.toLocaleString('en')} in force in this time does`
  return {
    holds,
    lines: [{ depth, holds, sentence: `${not ? 'No exposure' : 'An exposure'} whose ${asked}: ${holds ? 'yes' : 'no'}, ${because}.` }],
    exposures: not ? [] : found,
  }
}

function fulfils(group: Query, exposure: KnownExposure, account: KnownAccount): boolean {
  const one = (each: Rule | Query) =>
    isGroup(each)
      ? fulfils(each, exposure, account)
      : compare(each, fieldOf(each.field).of === 'account' ? ofAccount(each, account) : ofExposure(each, exposure), account)
  const inner = group.combinator === 'and' ? group.rules.every(one) : group.rules.some(one)
  return group.not ? !inner : inner
}

type Value = string | number | null
function compare({ field, operator, value }: Rule, known: Value, account: KnownAccount): boolean {
  const wanted = (each: unknown): string | number => {
    const { kind } = fieldOf(field)
    return kind === 'amount' ? Number(each) * account.minorPerUnit : kind === 'time' ? new Date(String(each)).getTime() : String(each)
  }
  if (operator === 'null') return known === null
  if (operator === 'notNull') return known !== null
  if (operator === '!=') return known !== wanted(value)
  if (operator === 'notIn') return known === null || !(value as string[]).includes(String(known))
  if (known === null) return false
  switch (operator) {
    case '=':
      return known === wanted(value)
    case 'in':
      return (value as string[]).includes(String(known))
    case 'beginsWith':
      return String(known).startsWith(String(value))
    case 'contains':
      return String(known).includes(String(value))
    case '<':
      return known < wanted(value)
    case '<=':
      return known <= wanted(value)
    case '>':
      return known > wanted(value)
    case '>=':
      return known >= wanted(value)
    case 'between': {
      const [from, to] = value as unknown[]
      return known >= wanted(from) && known <= wanted(to)
    }
  }
}

function ofAccount({ field }: Rule, account: KnownAccount): Value {
  const name = field.slice('account.'.length)
  return name === 'revenue'
    ? account.mrrMinor
    : (account[name as 'key' | 'tier' | 'region' | 'kind' | 'locale' | 'currency' | 'vulnerability' | 'owner'] ?? null)
}
function ofExposure({ field }: Rule, exposure: KnownExposure): Value {
  const name = field.slice('exposure.'.length)
  return name === 'orderDate' ? (exposure.since?.getTime() ?? null) : (exposure[name as 'service' | 'region' | 'sku' | 'lot' | 'order' | 'integration'] ?? null)
}

/** "Live video in us-east, lot L7, since 2030-01-01 09:00 UTC". */
export function exposureInWords(exposure: KnownExposure, services: ReadonlyMap<string, string>): string {
  const { service, region, sku, lot, order, integration, since, until } = exposure
  const parts = [
    `${services.get(service) ?? service}${region ? ` in ${region}` : ''}`,
    sku && `SKU ${sku}`,
    lot && `lot ${lot}`,
    order && `order ${order}`,
    integration && `integration ${integration}`,
    since && `since ${moment(since)}`,
    until && `until ${moment(until)}`,
  ]
  return parts.filter(Boolean).join(', ')
}

const places = (exposures: KnownExposure[], holds: (exposure: KnownExposure) => boolean) => exposures.flatMap((exposure, i) => (holds(exposure) ? [i] : []))
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

// A definition of who is hurt, in sentences that anybody in the room can check.
import { fieldOf, isGroup, type Query, type Rule } from './fields.contract.ts'

type Window = { since: Date | null; until: Date | null }
type Said = {
  everyoneInScope: boolean
  scope: ({ service: string; regions: string[] | null; degree: string } & Window)[]
  conditions: ({ degree: string; query: Query } & Window)[]
  lists: { list: 'include' | 'exclude'; degree: string; accounts: number }[]
  /** The name of each service by its key. */
  services: ReadonlyMap<string, string>
}

/** Scope, conditions and lists, a sentence each. */
export function definitionInWords({ everyoneInScope, scope, conditions, lists, services }: Said): string[] {
  const scoped = scope.map((row) => `${row.service}${row.regions ? ` in ${row.regions.join(', ')}` : ''}: ${row.degree}${windowInWords(row)}.`)
  const given = conditions.map(
    (condition, i) =>
      `${everyoneInScope || i > 0 ? 'And accounts' : 'Accounts'} ${queryInWords(condition.query, services)}: ${condition.degree}${windowInWords(condition)}.`,
  )
  const listed = lists.map(({ list, degree, accounts }) =>
    list === 'include' ? `And ${many(accounts)} by list: ${degree}.` : `But not the ${many(accounts)} listed to be left out.`,
  )
  const nobody = !everyoneInScope && conditions.length === 0 ? ['Nobody is hurt for being in scope alone, and there is no condition yet.'] : []
  const only = !everyoneInScope && conditions.length > 0 ? ['Not everybody who uses it, but who fulfils a condition:'] : []
  return [...scoped, ...only, ...nobody, ...given, ...listed.toSorted((one) => (one.startsWith('But') ? 1 : -1))]
}

/** "with lot L7 or L8 and tier enterprise": what follows the word accounts. */
export function queryInWords(query: Query, services: ReadonlyMap<string, string>, nested = false): string {
  const [only] = query.rules
  // A group that holds nothing but a group is said as that one.
  if (query.rules.length === 1 && only && isGroup(only)) return queryInWords({ ...only, not: only.not !== query.not }, services, nested)
  const parts = query.rules.map((rule) => (isGroup(rule) ? queryInWords(rule, services, true) : ruleInWords(rule, services)))
  const joined = parts.join(query.combinator === 'and' ? ', and ' : ', or ')
  const all = parts.length > 1 && nested ? `(${joined})` : joined
  if (nested) return query.not ? `not (${joined})` : all
  return query.not ? `for whom it is not so that ${all}` : `whose ${all}`
}

/** "lot is L7 or L8". */
export function ruleInWords({ field, operator, value }: Rule, services: ReadonlyMap<string, string>): string {
  const { label } = fieldOf(field)
  const said = (each: unknown) => (field === 'exposure.service' ? (services.get(String(each)) ?? String(each)) : spoken(field, each))
  switch (operator) {
    case '=':
      return `${label} is ${said(value)}`
    case '!=':
      return `${label} is not ${said(value)}`
    case 'in':
      return `${label} is ${oneOf((value as unknown[]).map(said))}`
    case 'notIn':
      return `${label} is not ${oneOf((value as unknown[]).map(said))}`
    case 'beginsWith':
      return `${label} begins with ${said(value)}`
    case 'contains':
      return `${label} contains ${said(value)}`
    case '<':
      return `${label} is below ${said(value)}`
    case '<=':
      return `${label} is at most ${said(value)}`
    case '>':
      return `${label} is above ${said(value)}`
    case '>=':
      return `${label} is at least ${said(value)}`
    case 'between':
      return `${label} is from ${said((value as unknown[])[0])} to ${said((value as unknown[])[1])}`
    case 'null':
      return `${label} is not known`
    case 'notNull':
      return `${label} is known`
  }
}

/** ", since 2030-01-01 09:00 UTC, until …"; nothing where the crisis itself is the window. */
export const windowInWords = ({ since, until }: Window): string => `${since ? `, since ${moment(since)}` : ''}${until ? `, until ${moment(until)}` : ''}`
export const moment = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

const spoken = (field: Rule['field'], value: unknown) => {
  const { kind } = fieldOf(field)
  if (kind === 'time') return moment(new Date(String(value)))
  return kind === 'amount' ? Number(value).toLocaleString('en') : `“${value}”`
}
const oneOf = (values: string[]) => {
  const shown = values.slice(0, 5)
  return values.length > 5
    ? `${shown.join(', ')} or ${values.length - 5} more`
    : shown.length > 1
      ? `${shown.slice(0, -1).join(', ')} or ${shown.at(-1)}`
      : (shown[0] ?? '')
}
const many = (accounts: number) => (accounts === 1 ? '1 account' : `${accounts.toLocaleString('en')} accounts`)

// What a condition may ask of an account and of its exposures: fields, operators, limits. Constants only, which the console shows as they are.

type Kind = 'text' | 'choice' | 'amount' | 'time'
type Field = { of: 'account' | 'exposure'; kind: Kind; label: string; optional: boolean; choices?: readonly string[] }

/** What may be asked, by name; `label` is how a sentence calls it, `optional` whether it may be missing. Amounts are whole units of the account's currency per month. */
export const fields = {
  'account.tier': { of: 'account', kind: 'text', label: 'tier', optional: false },
  'account.region': { of: 'account', kind: 'text', label: 'account’s region', optional: true },
  'account.kind': { of: 'account', kind: 'choice', label: 'kind', optional: false, choices: ['organisation', 'person'] },
  'account.locale': { of: 'account', kind: 'text', label: 'language', optional: false },
  'account.currency': { of: 'account', kind: 'text', label: 'currency', optional: false },
  'account.revenue': { of: 'account', kind: 'amount', label: 'monthly revenue', optional: false },
  'account.vulnerability': {
    of: 'account',
    kind: 'choice',
    label: 'vulnerability',
    optional: true,
    choices: ['safety-critical', 'regulated', 'high-stakes'],
  },
  'account.key': { of: 'account', kind: 'text', label: 'account key', optional: false },
  'account.owner': { of: 'account', kind: 'text', label: 'account owner', optional: true },
  'exposure.service': { of: 'exposure', kind: 'choice', label: 'service', optional: false },
  'exposure.region': { of: 'exposure', kind: 'text', label: 'region', optional: true },
  'exposure.sku': { of: 'exposure', kind: 'text', label: 'SKU', optional: true },
  'exposure.lot': { of: 'exposure', kind: 'text', label: 'lot', optional: true },
  'exposure.order': { of: 'exposure', kind: 'text', label: 'order', optional: true },
  'exposure.orderDate': { of: 'exposure', kind: 'time', label: 'order date', optional: true },
  'exposure.integration': { of: 'exposure', kind: 'text', label: 'integration', optional: true },
} as const satisfies Record<string, Field>
export type FieldName = keyof typeof fields
export const fieldNames = Object.keys(fields) as FieldName[]
export const fieldOf = (name: FieldName): Field => fields[name]

const byKind = {
  text: ['=', '!=', 'in', 'notIn', 'beginsWith', 'contains'],
  choice: ['=', '!=', 'in', 'notIn'],
  amount: ['=', '!=', '<', '<=', '>', '>=', 'between'],
  time: ['<', '<=', '>', '>=', 'between'],
} as const satisfies Record<Kind, readonly string[]>
export type Operator = (typeof byKind)[Kind][number] | 'null' | 'notNull'

/** The operators a field knows; whether something is known at all is asked only of what may be missing. */
export const operatorsOf = (name: FieldName): readonly Operator[] => [
  ...byKind[fieldOf(name).kind],
  ...(fieldOf(name).optional ? (['null', 'notNull'] as const) : []),
]

export type RuleValue = string | number | string[] | [number, number] | null
/** Texts of `in` and `notIn` are a list, `between` is a pair (both ends count), times are ISO 8601 in UTC, `null` and `notNull` have no value. */
export type Rule = { field: FieldName; operator: Operator; value: RuleValue }
export type Query = { combinator: 'and' | 'or'; not: boolean; rules: (Rule | Query)[] }
export const isGroup = (node: Rule | Query): node is Query => 'rules' in node

/** How deep groups may stand in each other, how many rules one condition may hold, how many values they may name together. */
export const limits = { depth: 6, rules: 100, values: 10_000, text: 200 } as const
/** Whether a nested group holds rules on an exposure itself: then the whole of it is asked of one exposure. */
export const asksOneExposure = (group: Query) => group.rules.some((rule) => !isGroup(rule) && fieldOf(rule.field).of === 'exposure')

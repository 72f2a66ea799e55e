// What a template may put in: one table, from which its check, the console's help and docs/templates.md are made.
import { z } from 'zod'

/** Texts are as a reader of the template's language writes them; what is not known is an empty text, and an empty text counts as “no” after `if`. */
const text = z.string()
const list = z.array(z.string())
const number = z.number()

type Type = 'text' | 'number' | 'list'
type Variable = { type: Type; schema: z.ZodType; example: string | number | string[]; meaning: string }
const of = (type: Type, schema: z.ZodType, example: Variable['example'], meaning: string): Variable => ({ type, schema, example, meaning })

export const variables = {
  title: of('text', text, 'Calls drop after a minute', 'what the crisis is called'),
  number: of('text', text, 'CR-2030-7', 'its number'),
  severity: of('number', number, 1, 'from 1 (critical) to 4 (low)'),
  brand: of('text', text, 'Northwind', 'the name that customers know'),
  services: of('text', text, 'Calls and Messages', 'the services in its scope, as a list in words; “our service” where none is named'),
  service_names: of('list', list, ['Calls', 'Messages'], 'the same, one by one'),
  regions: of('text', text, 'eu-west and us-east', 'the regions in its scope, as a list in words; “all regions” where it has no bounds'),
  region_names: of('list', list, ['eu-west', 'us-east'], 'the same, one by one; empty where it has no bounds'),
  onset: of('text', text, 'January 1 at 09:00 UTC', 'since when customers are hurt'),
  now: of('text', text, 'January 1 at 10:10 UTC', 'the moment of writing'),
  lasted: of('text', text, '1 h 10 min', 'how long it has hurt customers, until now or until it was restored'),
  restored: of('text', text, 'January 1 at 11:30 UTC', 'when customers could work again'),
  next_update: of('text', text, 'January 1 at 10:40 UTC', 'when the rhythm wants the next update; empty in a final one'),
  workarounds: of('text', text, 'Whoever uses the app: call from the web page.', 'what is published as a way around it'),
  estimate: of('text', text, 'Between noon and 2 pm UTC.', 'what customers were told last about when it is over'),
  last_update: of('text', text, 'Problems with Calls', 'the title of what customers read last'),
  updates: of('number', number, 3, 'how many updates customers have had'),
  affected_accounts: of('text', text, '412', 'how many accounts are hurt, once that is assessed'),
  affected_share: of('text', text, '12 %', 'their share of all accounts, once that is assessed'),
  vulnerable_accounts: of('text', text, '9', 'how many of them are vulnerable, once that is assessed'),
  revenue: of('text', text, '$48,200.00', 'what the accounts that are hurt pay each month, once that is assessed; with each currency'),
  remedies: of('text', text, '$6,100.00', 'what the newest plan of remedies would cost'),
  commander: of('text', text, 'Mara Quist', 'who leads; empty while nobody does'),
  promises_kept: of('number', number, 4, 'clocks that were met'),
  promises_missed: of('number', number, 1, 'clocks that were missed'),
  next_review: of('text', text, 'January 1 at 12:00 UTC', 'when the next strategic review is due'),
  status_page: of(
    'text',
    text,
    'https://status.example.com/northwind/',
    'the address of the status page; of a private one, words for the link in our messages',
  ),
} as const satisfies Record<string, Variable>

export type VariableName = keyof typeof variables
export const variableNames = Object.keys(variables) as VariableName[]
export type Values = Record<VariableName, string | number | string[]>

/** The table as a contract: what is put in is of these types, all of it. */
export const Values = z.strictObject(Object.fromEntries(variableNames.map((name) => [name, variables[name].schema])) as Record<VariableName, z.ZodType>)

/** With everything known, as an editor shows it. */
export const exampleValues = Object.fromEntries(variableNames.map((name) => [name, variables[name].example])) as Values

/** With as little known as there can be: the first minute of a crisis. */
export const leastValues: Values = {
  ...(Object.fromEntries(variableNames.map((name) => [name, { text: '', number: 0, list: [] as string[] }[variables[name].type]])) as Values),
  title: 'Something is wrong',
  number: 'CR-2030-1',
  severity: 4,
  brand: 'Northwind',
  services: 'our service',
  regions: 'all regions',
  onset: 'January 1 at 09:00 UTC',
  now: 'January 1 at 09:05 UTC',
  lasted: '5 min',
  status_page: 'https://status.example.com/northwind/',
}

/** Lines of a table in Markdown, for docs/templates.md. */
export const variablesTable = (): string =>
  [
    '| variable | type | example | what it is |',
    '|---|---|---|---|',
    ...variableNames.map((name) => {
      const { type, example, meaning } = variables[name]
      return `| \`${name}\` | ${type} | ${Array.isArray(example) ? example.join(', ') : example} | ${meaning} |`
    }),
  ].join('\n')

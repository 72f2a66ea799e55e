// Reads a condition from outside, piece by piece: what is not named here is refused, with its place and what to write instead.
import { type FieldName, fieldNames, fieldOf, limits, type Operator, operatorsOf, type Query, type Rule, type RuleValue } from './fields.contract.ts'

export type Place = (string | number)[]
type Reading = { problem: (at: Place, message: string) => void; left: { rules: number; values: number } }

/** A group and all below it; undefined where anything in it was refused. */
export function readGroup(given: unknown, reading: Reading, at: Place, depth: number): Query | undefined {
  const { problem } = reading
  if (!isObject(given)) return refuse(problem, at, 'must be a group: { "combinator": "and", "rules": [ … ] }')
  if (depth > limits.depth) return refuse(problem, at, `is nested too deep: groups may stand in each other ${limits.depth} deep. Make it flatter`)
  const unknown = Object.keys(given).find((key) => !['combinator', 'not', 'rules', 'id'].includes(key))
  if (unknown !== undefined) return refuse(problem, at, `holds ${shown(unknown)}, which a group does not know. It has combinator, not and rules`)
  const { combinator, not = false, rules } = given
  if (combinator !== 'and' && combinator !== 'or') return refuse(problem, [...at, 'combinator'], 'must be "and" or "or"')
  if (typeof not !== 'boolean') return refuse(problem, [...at, 'not'], 'must be true or false')
  if (!Array.isArray(rules)) return refuse(problem, [...at, 'rules'], 'must be a list of rules and groups')
  if (rules.length === 0) return refuse(problem, [...at, 'rules'], 'is empty, and would be everybody. Add a rule, or remove the group')
  const read: (Rule | Query)[] = []
  for (const [i, rule] of rules.entries()) {
    reading.left.rules -= 1
    if (reading.left.rules < 0)
      return refuse(problem, [...at, 'rules'], `makes more than ${limits.rules} rules in one condition. Use "in" with a list of values`)
    const place = [...at, 'rules', i]
    const each = isObject(rule) && Object.hasOwn(rule, 'rules') ? readGroup(rule, reading, place, depth + 1) : readRule(rule, reading, place)
    if (!each) return undefined
    read.push(each)
  }
  return { combinator, not, rules: read }
}

function readRule(given: unknown, { problem, left }: Reading, at: Place): Rule | undefined {
  if (!isObject(given)) return refuse(problem, at, 'must be a rule: { "field": …, "operator": …, "value": … }, or a group')
  const unknown = Object.keys(given).find((key) => !['field', 'operator', 'value', 'valueSource', 'id'].includes(key))
  if (unknown !== undefined) return refuse(problem, at, `holds ${shown(unknown)}, which a rule does not know. It has field, operator and value`)
  const { field, operator, value, valueSource = 'value' } = given
  if (!isField(field)) return refuse(problem, [...at, 'field'], `must be one of ${fieldNames.join(', ')}`)
  const operators = operatorsOf(field)
  if (!isOneOf(operators, operator)) return refuse(problem, [...at, 'operator'], `must, for ${field}, be one of ${operators.join(', ')}`)
  if (valueSource !== 'value') return refuse(problem, [...at, 'valueSource'], 'must be "value": a field is compared with values only')
  const read = readValue(field, operator, value)
  if (typeof read === 'string') return refuse(problem, [...at, 'value'], read)
  left.values -= Array.isArray(read.value) ? read.value.length : 1
  if (left.values < 0)
    return refuse(problem, [...at, 'value'], `makes more than ${limits.values.toLocaleString('en')} values in one condition. Upload a list of accounts instead`)
  return { field, operator, value: read.value }
}

/** The value as it is kept, or what is wrong with it. */
function readValue(field: FieldName, operator: Operator, value: unknown): { value: RuleValue } | string {
  if (operator === 'null' || operator === 'notNull') return { value: null }
  if (operator === 'between') return readPair(field, value)
  if (operator === 'in' || operator === 'notIn') {
    const list = typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value
    if (!Array.isArray(list) || list.length === 0) return 'must be a list with at least one value'
    // Counted before anything else is done with it.
    if (list.length > limits.values) return `names more than ${limits.values.toLocaleString('en')} values. Upload a list of accounts instead`
    const texts = list.map((each) => readOne(field, each))
    const wrong = texts.find((each) => 'wrong' in each)
    return wrong && 'wrong' in wrong
      ? `${wrong.wrong}, each of its values`
      : { value: [...new Set(texts.map((each) => String('value' in each && each.value)))] }
  }
  const one = readOne(field, value)
  return 'wrong' in one ? one.wrong : one
}

function readPair(field: FieldName, value: unknown): { value: RuleValue } | string {
  const pair = (typeof value === 'string' ? value.split(',') : value) as unknown
  if (!Array.isArray(pair) || pair.length !== 2) return 'must be two values: the lowest and the highest that count'
  const [from, to] = pair.map((each) => readOne(field, typeof each === 'string' ? each.trim() : each))
  if (!from || !to) return 'must be two values: the lowest and the highest that count'
  if ('wrong' in from) return from.wrong
  if ('wrong' in to) return to.wrong
  if (from.value > to.value) return 'must begin with the lower of the two'
  return { value: [from.value, to.value] as [number, number] }
}

function readOne(field: FieldName, value: unknown): { value: string | number } | { wrong: string } {
  const { kind, choices } = fieldOf(field)
  if (kind === 'amount') return readAmount(value)
  if (typeof value !== 'string') return { wrong: 'must be a text' }
  if (kind === 'time') return readTime(value)
  const text = value.trim()
  if (text === '') return { wrong: 'must not be empty. Use the operator null where nothing is known' }
  if (text.length > limits.text) return { wrong: `must have at most ${limits.text} characters` }
  if (/[\x00-\x1f\x7f]/.test(text) || !text.isWellFormed()) return { wrong: 'must not hold a control character or half a character' }
  if (field === 'account.owner') return { value: text.toLowerCase() }
  if (choices && !choices.includes(text)) return { wrong: `must be one of ${choices.join(', ')}` }
  return { value: text }
}

function readAmount(value: unknown): { value: number } | { wrong: string } {
  const number = typeof value === 'string' && /^\d{1,12}$/.test(value.trim()) ? Number(value) : value
  return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 && number < 1e12
    ? { value: number }
    : { wrong: 'must be a whole number from 0, such as 500' }
}

function readTime(value: string): { value: string } | { wrong: string } {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value)
  if (!day && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/.test(value))
    return { wrong: 'must be a day or a time such as 2030-01-31 or 2030-01-31T09:30:00Z' }
  const at = new Date(day ? `${value}T00:00:00Z` : value)
  const exists = !Number.isNaN(at.getTime()) && new Date(`${value.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(value.slice(0, 10))
  if (!exists || at.getUTCFullYear() < 1970 || at.getUTCFullYear() >= 2200) return { wrong: 'must be a day that exists, between 1970 and 2200' }
  return { value: at.toISOString() }
}

const refuse = (problem: Reading['problem'], at: Place, message: string): undefined => void problem(at, message)
const isObject = (given: unknown): given is Record<string, unknown> => typeof given === 'object' && given !== null && !Array.isArray(given)
const isField = (name: unknown): name is FieldName => typeof name === 'string' && isOneOf(fieldNames, name)
const isOneOf = <T extends string>(allowed: readonly T[], value: unknown): value is T =>
  typeof value === 'string' && (allowed as readonly string[]).includes(value)
const shown = (key: string) => JSON.stringify(key.length > 40 ? `${key.slice(0, 40)}…` : key)

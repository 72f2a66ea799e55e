// What is wrong with a value, in a sentence that says what is allowed; and where it stands, in words.
import type { z } from 'zod'
import { noSuch, oneOf, shown } from './nearest.ts'

type Issue = z.core.$ZodIssue
type Schema = z.core.$ZodType
export type Path = (string | number)[]

/** One issue may hold several sentences: each unknown key has its own. `key` means the name of the entry, not what it holds. */
export function sentencesOf(issue: Issue, schema: Schema, raw: unknown): { path: Path; key?: true; message: string }[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(schemaAt(schema, path))
    return issue.keys.map((key) => ({ path: [...path, key], key: true, message: noSuch('entry', key, known) }))
  }
  if (issue.code === 'invalid_key')
    return [{ path, key: true, message: `the name ${shown(String(path.at(-1)))} ${issue.issues[0]?.message ?? 'is not possible'}` }]
  return [{ path, message: sentence(issue, schemaAt(schema, path), valueAt(raw, path), path) }]
}

function sentence(issue: Issue, schema: Schema | undefined, value: unknown, path: Path): string {
  if (issue.code === 'custom') return issue.message
  if (path.length === 0 && (value === undefined || value === null)) return 'the file is empty'
  if (value === undefined) return `is missing; it ${mustBe(schema)}`
  if (value === null) return `is empty; it ${mustBe(schema)}`
  if (issue.code === 'invalid_value') return oneOf(value, issue.values.map(String))
  if (issue.code === 'invalid_format') return issue.message
  if (issue.code === 'too_big' && issue.origin === 'string') return `must be at most ${issue.maximum} characters long; it has ${String(value).length}`
  if (issue.code === 'too_small' && issue.origin === 'string') return 'must not be empty'
  if (issue.code === 'too_big' && issue.origin === 'array') return `must have at most ${issue.maximum} entries; it has ${(value as unknown[]).length}`
  if (issue.code === 'too_small' && issue.origin === 'array') return `must have at least ${issue.minimum} ${issue.minimum === 1 ? 'entry' : 'entries'}`
  if (issue.code === 'invalid_union') {
    const values = choices(schema)
    return values ? `${oneOf(typeof value === 'string' ? value : '', values)}${values.includes('no') ? ', or a list of them' : ''}` : mustBe(schema)
  }
  if (defOf(schema)?.type === 'string' && typeof value !== 'object') return `${mustBe(schema)}; put it in quotes`
  return `${mustBe(schema)}${issue.code === 'invalid_type' && typeof value !== 'number' ? `, not ${called(value)}` : ''}`
}

/** What a place takes: `must be 1, 2, 3 or 4`. */
export function mustBe(schema: Schema | undefined): string {
  const def = defOf(schema)
  switch (def?.type) {
    case 'number': {
      const { minValue, maxValue, isInt } = bare(schema) as z.ZodNumber
      const [least, most] = [minValue ?? Number.NEGATIVE_INFINITY, maxValue ?? Number.POSITIVE_INFINITY]
      const whole = isInt ? 'a whole number' : 'a number'
      if (least <= Number.MIN_SAFE_INTEGER) return `must be ${whole}`
      if (most >= Number.MAX_SAFE_INTEGER) return `must be ${whole}, ${least} or more`
      if (isInt && most - least < 10) return `must be ${either(Array.from({ length: most - least + 1 }, (_, at) => String(least + at)))}`
      return `must be ${whole} from ${least} to ${most}`
    }
    case 'string':
      return 'must be a text'
    case 'boolean':
      return 'must be true or false'
    case 'array':
      return 'must be a list'
    case 'object':
    case 'record':
      return `must hold named entries${keysOf(schema).length > 0 ? ` (${keysOf(schema).join(', ')})` : ''}`
    case 'enum':
    case 'literal':
      return oneOf(undefined, choices(schema) ?? [])
    default:
      return 'must be something else'
  }
}

const either = (words: string[]) => (words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`)
const called = (value: unknown) =>
  Array.isArray(value)
    ? 'a list'
    : ({ string: 'a text', number: 'a number', boolean: 'true or false', object: 'named entries' }[typeof value as string] ?? 'this')

type Def = {
  type: string
  shape?: Record<string, Schema>
  element?: Schema
  valueType?: Schema
  keyType?: Schema
  innerType?: Schema
  in?: Schema
  options?: Schema[]
  entries?: Record<string, string>
  values?: unknown[]
}

/** What is inside optional, default and refined schemas. */
function bare(schema: Schema | undefined): Schema | undefined {
  const def = schema?._zod.def as unknown as Def | undefined
  const inner = def?.innerType ?? def?.in
  return inner ? bare(inner) : schema
}
const defOf = (schema: Schema | undefined) => bare(schema)?._zod.def as unknown as Def | undefined

export function schemaAt(schema: Schema | undefined, path: Path): Schema | undefined {
  const [part, ...rest] = path
  if (part === undefined || !schema) return bare(schema)
  const def = defOf(schema)
  const next = def?.shape?.[String(part)] ?? def?.element ?? def?.valueType ?? def?.options?.map((each) => schemaAt(each, [part])).find(Boolean)
  return schemaAt(next, rest)
}

/** The names an entry may have; none where any name is possible. */
function keysOf(schema: Schema | undefined): string[] {
  const def = defOf(schema)
  return Object.keys(def?.shape ?? defOf(def?.keyType)?.entries ?? {})
}

function choices(schema: Schema | undefined): string[] | undefined {
  const def = defOf(schema)
  if (def?.entries) return Object.values(def.entries)
  if (def?.values) return def.values.map(String)
  return def?.options?.map(choices).find(Boolean)
}

export const valueAt = (raw: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, part) => (value !== null && typeof value === 'object' ? (value as Record<string, unknown>)[part] : undefined), raw)

/** `tasks › holding › accountable`: an entry of a list is called by its own key, else by its place, counted from one. */
export const inWords = (path: Path, raw: unknown): string =>
  path
    .map((part, at) => {
      if (typeof part === 'string') return shown(part)
      const entry = valueAt(raw, path.slice(0, at + 1)) as Record<string, unknown> | null | undefined
      const name = entry && typeof entry === 'object' ? [entry.key, entry.action, entry.audience].find((each) => typeof each === 'string') : undefined
      return name ? shown(String(name)) : `no. ${part + 1}`
    })
    .join(' › ')

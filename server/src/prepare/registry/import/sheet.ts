// A sheet is one kind of CSV file: its header becomes a plan, and by the plan each record becomes a row to store, or one problem.
import { type Cell, key, optional, type Parse, Wrong } from './cells.ts'
import { notUtf8, Unreadable } from './texts.ts'

export type Sheet = {
  columns: Record<string, Parse>
  required: string[]
  /** The columns that say which thing a row is about. */
  identity: string[]
  /** Columns named id:SYSTEM hold the account's id in that system. */
  aliases?: boolean
  /** Sees what the header gives; throws Unreadable where columns do not fit together. */
  checkHeader?: (names: string[]) => void
  /** Checks and changes cells that depend on each other; answers the problem, if any. */
  finish?: (row: (string | null)[], at: Map<string, number>) => Problem | undefined
}
export type Problem = { column: string | null; reason: string; value: string | null }
export type Plan = {
  sheet: Sheet
  width: number
  /** Per stored column: its name, the field it comes from, and how it is read. */
  names: string[]
  sources: number[]
  parses: Parse[]
  at: Map<string, number>
  identity: number[]
  /** The systems of the columns named id:SYSTEM, stored as alias_0, alias_1, … */
  systems: string[]
  unknown: string[]
}

const aliasId = optional(key(200))

/** Reads the header; throws Unreadable when the file cannot be imported at all. */
export function readHeader(sheet: Sheet, fields: string[]): Plan {
  const plan: Plan = { sheet, width: fields.length, names: [], sources: [], parses: [], at: new Map(), identity: [], systems: [], unknown: [] }
  const add = (name: string, source: number, parse: Parse) => {
    if (plan.at.has(name)) throw new Unreadable(`The column ${shown(fields[source] as string)} stands twice in the first line. Remove one.`)
    plan.at.set(name, plan.names.length)
    plan.names.push(name)
    plan.sources.push(source)
    plan.parses.push(parse)
  }
  fields.forEach((field, source) => {
    const given = field.trim()
    const name = given.toLowerCase()
    const parse = Object.hasOwn(sheet.columns, name) ? sheet.columns[name] : undefined
    if (given.includes(notUtf8)) throw new Unreadable('The first line is not UTF-8. Save the file as CSV in UTF-8 ("CSV UTF-8" in Excel) and import it again.')
    if (parse) add(name, source, parse)
    else if (sheet.aliases && /^id:./.test(name)) addAlias(plan, given.slice(3).trim(), source, add)
    else plan.unknown.push(given)
  })
  const missing = sheet.required.filter((name) => !plan.at.has(name))
  if (missing.length > 0)
    throw new Unreadable(
      `The first line must name the columns. Missing: ${missing.join(', ')}. Found: ${shown(fields.map((field) => field.trim()).join(', '))}.`,
    )
  sheet.checkHeader?.(plan.names)
  plan.identity = sheet.identity.map((name) => plan.at.get(name)).filter((position) => position !== undefined)
  return plan
}

function addAlias(plan: Plan, system: string, source: number, add: (name: string, source: number, parse: Parse) => void) {
  if (system === 'merged' || system.length === 0 || system.length > 60 || plan.systems.includes(system)) {
    throw new Unreadable(
      `The column ${shown(`id:${system}`)} is not possible. Name another system once, such as id:stripe; "merged" is kept for merged accounts.`,
    )
  }
  add(`alias_${plan.systems.length}`, source, aliasId)
  plan.systems.push(system)
}

/** Fills `row` from a record, or answers its first problem. `plain` records hold nothing that must be looked for. */
export function readRow(plan: Plan, fields: string[], plain: boolean, row: (string | null)[]): Problem | undefined {
  if (fields.length !== plan.width)
    return {
      column: null,
      reason: `This row has ${fields.length} fields, but the first line names ${plan.width} columns. Check for missing or extra separators.`,
      value: fields.join(' | '),
    }
  for (let i = 0; i < plan.sources.length; i += 1) {
    const text = trimmed(fields[plan.sources[i] as number] as string)
    const cell: Cell = plain ? (plan.parses[i] as Parse)(text) : readDoubtful(plan.parses[i] as Parse, text)
    if (cell instanceof Wrong) return { column: columnName(plan, i), reason: cell.reason, value: text }
    row[i] = cell
  }
  return plan.sheet.finish?.(row, plan.at)
}

function readDoubtful(parse: Parse, text: string): Cell {
  if (text.includes('\0')) return new Wrong('This holds a NUL character, which cannot be stored. Remove it.')
  if (text.includes(notUtf8)) return new Wrong('This is not UTF-8. Save the file as CSV in UTF-8 ("CSV UTF-8" in Excel) and import it again.')
  return parse(text)
}

const columnName = (plan: Plan, i: number) => {
  const name = plan.names[i] as string
  return name.startsWith('alias_') ? `id:${plan.systems[Number(name.slice(6))]}` : name
}

function trimmed(text: string): string {
  const first = text.charCodeAt(0)
  const last = text.charCodeAt(text.length - 1)
  return first <= 32 || last <= 32 || first > 126 || last > 126 ? text.trim() : text
}

/** A short excerpt of a value that can be stored and shown. */
export const shown = (value: string): string => {
  const text = value.slice(0, 120).replaceAll('\0', '\u2400').replaceAll(notUtf8, '\uFFFD').toWellFormed()
  return value.length > 120 ? `${text}…` : text
}

// The rows of a file between two merges: their text for COPY, the count of bad ones, and the problems that are kept (a thousand of the file's).
import { createSeenKeys } from './seen-keys.ts'
import { type Plan, type Problem, readRow, shown } from './sheet.ts'
import type { StoredProblem } from './imports.store.ts'

const kept = 1_000
const keptNotes = 100

/** Collects rows; `text` empties the COPY text, `next` empties the chunk. */
export function createChunk() {
  const seen = createSeenKeys()
  const row: (string | null)[] = []
  let room = kept
  let notes = keptNotes
  let first: string | undefined
  let copy = ''
  let rows = 0
  let bad = 0
  let repeats = false
  let problems: StoredProblem[] = []

  const keep = (found: StoredProblem[]) => {
    const taken = found.slice(0, room)
    room -= taken.length
    return taken
  }
  const fail = (line: number, { column, reason, value }: Problem) => {
    bad += 1
    first ??= reason
    if (room > 0) problems.push(...keep([{ line, column, reason, value: value === null ? null : shown(value) }]))
  }
  const note = (line: number, column: string | null, reason: string, value: string | null = null) => {
    if (notes-- > 0) problems.push(...keep([{ line, column, reason, value }]))
  }

  const chunk = {
    plan: undefined as Plan | undefined,
    take: (fields: string[], line: number, plain: boolean) => {
      const plan = chunk.plan as Plan
      const problem = readRow(plan, fields, plain, row)
      if (problem) return fail(line, problem)
      if (!seen.add(row, plan.identity)) {
        repeats = true
        note(line, plan.sheet.identity.join(', '), 'This repeats an earlier line. The later one counts; remove the other.', shown(row[0] ?? ''))
      }
      rows += 1
      copy += `${line}`
      for (let i = 0; i < plan.names.length; i += 1) copy += `\t${row[i] === null ? '\\N' : plain ? row[i] : escaped(row[i] as string)}`
      copy += '\n'
    },
    refuse: (line: number, reason: string, value: string) => fail(line, { column: null, reason, value }),
    note,
    keep,
    firstProblem: () => first,
    rows: () => rows + bad,
    text: () => {
      const text = copy
      copy = ''
      return text
    },
    next: () => {
      const done = { counted: { bad }, problems, repeats }
      rows = 0
      bad = 0
      repeats = false
      problems = []
      return done
    },
  }
  return chunk
}

const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escaped = (text: string) => (/[\\\n\r\t]/.test(text) ? text.replaceAll(/[\\\n\r\t]/g, (each) => escapes[each] as string) : text)

// From bytes to values without losing where they stand; what is not YAML, or not safe to read, is said with its place.
import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, visit, type YAMLError } from 'yaml'
import { shown } from './nearest.ts'
import type { Path } from './words.ts'

export type Place = { line: number; column: number }
export type Read = { raw?: unknown; problems: (Place & { message: string })[]; placeOf: (path: Path, key?: boolean) => Place }

/** A playbook of a hundred tasks has thirty kilobytes. */
export const mostCharacters = 200_000

/** Bytes that are not UTF-8 give the line of the first wrong one. */
export function decoded(bytes: Uint8Array): { text: string } | { line: number; column: number; message: string } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    const before = new TextDecoder().decode(bytes).split('\ufffd')[0] ?? ''
    const lines = before.split('\n')
    return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, message: 'this is not UTF-8 text; save the file as UTF-8' }
  }
}

export function readYaml(text: string): Read {
  const start = { line: 1, column: 1 }
  const nothing = (message: string, place = start): Read => ({ problems: [{ ...place, message }], placeOf: () => place })
  if (text.length > mostCharacters) return nothing(`the file is too long; at most ${mostCharacters.toLocaleString('en')} characters`)
  const odd = text.search(oddCharacter)
  if (odd >= 0) return nothing('there is a control character that no text needs', at(text, odd))
  const lines = new LineCounter()
  const tooDeep = 'this is nested too deeply to be read'
  let document: Document.Parsed
  try {
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  } catch {
    return nothing(tooDeep)
  }
  if (document.errors.some((error) => error.message.includes('call stack'))) return nothing(tooDeep)
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(Math.min(offset, text.length))
    return { line: Math.max(1, line), column: Math.max(1, col) }
  }
  const problems = [...document.errors, ...document.warnings].map((error) => ({ ...place(error.pos[0]), message: said(error, text) }))
  const first = firstAlias(document)
  if (first !== undefined) problems.push({ ...place(first), message: 'anchors and aliases (& and *) are not read here; write it out' })
  const strange = firstCollectionKey(document)
  if (strange !== undefined)
    problems.push({ ...place(strange), message: 'a name is one word or text, not a list or named entries; put a text with braces in quotes' })
  const readable = problems.length === document.errors.filter((error) => error.code === 'DUPLICATE_KEY').length
  return { ...(readable ? { raw: document.toJS() } : {}), problems: oneEach(problems), placeOf: (path, key = false) => place(offsetOf(document, path, key)) }
}

function firstAlias(document: Document.Parsed): number | undefined {
  let found: number | undefined
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node) && !node.anchor) return
      found = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

function firstCollectionKey(document: Document.Parsed): number | undefined {
  let found: number | undefined
  visit(document, {
    Pair: (_, pair) => {
      if (!isMap(pair.key) && !isSeq(pair.key)) return
      found = pair.key.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

/** Where the value at a path begins, or its name; of what is missing, the entry it is missing from. */
function offsetOf(document: Document.Parsed, path: Path, key: boolean): number {
  let node: unknown = document.contents
  let offset = 0
  for (const [depth, part] of path.entries()) {
    const last = depth === path.length - 1
    if (isMap(node)) {
      const pair = node.items.find((each) => String(isScalar(each.key) ? each.key.value : each.key) === String(part))
      if (!pair) return offset
      const name = isNode(pair.key) ? (pair.key.range?.[0] ?? offset) : offset
      if (last && key) return name
      node = pair.value
      offset = last && isNode(node) && isScalar(node) && node.value !== null ? (node.range?.[0] ?? name) : name
    } else if (isSeq(node)) {
      node = node.items[Number(part)]
      if (!isNode(node)) return offset
      offset = node.range?.[0] ?? offset
    } else return offset
  }
  return offset
}

function said(error: YAMLError, text: string): string {
  const line = text.slice(text.lastIndexOf('\n', error.pos[0] - 1) + 1).split('\n')[0] ?? ''
  switch (error.code) {
    case 'DUPLICATE_KEY':
      return `${shown(/^[^:\s,}]+/.exec(text.slice(error.pos[0]))?.[0] ?? 'this')} stands here twice; keep one`
    case 'TAB_AS_INDENT':
      return tabsSaid
    case 'MULTIPLE_DOCS':
      return 'one file holds one document; take out the line with ---'
    case 'TAG_RESOLVE_FAILED':
      return 'tags (!) are not read here; take it out'
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'MULTILINE_IMPLICIT_KEY':
      return `a text that holds a colon and a space stands in quotes: ${shown(line.trim())}`
    case 'BAD_SCALAR_START':
      return `a text that begins with ${text[error.pos[0]]} stands in quotes`
    case 'MISSING_CHAR':
      return error.message.includes('quote') ? 'a quotation mark is missing at the end of this text' : 'after this name a colon and a value are missing'
    default:
      return `this is not valid YAML (${error.message}); look at the indentation and the brackets`
  }
}

/** One mistake makes the reader stumble several times; the first stumble of a line is the one to mend. */
function oneEach<T extends Place & { message: string }>(problems: T[]): T[] {
  const tabs = problems.filter((each) => each.message === tabsSaid)
  const those = tabs.length > 0 ? tabs : problems
  return those.toSorted((one, other) => one.line - other.line).filter((each, at, sorted) => sorted.findIndex((other) => other.line === each.line) === at)
}
const tabsSaid = 'lines are indented with spaces, not with tabs'

const oddCharacter = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/

const at = (text: string, offset: number): Place => {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}

// The cues and marks of a text, counted in one pass each.
import type { Kind } from './cues/cues.ts'
import { gladMarks, sorryMarks } from './cues/marks.ts'
import type { Found } from './phrases.ts'
import { valenceOf } from './valence.ts'

export type Tally = {
  count: Record<Kind, number>
  glad: number
  sorry: number
  gladDenied: number
  troubleDenied: number
  /** Words where the first of its kind begins, -1 without. */
  first: Partial<Record<Kind, number>>
}

const polar: ReadonlySet<Kind> = new Set(['wait', 'fail', 'anger', 'unheard', 'leaving', 'soft', 'thanks', 'praise', 'sarcasm'])
const deniable: ReadonlySet<Kind> = new Set(['fail', 'anger', 'soft'])

export function tallied(words: string[], cues: Found<Kind>[], language: string): Tally {
  const count: Tally['count'] = { ...nothing }
  const tally: Tally = { count, glad: 0, sorry: 0, gladDenied: 0, troubleDenied: 0, first: {} }
  const denied = deniedOf(words, cues)
  const covered = new Uint8Array(words.length)
  for (const { kind, from, to } of cues) {
    tally.first[kind] ??= from
    if (polar.has(kind)) covered.fill(1, from, to)
    if (denied[from] && kind === 'praise') tally.gladDenied += 1
    else if (denied[from] && deniable.has(kind)) tally.troubleDenied += 1
    else count[kind] += 1
  }
  if (language === 'en') valences(words, covered, denied, tally)
  return tally
}

const nothing: Record<Kind, number> = {
  wait: 0,
  fail: 0,
  anger: 0,
  unheard: 0,
  leaving: 0,
  soft: 0,
  again: 0,
  time: 0,
  why: 0,
  thanks: 0,
  praise: 0,
  sarcasm: 0,
  ask: 0,
  inform: 0,
  remedy: 0,
  deny: 0,
  me: 0,
  you: 0,
  very: 0,
  turn: 0,
}

/** Words of the general list where no cue says more, turned round by a "not" before them. */
function valences(words: string[], covered: Uint8Array, denied: Uint8Array, tally: Tally) {
  for (let at = 0; at < words.length; at += 1) {
    const value = covered[at] ? 0 : valenceOf(words[at] as string)
    if (value === 0) continue
    if (value > 0 !== (denied[at] === 1)) tally.glad += Math.abs(value)
    else tally.sorry += Math.abs(value)
  }
}

/** The three words behind a "not", up to the next mark, "but" or the like. */
function deniedOf(words: string[], cues: Found<Kind>[]): Uint8Array {
  const denied = new Uint8Array(words.length)
  const turns = new Uint8Array(words.length)
  for (const { kind, from } of cues) if (kind === 'turn') turns[from] = 1
  for (const { kind, to } of cues)
    if (kind === 'deny') for (let at = to; at < Math.min(to + 3, words.length) && !turns[at] && isWord(words[at] as string); at += 1) denied[at] = 1
  return denied
}

/** "not helpful" is no praise, though "helpful" stands in it. */
export function withoutContained(found: Found<Kind>[]): Found<Kind>[] {
  const wide = found.filter(({ kind, from, to }) => to - from > 1 && polar.has(kind))
  if (wide.length === 0) return found
  return found.filter(
    ({ kind, from, to }) => !polar.has(kind) || !wide.some((other) => other.from <= from && other.to >= to && other.to - other.from > to - from),
  )
}

export type Marks = {
  asks: number
  calls: number
  callsTwice: boolean
  glad: number
  sorry: number
  names: number
  link: boolean
  number: boolean
  spoken: number
}

export function marksOf(words: string[]): Marks {
  const marks: Marks = { asks: 0, calls: 0, callsTwice: false, glad: 0, sorry: 0, names: 0, link: false, number: false, spoken: 0 }
  for (const word of words) {
    const code = word.charCodeAt(0)
    if (isWord(word)) {
      marks.spoken += 1
      if (code !== 60) continue
      if (word === '<name>') marks.names += 1
      else if (word === '<link>') marks.link = true
      else if (word === '<number>') marks.number = true
    } else if (word.includes('?') || word.includes('？')) marks.asks += 1
    else if (code === 33 || code === 0xff01) {
      marks.calls += 1
      marks.callsTwice ||= word.length > 1
    }
    if (gladMarks.has(word)) marks.glad += 1
    else if (sorryMarks.has(word)) marks.sorry += 1
  }
  return marks
}

/** A letter first, or a "<": ASCII is told by its code, the rest by its class. */
export function isWord(word: string): boolean {
  const code = word.charCodeAt(0) | 32
  return (code >= 97 && code <= 122) || code === 60 || (code > 127 && /^\p{L}/u.test(word))
}

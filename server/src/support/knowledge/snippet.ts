// The place in a text that says most of what was asked for, in about thirty words, with what was found marked.
import { plainly } from './words.ts'

export type Piece = { text: string; mark: boolean }
/** `begins`: stems and words; a word is marked that begins with one. `runs`: of scripts without spaces, marked wherever they stand. */
export type Marks = { begins: string[]; runs: string[] }

const most = 220
const word = /[\p{L}\p{N}\p{M}]+/gu

export function snippetOf(text: string, marks: Marks): Piece[] {
  const flat = text.replace(/\s+/g, ' ').trim()
  const found = spansIn(flat, marks)
  const [from, until] = windowOf(flat, found)
  const inside = found.filter(([begin, end]) => begin >= from && end <= until)
  const pieces: Piece[] = []
  const add = (part: string, mark: boolean) => {
    if (part !== '') pieces.push({ text: part, mark })
  }
  add(from > 0 ? '… ' : '', false)
  let at = from
  for (const [begin, end] of inside) {
    add(flat.slice(at, begin), false)
    add(flat.slice(begin, end), true)
    at = end
  }
  add(flat.slice(at, until) + (until < flat.length ? ' …' : ''), false)
  return pieces
}

type Span = [begin: number, end: number]

/** Where something that was asked for stands, in order, none in another. */
function spansIn(text: string, { begins, runs }: Marks): Span[] {
  const starts = begins.filter((each) => each.length > 1).map(bare)
  const spans: Span[] = []
  for (const match of text.matchAll(word)) {
    const [found, begin] = [match[0], match.index]
    const small = bare(plainly(found))
    if (starts.some((start) => small.startsWith(start) && small.length - start.length <= Math.max(4, start.length))) spans.push([begin, begin + found.length])
    else spans.push(...runsIn(found, begin, runs))
    if (spans.length >= mostSpans) break
  }
  return spans
}
const mostSpans = 500

function runsIn(found: string, offset: number, runs: string[]): Span[] {
  const wanted = runs.filter((run) => run !== '').toSorted((one, other) => other.length - one.length)
  if (wanted.length === 0) return []
  const spans: Span[] = []
  for (let at = 0; at < found.length && spans.length < mostSpans; at += 1) {
    const run = wanted.find((each) => found.startsWith(each, at))
    if (!run) continue
    spans.push([offset + at, offset + at + run.length])
    at += run.length - 1
  }
  return spans
}

const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '')

/** Around the place where most marks stand close together; cut between words where there are any. */
function windowOf(text: string, spans: Span[]): Span {
  if (text.length <= most) return [0, text.length]
  let [best, inside, end] = [0, 0, 0]
  for (const [i, [begin]] of spans.entries()) {
    while (end < spans.length && (spans[end] as Span)[1] <= begin + most - 40) end += 1
    if (end - i > inside) [best, inside] = [begin, end - i]
  }
  const from = edge(text, Math.max(0, Math.min(best - 40, text.length - most)), 1)
  return [from, edge(text, Math.min(text.length, from + most), -1)]
}

/** The nearest space within a dozen characters; else right there, but never inside a character. */
function edge(text: string, at: number, step: 1 | -1): number {
  if (at <= 0 || at >= text.length) return Math.max(0, Math.min(at, text.length))
  for (let i = 0; i < 14; i += 1) {
    const here = at + i * step
    if (text[here] === ' ') return step === 1 ? here + 1 : here
  }
  return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at + 1 : at
}

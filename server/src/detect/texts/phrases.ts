// Lists of phrases, found in the words of a text in one pass. `*` ends a word that may go on, `_` stands for any one word.
import { wordsOf } from './words.ts'

type Node<K> = { kinds: K[]; words: Map<string, Node<K>>; beginnings: Map<string, { begin: string; next: Node<K> }[]>; any?: Node<K> }
export type Phrases<K extends string> = Node<K>
/** `from` and `to` count words; `to` is behind the last. */
export type Found<K> = { kind: K; from: number; to: number }

/** Phrases are separated by commas or lines. */
export function compile<K extends string>(lists: Record<K, string>): Phrases<K> {
  const root = node<K>()
  for (const [kind, phrases] of Object.entries(lists) as [K, string][])
    for (const phrase of phrases.split(/[,\n]/)) {
      const end = phrase
        .trim()
        .split(/\s+/)
        .flatMap((piece) => (piece === '_' ? [piece] : piece.endsWith('*') && piece.length > 1 ? open(piece) : wordsOf(piece)))
        .reduce(step, root)
      if (end !== root && !end.kinds.includes(kind)) end.kinds.push(kind)
    }
  return root
}

/** Every phrase that stands in the words, the longest of each kind from each place on; linear, since phrases are short. */
export function find<K extends string>(phrases: Phrases<K>, words: string[]): Found<K>[] {
  const found: Found<K>[] = []
  for (let from = 0; from < words.length; from += 1) walk(phrases, words, from, from, found, found.length)
  return found
}

/** Of those that share a word the longest. */
export function apart<K>(found: Found<K>[]): Found<K>[] {
  const kept: Found<K>[] = []
  for (const one of found.toSorted((a, b) => b.to - b.from - (a.to - a.from))) if (!kept.some(({ from, to }) => from < one.to && one.from < to)) kept.push(one)
  return kept
}

/** Does a phrase begin with this word? */
export function knows<K extends string>(phrases: Phrases<K>, word: string): boolean {
  return phrases.words.has(word) || (phrases.beginnings.get(word.slice(0, 2)) ?? none).some(({ begin }) => word.startsWith(begin))
}

/** "close account", "close my account", "close my old account": up to three words between. */
export const pairs = (first: string, second: string): string =>
  first
    .split('|')
    .flatMap((one) => second.split('|').flatMap((other) => ['', ' _', ' _ _', ' _ _ _'].map((between) => `${one}${between} ${other}`)))
    .join()

function walk<K extends string>(at: Node<K>, words: string[], from: number, next: number, found: Found<K>[], since: number) {
  for (const kind of at.kinds) take(kind, from, next, found, since)
  const word = words[next]
  if (word === undefined) return
  const exact = at.words.get(word)
  if (exact) walk(exact, words, from, next + 1, found, since)
  if (at.beginnings.size > 0)
    for (const { begin, next: begun } of at.beginnings.get(word.slice(0, 2)) ?? none)
      if (word.startsWith(begin)) walk(begun as Node<K>, words, from, next + 1, found, since)
  if (at.any) walk(at.any, words, from, next + 1, found, since)
}

function take<K>(kind: K, from: number, to: number, found: Found<K>[], since: number) {
  for (let each = since; each < found.length; each += 1) {
    const one = found[each] as Found<K>
    if (one.kind !== kind) continue
    one.to = Math.max(one.to, to)
    return
  }
  found.push({ kind, from, to })
}

const none: { begin: string; next: Node<never> }[] = []

function node<K>(): Node<K> {
  return { kinds: [], words: new Map(), beginnings: new Map() }
}

function step<K>(at: Node<K>, word: string): Node<K> {
  if (word === '_') {
    at.any ??= node()
    return at.any
  }
  if (word.length < 3 || !word.endsWith('*')) {
    const next = at.words.get(word) ?? node<K>()
    at.words.set(word, next)
    return next
  }
  const begin = word.slice(0, -1)
  const same = at.beginnings.get(begin.slice(0, 2)) ?? []
  at.beginnings.set(begin.slice(0, 2), same)
  const known = same.find((each) => each.begin === begin)
  if (known) return known.next
  const next = node<K>()
  same.push({ begin, next })
  return next
}

/** "verspät*" is one open word; where scripts have no spaces the last character stays as it is. */
function open(piece: string): string[] {
  const words = wordsOf(piece.slice(0, -1))
  const last = words.pop() ?? ''
  return [...words, last.length < 2 ? last : `${last}*`]
}

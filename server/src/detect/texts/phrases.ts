// Lists of phrases, found in the words of a text in one pass. `*` ends a word that may go on, `_` stands for any one word.
import { wordsOf } from './words.ts'

type Node<K> = { kinds: K[]; words: Map<string, Node<K>>; beginnings: Map<string, Node<K>>; shortest: number; longest: number; any?: Node<K> }
export type Phrases<K extends string> = Node<K>
/** `from` and `to` count words; `to` is behind the last. */
export type Found<K> = { kind: K; from: number; to: number }

export function compile<K extends string>(lists: Record<K, string>): Phrases<K> {
  const root = node<K>()
  for (const [kind, phrases] of Object.entries(lists) as [K, string][])
    for (const phrase of phrases.split(/[,\n]/)) {
      const end = phrase
        .trim()
        .split(/\s+/)
        .flatMap((piece) => (piece === '_' ? ['_'] : piece.endsWith('*') && piece.length > 1 ? open(piece) : forms(piece)))
        .reduce(step, root)
      if (end !== root && !end.kinds.includes(kind)) end.kinds.push(kind)
    }
  return root
}

/** Every phrase that stands in the words, the longest of each kind from each place on; linear, since phrases are short. */
export function find<K extends string>(phrases: Phrases<K>, words: string[]): Found<K>[] {
  const found: Found<K>[] = []
  const longest = new Map<K, number>()
  for (let from = 0; from < words.length; from += 1) {
    longest.clear()
    walk(phrases, words, from, longest)
    for (const [kind, to] of longest) found.push({ kind, from, to })
  }
  return found
}

function walk<K extends string>(at: Node<K>, words: string[], next: number, longest: Map<K, number>) {
  for (const kind of at.kinds) if ((longest.get(kind) ?? 0) < next) longest.set(kind, next)
  const word = words[next]
  if (word === undefined) return
  const exact = at.words.get(word)
  if (exact) walk(exact, words, next + 1, longest)
  for (let length = Math.min(at.longest, word.length); length >= at.shortest; length -= 1) {
    const begun = at.beginnings.get(word.slice(0, length))
    if (begun) walk(begun, words, next + 1, longest)
  }
  if (at.any) walk(at.any, words, next + 1, longest)
}

function node<K>(): Node<K> {
  return { kinds: [], words: new Map(), beginnings: new Map(), shortest: 99, longest: 0 }
}

function step<K>(at: Node<K>, word: string): Node<K> {
  if (word === '_') {
    at.any ??= node()
    return at.any
  }
  const begins = word.length > 1 && word.endsWith('*')
  const key = begins ? word.slice(0, -1) : word
  const map = begins ? at.beginnings : at.words
  if (begins) {
    at.shortest = Math.min(at.shortest, key.length)
    at.longest = Math.max(at.longest, key.length)
  }
  const next = map.get(key) ?? node<K>()
  map.set(key, next)
  return next
}

const forms = (piece: string) => wordsOf(piece)
/** "verspät*" is one open word; "話中*" ends in one. */
const open = (piece: string) => {
  const words = forms(piece.slice(0, -1))
  return [...words.slice(0, -1), `${words.at(-1) ?? ''}*`]
}

// What the linear classifier sees of a text: its words, pairs of words and pieces of words, each hashed into a bucket, the whole of length 1.
import { wordsOf } from './words.ts'

export type Features = { buckets: Int32Array; values: Float32Array }
const mostWords = 300

/** The same text and bits always give the same buckets. Words weigh more than pieces of them; pairs with "not" come by themselves. */
export function featuresOf(text: string, bits: number): Features {
  const mask = 2 ** bits - 1
  const weight = new Map<number, number>()
  const add = (hash: number, by: number) => weight.set(hash & mask, Math.max(weight.get(hash & mask) ?? 0, by))
  const words = wordsOf(text).slice(0, mostWords)
  let last = 7
  let before = 7
  for (const word of words) {
    const own = hashOf(word, 1)
    add(own, 1)
    add(join(last, own, 2), 0.8)
    add(join(join(before, last, 3), own, 4), 0.5)
    before = last
    last = own
    if (word.length > 3 && word.charCodeAt(0) !== 60) pieces(word, add)
  }
  add(join(last, 7, 2), 0.8)
  return lengthOne(weight)
}

const longestWord = 30
/** Runs of three to five letters, with the ends marked. */
function pieces(word: string, add: (hash: number, by: number) => void) {
  const marked = `^${word.slice(0, longestWord)}$`
  for (let from = 0; from < marked.length - 2; from += 1) {
    let hash = 0x51ed270b
    for (let at = from; at < Math.min(from + 5, marked.length); at += 1) {
      hash = Math.imul(hash ^ marked.charCodeAt(at), 0x01000193)
      if (at - from >= 2) add(spread(hash), 0.35)
    }
  }
}

function lengthOne(weight: Map<number, number>): Features {
  const buckets = new Int32Array(weight.size)
  const values = new Float32Array(weight.size)
  let squares = 0
  let at = 0
  for (const [bucket, value] of weight) {
    buckets[at] = bucket
    values[at] = value
    squares += value * value
    at += 1
  }
  const length = Math.sqrt(squares) || 1
  for (let each = 0; each < values.length; each += 1) (values[each] as number) /= length
  return { buckets, values }
}

function hashOf(word: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return spread(hash)
}

const join = (one: number, other: number, salt: number) => spread(Math.imul(one ^ salt, 0x9e3779b1) ^ other)
/** Mixes the upper bits into the lower ones, which choose the bucket. */
function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return mixed ^ (mixed >>> 13)
}

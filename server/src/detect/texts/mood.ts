// What the sentiment model sees of a text: how many cues of each kind, whether it asks, how it is written. Nothing of it is about one trade or one language.
import { cuesOf, type Kind, kinds } from './cues/cues.ts'
import { gladMarks, sorryMarks } from './cues/marks.ts'
import { type Found, find } from './phrases.ts'
import { valenceOf } from './valence.ts'
import { wordsOf } from './words.ts'

const polar: ReadonlySet<Kind> = new Set(['wait', 'fail', 'anger', 'unheard', 'leaving', 'soft', 'thanks', 'praise', 'sarcasm'])
const trouble = ['wait', 'fail', 'anger', 'unheard', 'leaving', 'sarcasm'] as const
const most = 3

export type Mood = { features: number[]; cues: Found<Kind>[]; words: string[] }

export const featureNames = [
  ...kinds.flatMap((kind) => [kind, `any ${kind}`]),
  'glad words',
  'sorry words',
  'glad denied',
  'trouble denied',
  'glad marks',
  'sorry marks',
  'asks',
  'asks twice',
  'asks, no trouble',
  'asks at the end',
  'begins by asking',
  'calls',
  'calls twice',
  'shouts',
  'link',
  'second name',
  'retold',
  'length',
  'short',
  'long',
  'number',
  'trouble',
  'trouble twice',
  'nothing polar',
  'me in trouble',
  'me, nothing polar',
  'glad and trouble',
  'glad, no trouble',
  'glad, asks',
  'thanks first',
  'thanks last',
  'turn after glad',
  'why in trouble',
  'trouble asked about',
  'again in trouble',
  'time in trouble',
  'remedy in trouble',
  'you in trouble',
  'told long',
] as const

export function moodOf(text: string, language: string): Mood {
  const words = wordsOf(text)
  const cues = withoutContained(find(cuesOf[language] ?? cuesOf.en, words))
  return { features: featuresFrom(text, words, cues, language), cues, words }
}

function featuresFrom(text: string, words: string[], cues: Found<Kind>[], language: string): number[] {
  const denied = deniedOf(words, cues)
  const count = Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<Kind, number>
  let [gladDenied, troubleDenied] = [0, 0]
  const covered = new Uint8Array(words.length)
  for (const { kind, from, to } of cues) {
    if (polar.has(kind)) covered.fill(1, from, to)
    if (denied[from] && kind === 'praise') gladDenied += 1
    else if (denied[from] && (kind === 'fail' || kind === 'anger' || kind === 'soft')) troubleDenied += 1
    else count[kind] += 1
  }
  const { glad, sorry } = valences(words, covered, denied, language)
  const at = (kind: Kind) => cues.find((cue) => cue.kind === kind)?.from ?? -1
  const has = (test: boolean) => (test ? 1 : 0)
  const spoken = words.filter((word) => wordLike.test(word))
  const marks = { glad: words.filter((word) => gladMarks.has(word)).length, sorry: words.filter((word) => sorryMarks.has(word)).length }
  const asks = words.filter((word) => word.includes('?') || word.includes('？')).length
  const calls = words.filter((word) => word.includes('!') || word.includes('！')).length
  const troubles = trouble.reduce((sum, kind) => sum + count[kind], 0)
  const gladness = count.thanks + count.praise + marks.glad
  const neither = troubles + gladness + count.soft + glad + sorry + marks.sorry + gladDenied === 0
  const ending = words.at(-1) ?? ''
  const first = words.findIndex((word) => word !== '<name>')
  const begins = cues.some(({ kind, from }) => from === first && kind === 'ask')
  const thanksAt = at('thanks')
  const gladAt = Math.max(thanksAt, at('praise'))
  return [
    ...kinds.flatMap((kind) => [Math.min(count[kind], most), has(count[kind] > 0)]),
    Math.min(glad, most),
    Math.min(sorry, most),
    Math.min(gladDenied, 2),
    Math.min(troubleDenied, 2),
    Math.min(marks.glad, 2),
    Math.min(marks.sorry, 2),
    has(asks > 0),
    has(asks > 1),
    has(asks > 0 && troubles + sorry + gladDenied === 0),
    has(ending.includes('?') || ending.includes('？')),
    has(begins),
    has(calls > 0),
    has(calls > 1 || words.some((word) => word === '!!')),
    Math.min((text.slice(0, 2_000).match(/\b(?!DM|RT|USA|PIN|SMS|API)[A-Z]{3,}\b/g) ?? []).length, most) * has(text !== text.toUpperCase()),
    has(words.includes('<link>')),
    has(words.filter((word) => word === '<name>').length > 1),
    has(spoken[0] === 'rt' || /["“]@/.test(text.slice(0, 2_000))),
    Math.log1p(Math.min(spoken.length, 60)),
    has(spoken.length <= 3),
    has(spoken.length >= 16),
    has(words.includes('<number>')),
    has(troubles > 0),
    has(troubles > 1),
    has(neither),
    has(troubles > 0 && count.me > 0),
    has(neither && count.me > 0 && asks === 0),
    has(gladness > 0 && troubles > 0),
    has(gladness > 0 && troubles + sorry + gladDenied + count.soft === 0),
    has(gladness > 0 && asks > 0),
    has(thanksAt >= 0 && thanksAt <= first + 2),
    has(thanksAt > 4 && thanksAt >= words.length - 4),
    has(gladAt >= 0 && cues.some(({ kind, from }) => kind === 'turn' && from > gladAt)),
    has(count.why > 0 && troubles > 0),
    has(count.ask > 0 && asks > 0 && troubles === 1 && count.anger + count.unheard + count.sarcasm === 0),
    has(count.again > 0 && troubles > 0),
    has(count.time > 0 && troubles > 0),
    has(count.remedy > 0 && troubles > 0),
    has(count.you > 0 && troubles > 0),
    has(spoken.length >= 16 && count.thanks === 0 && asks === 0),
  ]
}

/** Words of the general lists where no cue says more, turned round by a "not" before them. */
function valences(words: string[], covered: Uint8Array, denied: Uint8Array, language: string) {
  let [glad, sorry] = [0, 0]
  if (language === 'en')
    for (let at = 0; at < words.length; at += 1) {
      const value = covered[at] ? 0 : valenceOf(words[at] as string)
      if (value > 0 !== Boolean(denied[at])) glad += Math.abs(value)
      else sorry += Math.abs(value)
    }
  return { glad, sorry }
}

/** The three words behind a "not", up to the next mark, "but" or the like. */
function deniedOf(words: string[], cues: Found<Kind>[]): Uint8Array {
  const denied = new Uint8Array(words.length)
  const turns = new Set(cues.filter(({ kind }) => kind === 'turn').map(({ from }) => from))
  for (const { kind, from, to } of cues)
    if (kind === 'deny')
      for (let at = to; at < Math.min(to + 3, words.length); at += 1) {
        if (turns.has(at) || !wordLike.test(words[at] as string)) break
        if (at > from) denied[at] = 1
      }
  return denied
}

/** "not helpful" is no praise, though "helpful" stands in it. */
function withoutContained(found: Found<Kind>[]): Found<Kind>[] {
  const wide = found.filter(({ kind, from, to }) => polar.has(kind) && to - from > 1)
  return found.filter(
    (one) =>
      !polar.has(one.kind) || !wide.some((other) => other !== one && other.from <= one.from && other.to >= one.to && other.to - other.from > one.to - one.from),
  )
}

const wordLike = /^[\p{L}<]/u

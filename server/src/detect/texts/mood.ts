// What the sentiment model sees of a text: how many cues of each kind, whether it asks, how it is written. Nothing of it is about one trade or one language.
import { cuesOf, type Kind, kinds } from './cues/cues.ts'
import { type Found, find } from './phrases.ts'
import { type Marks, marksOf, type Tally, tallied, withoutContained } from './tally.ts'
import { wordsOf } from './words.ts'

export type Mood = { features: number[]; cues: Found<Kind>[]; words: string[] }

/** `words` where they are at hand already. */
export function moodOf(text: string, language: string, words = wordsOf(text)): Mood {
  const cues = withoutContained(find(cuesOf[language] ?? cuesOf.en, words))
  const tally = tallied(words, cues, language)
  const marks = marksOf(words)
  return { features: [...counted(tally, marks), ...written(text, words, cues, marks), ...together(words, cues, tally, marks)], cues, words }
}

const trouble = ['wait', 'fail', 'anger', 'unheard', 'leaving', 'sarcasm'] as const
const most = 3
const yes = (test: boolean) => (test ? 1 : 0)

const countedNames = [
  ...kinds.flatMap((kind) => [kind, `any ${kind}`]),
  'glad words',
  'sorry words',
  'glad denied',
  'trouble denied',
  'glad marks',
  'sorry marks',
]
function counted({ count, glad, sorry, gladDenied, troubleDenied }: Tally, marks: Marks): number[] {
  const features: number[] = []
  for (const kind of kinds) features.push(Math.min(count[kind], most), yes(count[kind] > 0))
  features.push(Math.min(glad, most), Math.min(sorry, most), Math.min(gladDenied, 2), Math.min(troubleDenied, 2))
  features.push(Math.min(marks.glad, 2), Math.min(marks.sorry, 2))
  return features
}

const writtenNames = 'asks|asks twice|asks at the end|begins by asking|calls|calls twice|shouts|link|second name|retold|length|short|long|number'.split('|')
function written(text: string, words: string[], cues: Found<Kind>[], { asks, calls, callsTwice, link, names, spoken, number }: Marks): number[] {
  const ending = words.at(-1) ?? ''
  const first = words.findIndex((word) => word !== '<name>')
  const head = text.slice(0, 2_000)
  return [
    yes(asks > 0),
    yes(asks > 1),
    yes(ending.includes('?') || ending.includes('？')),
    yes(cues.some(({ kind, from }) => from === first && kind === 'ask')),
    yes(calls > 0),
    yes(calls > 1 || callsTwice),
    Math.min((head.match(shouted) ?? []).length, most) * yes(head !== head.toUpperCase()),
    yes(link),
    yes(names > 1),
    yes(words[first] === 'rt' || /["“]@/.test(head)),
    Math.log1p(Math.min(spoken, 60)),
    yes(spoken <= 3),
    yes(spoken >= 16),
    yes(number),
  ]
}

/** Capitals, but not the abbreviations that everybody writes so. */
const shouted = /\b(?!DM\b|RT\b|USA\b|PIN\b|SMS\b|API\b)[A-Z]{3,}\b/g

const togetherNames = [
  'trouble|trouble twice|nothing polar|me in trouble|me, nothing polar|glad and trouble|glad, no trouble|glad, asks|thanks first|thanks last|turn after glad',
  'asks, no trouble|why in trouble|trouble asked about|again in trouble|time in trouble|remedy in trouble|you in trouble|told long',
].flatMap((names) => names.split('|'))
function together(words: string[], cues: Found<Kind>[], { count, glad, sorry, gladDenied, first }: Tally, marks: Marks): number[] {
  const troubles = trouble.reduce((sum, kind) => sum + count[kind], 0)
  const gladness = count.thanks + count.praise + marks.glad
  const { asks, spoken } = marks
  const neither = troubles + gladness + count.soft + glad + sorry + marks.sorry + gladDenied === 0
  const thanksAt = first.thanks ?? -1
  const gladAt = Math.max(thanksAt, first.praise ?? -1)
  const inTrouble = (kind: Kind) => yes(troubles > 0 && count[kind] > 0)
  const begin = words.findIndex((word) => word !== '<name>')
  return [
    yes(troubles > 0),
    yes(troubles > 1),
    yes(neither),
    inTrouble('me'),
    yes(neither && count.me > 0 && asks === 0),
    yes(gladness > 0 && troubles > 0),
    yes(gladness > 0 && troubles + sorry + gladDenied + count.soft === 0),
    yes(gladness > 0 && asks > 0),
    yes(thanksAt >= 0 && thanksAt <= begin + 2),
    yes(thanksAt > 4 && thanksAt >= words.length - 4),
    yes(gladAt >= 0 && cues.some(({ kind, from }) => kind === 'turn' && from > gladAt)),
    yes(asks > 0 && troubles + sorry + gladDenied === 0),
    inTrouble('why'),
    yes(count.ask > 0 && asks > 0 && troubles === 1 && count.anger + count.unheard + count.sarcasm === 0),
    inTrouble('again'),
    inTrouble('time'),
    inTrouble('remedy'),
    inTrouble('you'),
    yes(spoken >= 16 && count.thanks === 0 && asks === 0),
  ]
}

export const featureNames: readonly string[] = [...countedNames, ...writtenNames, ...togetherNames]

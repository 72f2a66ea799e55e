// Plain language: the grade that is needed to follow it, sentences that are too long, the passive, complicated words, shouting.
import retextEnglish from 'retext-english'
import retextPassive from 'retext-passive'
import retextSimplify from 'retext-simplify'
import { syllable } from 'syllable'
import { unified } from 'unified'
import { VFile } from 'vfile'
import { type Found, inText, type Linted, type Rule, saidParts } from '../linter.ts'
import { sentencesOf } from '../promises.ts'

const [longestSentence, leastWords, mostPassive] = [30, 25, 2]
const wordsOf = (text: string) => text.match(/[\p{L}\p{N}][\p{L}\p{N}’'-]*/gu) ?? []
const english = ({ draft }: Linted) => draft.locale.toLowerCase().startsWith('en')

/** Flesch–Kincaid: the grade of a school in the United States whose pupils understand it. Undefined for less than 25 words, of which it says nothing. */
export function gradeOf(text: string): number | undefined {
  const words = wordsOf(text)
  const sentences = sentencesOf(text).length
  if (words.length < leastWords || sentences === 0) return undefined
  const syllables = words.reduce((sum, word) => sum + Math.max(1, syllable(word)), 0)
  return Math.round((0.39 * (words.length / sentences) + 11.8 * (syllables / words.length) - 15.59) * 10) / 10
}

const reader = unified().use(retextEnglish).use(retextPassive).use(retextSimplify)

/** The library knows irregular verbs; these are the regular ones, but for words that describe rather than tell what was done. */
const regular =
  /\b(?:am|is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?(?!affected|limited|based|located|involved|related|interested|concerned|expected|needed|required|supposed|used|tired)[a-z]{2,}ed\b/gi

type Said = { from: number; to: number; said: string; better: string | undefined }
/** The last texts that were read: whoever types changes one part, and the others stay. */
const read = new Map<string, { passive: Said[]; simpler: Said[] }>()
const mostRead = 100

function heard(text: string): { passive: Said[]; simpler: Said[] } {
  const known = read.get(text)
  if (known) return known
  const file = new VFile(text)
  reader.runSync(reader.parse(file), file)
  const said = file.messages.flatMap(({ place, actual, expected, source }) => {
    if (!place || !('start' in place) || place.start.offset === undefined || place.end.offset === undefined) return []
    const [from, to] = [place.start.offset, place.end.offset]
    return [{ source, from, to, said: actual ?? text.slice(from, to), better: expected?.[0] }]
  })
  const found = { passive: said.filter(({ source }) => source === 'retext-passive'), simpler: said.filter(({ source }) => source === 'retext-simplify') }
  if (read.size >= mostRead) read.delete(read.keys().next().value as string)
  read.set(text, found)
  return found
}

export const styleRules: Rule[] = [
  {
    id: 'grade',
    severity: 'warning',
    check: (linted) => {
      if (!english(linted)) return []
      const text = saidParts(linted.draft.parts)
        .filter(([part]) => part !== 'title')
        .map(([, each]) => each)
        .join('\n\n')
      const grade = gradeOf(text)
      return grade !== undefined && grade > linted.house.grade + 1
        ? [
            {
              severity: grade > linted.house.grade + 4 ? 'warning' : 'hint',
              sentence: `Readers need school grade ${Math.round(grade)} to follow this; aim at ${linted.house.grade}. Shorter sentences and words help most.`,
            } satisfies Found,
          ]
        : []
    },
  },
  {
    id: 'long-sentence',
    severity: 'hint',
    check: ({ draft }) =>
      saidParts(draft.parts).flatMap(([part, text]) =>
        sentencesOf(text).flatMap(({ from, to, words }): Found[] => {
          const count = wordsOf(words).length
          return count > longestSentence ? [{ part, from, to, sentence: `A sentence of ${count} words. Make two or three of it.` }] : []
        }),
      ),
  },
  {
    id: 'passive',
    severity: 'hint',
    check: (linted) => {
      if (!english(linted)) return []
      const found = [
        ...saidParts(linted.draft.parts).flatMap(([part, text]) => heard(text).passive.map((each) => ({ part, ...each }))),
        ...saidParts(linted.draft.parts).flatMap(([part, text]) =>
          [...text.matchAll(regular)].map((match) => ({ part, from: match.index, to: match.index + match[0].length, said: match[0] })),
        ),
      ].map(({ part, from, to, said }): Found => ({ part, from, to, sentence: `“${said}” hides who does it. Say who.` }))
      // One or two are nobody's trouble.
      return found.length > mostPassive ? found : []
    },
  },
  {
    id: 'simpler',
    severity: 'hint',
    check: (linted) =>
      english(linted)
        ? saidParts(linted.draft.parts).flatMap(([part, text]) =>
            heard(text).simpler.flatMap(({ from, to, said, better }): Found[] =>
              better ? [{ part, from, to, sentence: `“${said}” can be simpler.`, fix: better }] : [],
            ),
          )
        : [],
  },
  {
    id: 'shouting',
    severity: 'hint',
    check: ({ draft }) =>
      inText(draft.parts, /!{1,}(?=\s|$)|(?:\b[A-Z]{4,}\b\s+){2,}\b[A-Z]{4,}\b/g, ([said]) => ({
        sentence: `“${said.slice(0, 40)}” sounds loud. Calm words are believed.`,
      })),
  },
]

// Saying the same again tells readers that nothing happens, or that nobody looks.
import type { Parts } from '../../updates/updates.contract.ts'
import { type Found, type Rule, saidParts } from '../linter.ts'

/** Parts that may stay the same while the matter does. */
const mayStay: (keyof Parts)[] = ['title', 'affected', 'can', 'must', 'workaround']
const leastWords = 5
const nearly = 0.9

const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []

/** How much two texts share: of their pairs of neighbouring words, the part that both have. */
export function likeness(one: string, other: string): number {
  const [a, b] = [pairsOf(one), pairsOf(other)]
  const both = [...a.counts].reduce((sum, [pair, count]) => sum + Math.min(count, b.counts.get(pair) ?? 0), 0)
  return a.size + b.size === 0 ? 1 : (2 * both) / (a.size + b.size)
}

function pairsOf(text: string): { counts: Map<string, number>; size: number } {
  const words = wordsOf(text)
  const pairs = words.length < 2 ? words : words.slice(1).map((word, nth) => `${words[nth]} ${word}`)
  const counts = new Map<string, number>()
  for (const pair of pairs) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  return { counts, size: pairs.length }
}

/** What tells of progress, as one text. */
export const progressOf = (parts: Parts): string =>
  saidParts(parts)
    .filter(([part]) => !mayStay.includes(part))
    .map(([, text]) => text)
    .join('\n')

/** Whether a message says no more than an earlier one. */
export const repeats = (told: Parts, now: Parts): boolean => likeness(progressOf(told), progressOf(now)) >= nearly

/** “Nothing new since 09:30, again by 10:30” is honest each time, however alike: its times are the news. */
const namesNewTime = (told: Parts, now: Parts): boolean => timesIn(now).some((time) => !timesIn(told).includes(time))
const timesIn = (parts: Parts): string[] => progressOf(parts).match(/\d{1,2}:\d{2}/g) ?? []

export const repeatRules: Rule[] = [
  {
    id: 'repeat',
    severity: 'warning',
    check: ({ draft, before }) => {
      const now = progressOf(draft.parts)
      if (wordsOf(now).length < leastWords) return []
      const same = before.findLast((told) => repeats(told.parts, draft.parts) && !(draft.holding && namesNewTime(told.parts, draft.parts)))
      return same
        ? [
            {
              sentence: `This says what the update of ${same.publishedAt.toISOString().slice(11, 16)} UTC said. Say what was tried since, what was ruled out, or honestly that there is nothing new and when you look again.`,
            } satisfies Found,
          ]
        : []
    },
  },
]

// When a message says that we write again: found in free text, so that it can be held against the clock.
import { type Moment, momentsIn, type Reading } from './moments.ts'

/** Words of writing again, and the little words that lead to its moment. */
const again =
  /\b(?:next|another|further|additional|new|more|latest|an?|status|regular)?\s*\b(?:updates?|status|information|details|news|statements?|posts?|reports?|message)\b|\b(?:write|post|report|hear from us|hear back|follow up|check back|come back|be back|respond|update you|keep you posted)\b/i
const leading = /(?:\b(?:by|before|at|until|around|about|approximately|approx\.?|no later than|not later than|within|in|on|later than)|[:~–-])\s*(?:the\s+)?$/i
/** What is said of the past or of the trouble is no promise of a word. */
const notOurs =
  /\b(?:began|started|since|occurred|as of|resolved at|posted at|last updated?|updated at|detected|identified at|(?:between|from)\s+\d)[^.]{0,25}$/i

/** The promises in a text; of several moments in one sentence the last. */
export function promisesIn(text: string, reading: Reading): Moment[] {
  return sentencesOf(text).flatMap(({ from, words }) => {
    if (!again.test(words)) return []
    const cue = words.search(again)
    const found = momentsIn(words, reading).filter((moment) => {
      const before = words.slice(0, moment.from)
      const isSpan = /^(?:within|in)\b/i.test(words.slice(moment.from))
      return (isSpan || leading.test(before)) && !notOurs.test(before) && (moment.from > cue || /^(?:by|at|before|within|in)\b/i.test(words.trimStart()))
    })
    const last = found.at(-1)
    return last ? [{ ...last, from: last.from + from, to: last.to + from }] : []
  })
}

/** Sentences with their places; a point between digits, in a.m. or in an abbreviation ends none. */
export function sentencesOf(text: string): { from: number; to: number; words: string }[] {
  const ends = [
    ...text.matchAll(
      /(?<![ap]\.m|[AP]\.M|\b[apAP]|\b(?:[Aa]pprox|e\.g|i\.e|[Nn]o|Mr|Ms|Dr|Inc|Ltd))[.!?]+(?=\s|$)|(?<=[ap]\.m|[AP]\.M)\.(?=\s+(?!Pacific|Eastern|Central|Mountain)[A-Z][a-z]{2})|\n{2,}/g,
    ),
  ].map((match) => match.index + match[0].length)
  const cuts = [...new Set([0, ...ends, text.length])].sort((one, other) => one - other)
  return cuts.slice(1).flatMap((to, nth) => {
    const from = cuts[nth] as number
    const words = text.slice(from, to)
    return words.trim() === '' ? [] : [{ from, to, words }]
  })
}

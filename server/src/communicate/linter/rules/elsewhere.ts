// One truth everywhere: what this message says against what the same message says in another language, and against what others were told last.
import { frame } from '../../frame/strings.ts'
import type { Parts } from '../../updates/updates.contract.ts'
import { type Found, type Linted, type Phase, type Rule, saidParts } from '../linter.ts'

/** What somebody else reads of the same crisis. `where` begins a sentence: “The text in German”, “The last word to executives”. `translation`: the same message, which says all of it. */
export type Elsewhere = { where: string; translation: boolean; phase: Phase; parts: Parts }

export const elsewhereRules: Rule[] = [
  {
    id: 'translation-differs',
    severity: 'warning',
    check: (linted) => told(linted, true).flatMap((other) => inTranslation(linted.draft.parts, other)),
  },
  {
    id: 'differs-elsewhere',
    severity: 'warning',
    check: (linted) => told(linted, false).flatMap((other) => [...inState(linted.draft.phase, other), ...inFigures(linted.draft.parts, other)]),
  },
]

const told = ({ facts: { elsewhere = [] } }: Linted, translation: boolean) => elsewhere.filter((other) => other.translation === translation)

function inTranslation(parts: Parts, { where, parts: theirs }: Elsewhere): Found[] {
  return saidParts(parts).flatMap(([part, text]): Found[] => {
    const other = theirs[part]?.trim()
    if (!other)
      return [{ part, sentence: `${where} leaves out “${part === 'title' ? 'the title' : frame('en')[part]}”. Its readers would know less than the others.` }]
    const differ = difference(figuresIn(text), figuresIn(other))
    return differ ? [{ part, ...differ.place, sentence: `Here it says ${differ.ours}; ${lower(where)} says ${differ.theirs}. Let both say the same.` }] : []
  })
}

/** That it is over for some and goes on for others is what a journalist finds first. */
const inState = (phase: Phase, other: Elsewhere): Found[] =>
  other.phase === 'resolved' && phase !== 'resolved'
    ? [{ sentence: `${other.where} says that it is over; this says that it goes on. Put one of them right.` }]
    : []

/** How many are hurt, and until when: where both say it, both say the same, or the others need a new word as well. */
const inFigures = (parts: Parts, { where, parts: theirs }: Elsewhere): Found[] =>
  (['affected', 'estimate'] as const).flatMap((part): Found[] => {
    const telling = ({ means }: Figure) => means.includes(part === 'affected' ? '%' : ':')
    const differ = difference(figuresIn(parts[part]).filter(telling), figuresIn(theirs[part]).filter(telling))
    const sentence = differ && `Here it says ${differ.ours}; ${lower(where)} says ${differ.theirs}. If that is no longer true, they need a new word as well.`
    return differ && sentence ? [{ part, ...differ.place, sentence }] : []
  })

const lower = (sentence: string) => sentence.charAt(0).toLowerCase() + sentence.slice(1)

/** A figure as it is written, where, and what it says in every language: `14:30`, `12%`, `1500`. */
type Figure = { said: string; from: number; means: string }
const figure = /(\d{1,2})(?::|\s?[hH]\s?)(\d{2})(?!\d)(?:\s?([ap])\.?m\b)?|(\d+(?:[.,]\d+)?)\s?[%％]|\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?!\d)|\d+/gi

function figuresIn(text = ''): Figure[] {
  return [...text.matchAll(figure)].map((match) => {
    const [said, hour, minute, half, percent] = match
    const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour)
    const means = minute ? `${hours}:${minute}` : percent ? `${Number(percent.replace(',', '.'))}%` : said.replace(/\D/g, '')
    return { said, from: match.index, means }
  })
}

/** A number may be written as a word in one of them, or left out; two that stand for each other and differ may not. */
function difference(ours: Figure[], theirs: Figure[]) {
  const lacking = (some: Figure[], others: Figure[]) => some.find(({ means }) => !others.some((other) => other.means === means))
  const [alone, instead] = [lacking(ours, theirs), lacking(theirs, ours)]
  return alone && instead && { ours: alone.said, theirs: instead.said, place: { from: alone.from, to: alone.from + alone.said.length } }
}

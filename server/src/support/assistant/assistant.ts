// The assistant answers only by sentences of its sources, where what is asked is likely enough to be answered by them; else a person does. What it does is decided here, whatever any text says.
import { contextOf } from './contexts.ts'
import { compose, type Said } from './crisis-answers.ts'
import { whyHandOver } from './hand-over.ts'
import { indexed } from './indexed.ts'
import type { MustHandOver } from './languages/speech.ts'
import type { Composed, Material } from './material.ts'
import { type Question, readQuestion } from './question.ts'
import { sayTo } from './ruled.ts'
import { candidatesFor, type Candidate } from './weighing/candidates.ts'
import { chancesOf } from './weighing/chances.ts'
import { choose } from './weighing/choose.ts'

/** `file`: nobody but a person can look at what came with it. */
export type Why = MustHandOver | 'unsure' | 'file'
/** `answer`: with sentences and their sources. `hand-over`: a person answers; `why` says for what, the gravest first. */
export type Answer = Composed & { action: 'answer' | 'hand-over'; language: string; why: Why[] }

export function answer(text: string, material: Material): Answer {
  const { asked, why } = read(text, material)
  if (why.length > 0) return { action: 'hand-over', language: asked.language, why, sentences: [], sources: [] }
  const said = asked.empty ? [] : saidTo(asked, material)
  if (said.length === 0) return { action: 'hand-over', language: asked.language, why: ['unsure'], sentences: [], sources: [] }
  return { action: 'answer', language: asked.language, why: [], ...compose(said) }
}

/** What is asked, and whether a person must answer whatever we know. */
export function read(text: string, material: Material): { asked: Question; why: MustHandOver[] } {
  const asked = readQuestion(text, material.locale, knownWords(material))
  return { asked, why: whyHandOver(asked, material.own, isTwiceTold(material)) }
}

const isTwiceTold = (material: Material): boolean =>
  material.incidents.some((incident) => ['double', 'debit'].every((concept) => contextOf(incident, material)[1].concepts.has(concept)))

/** What the rules say is said where the likeliest source is theirs, and it does not sound like what nobody publishes; else what is likely enough. */
function saidTo(asked: Question, material: Material): Said[] {
  const { ruled, elsewhere, candidates } = weigh(asked, material)
  const { best, isLikely } = choose(candidates)
  const isTheirs = !best || ruled.some(({ source }) => best.keys.includes(source.key))
  if (ruled.length > 0 && isTheirs && elsewhere < mostElsewhere) return ruled
  // Who only tells something may tell what nobody thought of: that is for a person.
  return best && isLikely && !asked.tells ? best.say() : []
}
const mostElsewhere = 0.4

/** `ruled`: what the rules say. `elsewhere`: how likely nobody publishes what is asked. `candidates`: all that could be answered; none where it is beyond us, or likely enough for a person to answer. */
export function weigh(asked: Question, material: Material): { ruled: Said[]; elsewhere: number; candidates: Candidate[] } {
  const chances = chancesOf(asked)
  if (asked.beyond || chances.person >= leastOfPerson) return { ruled: [], elsewhere: 1, candidates: [] }
  const ruled = sayTo(asked, material)
  return { ruled, elsewhere: chances.else, candidates: candidatesFor(asked, material, chances, ruled) }
}
const leastOfPerson = 0.3

/** Words of what we know: the right ones for what is mistyped. */
function knownWords({ incidents, services, hits }: Material): Set<string> {
  const texts = [
    ...services.map(({ name }) => name),
    ...incidents.flatMap(({ updates }) => updates.flatMap(({ parts, texts = {} }) => [parts, ...Object.values(texts)].map(({ title }) => title))),
    ...hits.map(({ title }) => title),
  ]
  return new Set(texts.flatMap((text) => [...indexed(text, 'en').words]).filter((word) => word.length >= 4))
}

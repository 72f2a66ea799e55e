// What is asked: in which language, what kind of question, about what. Its words are only ever compared; nothing that they say is done.
import { cuesOf } from '../../detect/texts/cues/cues.ts'
import { languageOf } from '../../detect/texts/language.ts'
import { apart, find, type Phrases } from '../../detect/texts/phrases.ts'
import { wordsOf } from '../../detect/texts/words.ts'
import { concepts } from './languages/concepts.ts'
import { light } from './languages/everyday.ts'
import { folded } from './languages/fold.ts'
import { isOfPhrases, isSpoken, type Spoken, spoken, tongues } from './languages/languages.ts'
import type { Kind } from './languages/speech.ts'
import { patternsIn, ways } from './languages/asking/asking.ts'
import { type Part, partsOf } from './parts.ts'
import { corrected, split } from './spelling.ts'

/**
 * Something that is asked about: a meaning that we know in every language, or a word as it stands. `within`: the kinds whose phrases it is a part of.
 * `or`: what else the word may mean. `soft`: by its form what somebody does, and hardly what it is about. `name`: written as a name.
 */
export type Item = { concept: string | null; word: string; within: Kind[]; or?: string[]; soft?: boolean; name?: boolean }
/** `items`: of what is asked; `around`: of what is told besides. `asked`: the words of what is asked. `tells`: nothing in it asks. `beyond`: not for any source to answer. */
export type Question = {
  text: string
  language: Spoken
  words: string[]
  asked: { text: string; words: string[] }
  kinds: Map<Kind, number>
  items: Item[]
  around: Item[]
  tells: boolean
  beyond: boolean
  empty: boolean
}

export const mostAsked = 2_000

/**
 * @param locale of the page that it was asked on
 * @param known words of what we know, that a mistyped one may have been
 */
export function readQuestion(text: string, locale: string, known: ReadonlySet<string> = none): Question {
  const cut = text.slice(0, mostAsked)
  const written = spokenWords(wordsOf(folded(cut)))
  const language = languageIn(written, wordsOf(cut), locale)
  const isName = namesIn(cut, language)
  const mend = (words: string[]) => corrected(split(words, language), (some) => coverOf(some, language), language, known, isName)
  const words = mend(written)
  const read = partsOf(cut, language).map((part) => ({ ...part, words: mend(spokenWords(wordsOf(folded(part.text)))) }))
  const tells = read.every((part) => !part.asks)
  // Where nothing asks, all of it does.
  const parts = tells ? read.map((part) => ({ ...part, asks: true })) : read
  const asked = parts.filter((part) => part.asks)
  const ofAsked = kindsIn(asked, language)
  const kinds = ofAsked.size > 0 ? ofAsked : kindsIn(parts, language)
  const [items, told] = [
    itemsIn(asked, language),
    itemsIn(
      parts.filter((part) => !part.asks),
      language,
    ),
  ]
  const around = told.filter((item) => !item.soft && !items.some((each) => sameItem(each, item)))
  return {
    ...{ text: cut, language, words, kinds, items, around, tells },
    asked: { text: asked.map((part) => part.text).join(' '), words: asked.flatMap((part) => part.words) },
    beyond: find(ways[language].beyond, written).length > 0 || find(ways[language].beyond, words).length > 0,
    empty: words.length === 0,
  }
}
const none: ReadonlySet<string> = new Set()
const sameItem = (one: Item, other: Item) => (one.concept ?? one.word) === (other.concept ?? other.word)

type Read = Part & { words: string[] }
/** Sentences are read as wholes: what makes a kind may stand in two of its clauses. */
function kindsIn(parts: Read[], language: Spoken): Map<Kind, number> {
  const kinds = new Map<Kind, number>()
  const add = (kind: Kind, length: number) => kinds.set(kind, (kinds.get(kind) ?? 0) + length)
  for (const some of Map.groupBy(parts, ({ sentence }) => sentence).values()) {
    const words = some.flatMap((part) => part.words)
    const asksWay = ways[language].way.test(language === 'ja' ? words.join('') : words.join(' '))
    for (const { kind, from, to } of apart(find(tongues[language].kinds, words)))
      if (!(language === 'ja' && asksWay && kind === 'meanwhile')) add(kind, lengthOf(words, from, to))
    for (const { kind, spans } of patternsIn(words, language))
      if (!(asksWay && notOfWays.has(kind))) add(kind, spans.reduce((sum, [from, to]) => sum + lengthOf(words, from, to), 0) * ofPattern)
  }
  return kinds
}
/** Who asks how something is done asks for no state of things. */
const notOfWays: ReadonlySet<Kind> = new Set(['meanwhile', 'state', 'over'])
/** A set phrase tells more than words that stand apart. */
const ofPattern = 0.75

function itemsIn(parts: Read[], language: Spoken): Item[] {
  const seen = new Set<string>()
  return parts
    .flatMap(({ words, text }) => itemsOf(words, language, text))
    .filter(({ concept, word }) => !seen.has(concept ?? word) && seen.add(concept ?? word))
}

export const spokenWords = (words: string[]): string[] => words.filter((word) => /[\p{L}\p{N}]/u.test(word) && !word.startsWith('<'))
/** Characters of Japanese weigh as much as the words that they make. */
const lengthOf = (words: string[], from: number, to: number) => words.slice(from, to).reduce((sum, word) => sum + (isCharacter(word) ? 0.5 : 1), 0)
export const isCharacter = (word: string) => /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]$/u.test(word)

/** Whose words it has most of; where two are alike, the one that a reader of languages finds, then the page's. */
function languageIn(words: string[], unfolded: string[], locale: string): Spoken {
  if (words.some((word) => /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word))) return 'ja'
  const [found, page] = [languageOf(unfolded), locale.split('-')[0] as string]
  const scored = spoken.map((language) => ({
    language,
    score: coverOf(words, language).filter(Boolean).length + (language === found ? 0.9 : 0) + (language === page ? 0.5 : 0),
  }))
  const best = scored.reduce((one, other) => (other.score > one.score ? other : one))
  return best.score >= 1 ? best.language : isSpoken(page) ? page : 'en'
}

/** For each word, whether our lists of this language know it. */
function coverOf(words: string[], language: Spoken): boolean[] {
  const { kinds, handOver, common } = tongues[language]
  const known = words.map(() => false)
  for (const phrases of [kinds, handOver, common, ways[language].soft, ways[language].begins, concepts[language]] as Phrases<string>[])
    for (const { from, to } of find(phrases, words)) known.fill(true, from, to)
  return known
}

/** All that a text speaks of, whatever kind of question it may be. */
export const wordItems = (text: string, language: Spoken): Item[] => itemsOf(spokenWords(wordsOf(folded(text))), language, undefined)

/** @param raw as it was asked, which tells names and verbs apart; of what is no question every word counts that says anything */
function itemsOf(words: string[], language: Spoken, raw: string | undefined): Item[] {
  const spans = [
    ...find(tongues[language].kinds, words),
    ...(raw === undefined ? [] : patternsIn(words, language).flatMap(({ kind, spans: some }) => some.map(([from, to]) => ({ kind, from, to })))),
  ]
  const taken = words.map(() => false)
  const items: Item[] = []
  const within = (from: number, to: number) => [...new Set(spans.filter((phrase) => phrase.from <= from && to <= phrase.to).map(({ kind }) => kind))]
  const meanings = find(concepts[language], words)
  const isCommon = words.map(() => false)
  for (const phrases of [tongues[language].common, ways[language].soft] as Phrases<string>[])
    for (const { from, to } of find(phrases, words)) isCommon.fill(true, from, to)
  for (const { kind, from, to } of apart(meanings).sort((one, other) => one.from - other.from)) {
    taken.fill(true, from, to)
    if (raw !== undefined && light.has(kind) && isCommon.slice(from, to).every(Boolean)) continue
    const or = meanings.filter((each) => each.kind !== kind && each.from === from && each.to === to).map((each) => each.kind)
    items.push({
      concept: kind,
      word: words.slice(from, to).join(isCharacter(words[from] as string) ? '' : ' '),
      within: within(from, to),
      ...(or.length > 0 ? { or } : {}),
      ...(raw !== undefined && light.has(kind) ? { soft: true } : {}),
    })
  }
  const cues = cuesOf[language]
  const { soft, begins } = ways[language]
  for (const phrases of [tongues[language].common, ...(raw === undefined ? [] : [soft, begins]), ...(cues ? [cues] : [])] as Phrases<string>[])
    for (const { kind, from, to } of find(phrases, words)) if (!telling.has(kind)) taken.fill(true, from, to)
  // Where a set phrase lets any word stand, that word may be what is asked about.
  const isFree = (word: string) => raw !== undefined && language !== 'ja' && !isOfPhrases(word, language)
  for (const { from, to } of spans) for (let at = from; at < to; at += 1) if (!isFree(words[at] as string)) taken[at] = true
  const isName = namesIn(raw ?? '', language)
  for (let from = 0; from < words.length; from += 1) {
    if (taken[from]) continue
    let to = from + 1
    if (isCharacter(words[from] as string)) while (to < words.length && !taken[to] && isCharacter(words[to] as string)) to += 1
    const word = words
      .slice(from, to)
      .join('')
      .replace(/(?<=[\p{Script=Han}\p{Script=Katakana}ー])\p{Script=Hiragana}+$|^\p{Script=Hiragana}+(?=[\p{Script=Han}\p{Script=Katakana}])/gu, '')
    if (!/^[\p{Script=Hiragana}ー]+$/u.test(word) && word.length > 1) {
      const name = isName(word)
      items.push({
        concept: null,
        word,
        within: isFree(word) ? [] : within(from, to),
        ...(name ? { name } : raw !== undefined && isDone(word, words[from - 1], language, raw) ? { soft: true } : {}),
      })
    }
    from = to - 1
  }
  const seen = new Set<string>()
  return items.filter(({ concept, word }) => !seen.has(concept ?? word) && seen.add(concept ?? word))
}

/** Capitals inside a sentence are names; in German, where every noun has one, nothing is known by them, and in Japanese there are none. */
function namesIn(raw: string, language: Spoken): (word: string) => boolean {
  if (language === 'de' || language === 'ja' || raw === raw.toUpperCase()) return () => false
  const names = new Set([...raw.matchAll(/(?<=[\p{Ll},;:]['’]?\s+)\p{Lu}[\p{L}\p{N}]+/gu)].map(([name]) => folded(name)))
  return (word) => names.has(word)
}

/** What somebody does, by how the word ends, by what it stands after, in German by its small letter. */
function isDone(word: string, before: string | undefined, language: Spoken, raw: string): boolean {
  if (language === 'ja') return false
  const { acts, bends } = ways[language]
  if (bends.test(word) || (before !== undefined && acts.has(before))) return true
  return language === 'de' && /\s\p{Lu}\p{Ll}/u.test(raw) && !new RegExp(`(?<!\\p{L})${upperFirst(word)}`, 'u').test(bare(raw))
}
const upperFirst = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`
/** Without accents, as the words are, and with its capitals. */
const bare = (text: string) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '')
/** Cues of these kinds name things, which may be what is asked about. */
const telling: ReadonlySet<string> = new Set(['fail', 'leaving', 'inform', 'remedy'])

/** How or where something is done. */
export const asksForWay = ({ asked: { words }, language }: Question): boolean => ways[language].way.test(language === 'ja' ? words.join('') : words.join(' '))
/** How many, how long, until when: an answer has a number. */
export const asksForAmount = ({ asked: { words }, language }: Question): boolean =>
  ways[language].amount.test(language === 'ja' ? words.join('') : words.join(' '))

/** Who it was, which one, what it is called: that something was said of such a one does not name them. */
export const asksForName = ({ words, language }: Question): boolean => {
  const text = language === 'ja' ? words.join('') : ` ${words.join(' ')} `
  return nameAsked[language].test(text)
}
const nameAsked: Record<Spoken, RegExp> = {
  en: / (who|whose|whom|which|what (is|was) the name|called) /,
  de: / (wer|wen|wem|wessen|welche[rsnm]?|heiß(t|en)|name|namen) /,
  fr: / (qui|quel(le)?s?|laquelle|lequel|s appelle|nom) /,
  es: / (quien(es)?|que [a-zñ]+ (era|es|tenia|estaba|fue)|cual(es)?|se llama|nombre) /,
  pt: / (quem|qual|quais|que [a-z]+ (era|e|tinha|estava|foi)|se chama|nome) /,
  ja: /誰|だれ|どの|どこの|名前|何という/,
}

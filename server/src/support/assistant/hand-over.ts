// When a person must answer, whatever we know: asked for, angry, about money beyond what is recorded, the law, safety, or somebody who is vulnerable.
import { cuesOf } from '../../detect/texts/cues/cues.ts'
import { apart, find } from '../../detect/texts/phrases.ts'
import { wordsOf } from '../../detect/texts/words.ts'
import { factsOfText } from '../conversations/facts-of-text.ts'
import { folded } from './languages/fold.ts'
import { concepts } from './languages/concepts.ts'
import { type Spoken, tongues } from './languages/languages.ts'
import type { MustHandOver, mustHandOver } from './languages/speech.ts'
import type { Own } from './material.ts'
import { type Question, spokenWords } from './question.ts'

/** @returns why, the gravest first; empty: an answer may be tried */
/** @param isTold whether it was published that money was taken twice: then what becomes of that is no dispute */
export function whyHandOver({ text, language, words }: Question, own: Pick<Own, 'vulnerability'> | null, isTold = false): MustHandOver[] {
  const { reasons, mood } = factsOfText('', text)
  const found = new Set<MustHandOver>()
  // As it was written, and with what was mistyped put right.
  for (const read of [spokenWords(wordsOf(folded(text))), words])
    for (const { kind, from, to } of apart(find(tongues[language].handOver, read)))
      if (!(isTold && kind === 'money' && isTwice(read.slice(from, to), language))) found.add(kind)
  for (const reason of ['legal', 'safety', 'vulnerable'] as const) if (reasons.includes(reason)) found.add(reason)
  if (mood === 'angry' && (/[!！]/.test(text) || isHurt(text, language))) found.add('angry')
  if (own?.vulnerability) found.add('vulnerable')
  return order.filter((why) => found.has(why))
}
const isTwice = (phrase: string[], language: Spoken) => ['double', 'debit'].some((twice) => find(concepts[language], phrase).some(({ kind }) => kind === twice))

/** What is only a bad state of things reads as bad mood, too: it takes a word of anger. */
function isHurt(text: string, language: Spoken): boolean {
  const cues = cuesOf[language]
  return cues !== undefined && find(cues, wordsOf(text)).some(({ kind }) => angry.has(kind) || (kind === 'anger' && !/[?？]/.test(text)))
}
const angry: ReadonlySet<string> = new Set(['unheard', 'leaving', 'sarcasm'])
const order: readonly MustHandOver[] = ['safety', 'vulnerable', 'legal', 'money', 'angry', 'person'] satisfies (typeof mustHandOver)[number][]

// How likely each kind of question is, as a small linear model reads it that ships with Leeward; scripts/train-assistant.ts makes it from example questions of our own (training/questions.txt).
import { readFileSync } from 'node:fs'
import { featuresOf } from '../../../detect/texts/features.ts'
import { guessFrom, type Linear, scores } from '../../../detect/texts/linear.ts'
import { readModel } from '../../../detect/texts/model-file.ts'
import { find } from '../../../detect/texts/phrases.ts'
import { patternsIn } from '../languages/asking/asking.ts'
import { concepts, turnsOf } from '../languages/concepts.ts'
import { type Spoken, tongues } from '../languages/languages.ts'
import type { Kind } from '../languages/speech.ts'
import type { Question } from '../question.ts'

/** `else`: what nobody publishes. `person`: for a person to answer. */
export type Heard = Kind | 'else' | 'person'
export type Chances = Record<Heard, number>

const shipped = readModel(readFileSync(new URL('../models/kinds.json', import.meta.url), 'utf8'), 'models/kinds.json')

/** Of all that was written, and of that which asks, each for a half. */
export function chancesOf({ words, asked, language }: Pick<Question, 'words' | 'asked' | 'language'>, model: Linear = shipped): Chances {
  const [one, other] = [words, asked.words].map((some) => guessFrom(model, scores(model, featuresOf(readAs(some, language), model.bits))).probabilities) as [
    Chances,
    Chances,
  ]
  return Object.fromEntries(model.labels.map((label) => [label, (one[label as Heard] + other[label as Heard]) / 2])) as Chances
}

/** Its words, and behind them what is the same in every language: turns of speech in their order, kinds by set phrases, and meanings. */
export function readAs(words: string[], language: Spoken): string {
  const inOrder = (found: { kind: string; from: number }[]) => found.toSorted((one, other) => one.from - other.from).map(({ kind }) => kind.replace(/\d/g, ''))
  const turns = inOrder(find(turnsOf[language], words)).map((turn) => `qt${turn}`)
  const kinds = [...find(tongues[language].kinds, words), ...patternsIn(words, language)].map(({ kind }) => `qk${kind}`)
  const meanings = inOrder(find(concepts[language], words)).map((concept) => `qc${concept.replace('_', '')}`)
  return [...words, '!', ...turns, '!', ...new Set(kinds), '!', ...new Set(meanings)].join(' ')
}

// A company's own labelled texts become a model: the same text twice counts once, five folds say how well it reads what it has not seen, and all texts together make it.
import { Refused } from '../../platform/refused.ts'
import { featuresOf } from './features.ts'
import { guessFrom, type Labelled, type Linear, random, scores, type Training, train } from './linear.ts'
import { type Measured, measure } from './measure.ts'
import { wordsOf } from './words.ts'

/** `same`: texts left out because another had the same words and label. */
export type Lesson = { model: Linear; measured: Measured; texts: number; same: number }
export const fewest = 10
export const mostLabels = 200
const folds = 5

export function teach(given: Labelled[], { seed = 1, ...training }: Training = {}): Lesson {
  const texts = once(given)
  const counts = checked(texts)
  const bits = training.bits ?? (counts.size > 20 ? 16 : 18)
  const fold = dealt(texts, seed)
  const guesses: { label: string; guess: string; scores: number[] }[] = []
  let labels: string[] = []
  for (let out = 0; out < folds; out += 1) {
    const model = train(
      texts.filter((text) => fold.get(text.same) !== out),
      { ...training, bits, seed },
    )
    labels = model.labels
    for (const { text, label, same } of texts)
      if (fold.get(same) === out) {
        const found = scores(model, featuresOf(text, bits))
        guesses.push({ label, guess: guessFrom(model, found).label, scores: found })
      }
  }
  const model = { ...train(texts, { ...training, bits, seed }), slope: slopeOf(guesses, labels) }
  return { model, measured: measure(guesses), texts: texts.length, same: given.length - texts.length }
}

type Known = Labelled & { same: string }

/** The first of those with the same words and label. */
function once(given: Labelled[]): Known[] {
  const seen = new Set<string>()
  return given.flatMap((text) => {
    const same = sameness(text.text)
    const key = `${text.label}\n${same}`
    if (seen.has(key)) return []
    seen.add(key)
    return [{ ...text, same }]
  })
}

/** What stays the same when a text is passed on: no names, links, marks, and no "RT" before it. */
export function sameness(text: string): string {
  const words = wordsOf(text).filter((word) => word !== '<name>' && word !== '<link>' && /^[\p{L}\p{N}<]/u.test(word))
  return (words[0] === 'rt' ? words.slice(1) : words).join(' ') || text
}

function checked(texts: Labelled[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { label } of texts) counts.set(label, (counts.get(label) ?? 0) + 1)
  if (texts.length === 0) throw new Refused('not-valid', 'There is no text with a label. Each row needs both.')
  if (counts.size > mostLabels) throw new Refused('not-valid', `There are ${counts.size} different labels; ${mostLabels} at most. Is it the right column?`)
  if (counts.size < 2)
    throw new Refused('not-valid', `All texts have the label “${texts[0]?.label}”: there is nothing to tell apart. Give texts of two labels at least.`)
  const few = [...counts].filter(([, count]) => count < fewest)
  if (few.length > 0)
    throw new Refused(
      'not-valid',
      `Too few different texts: ${few
        .slice(0, 5)
        .map(([label, count]) => `“${label}” has ${count}`)
        .join(', ')}; each label needs ${fewest} at least.`,
    )
  return counts
}

/** Deals the texts of each label evenly onto the folds; those that say the same go onto the same. */
function dealt(texts: Known[], seed: number): Map<string, number> {
  const draw = random(seed)
  const fold = new Map<string, number>()
  const next = new Map<string, number>()
  const order = texts.map((text) => ({ text, at: draw() })).sort((one, other) => one.at - other.at)
  for (const { text } of order) {
    if (fold.has(text.same)) continue
    const turn = next.get(text.label) ?? 0
    fold.set(text.same, turn % folds)
    next.set(text.label, turn + 1)
  }
  return fold
}

/** How steeply scores become probabilities, so that of what is said with 0.8 four of five are right: the likeliest of a row of slopes. */
function slopeOf(guesses: { label: string; scores: number[] }[], labels: string[]): number {
  const at = new Map(labels.map((label, index) => [label, index]))
  const loss = (slope: number) => {
    let sum = 0
    for (const { label, scores: found } of guesses) {
      const top = Math.max(...found)
      const all = found.reduce((total, score) => total + Math.exp((score - top) * slope), 0)
      sum -= ((found[at.get(label) as number] as number) - top) * slope - Math.log(all)
    }
    return sum
  }
  const slopes = Array.from({ length: 30 }, (_, step) => 0.5 * 1.12 ** step)
  return slopes.reduce((best, slope) => (loss(slope) < loss(best) ? slope : best))
}

// A linear classifier that a company trains on its own labelled texts: one support vector machine a label over hashed words and letters,
// trained by dual coordinate descent. The same texts and seed give the same model, to the bit.
import { Refused } from '../../platform/refused.ts'
import { type Features, featuresOf } from './features.ts'

export type Labelled = { text: string; label: string }
/** `weights[label][bucket]`; scores become probabilities by `slope`. */
export type Linear = { labels: string[]; bits: number; weights: Float32Array[]; bias: number[]; slope: number }
/** `cost` of an error; `bits`: 2^bits buckets; `balance` 0 counts each text alike, 1 each label alike. */
export type Training = { cost?: number; bits?: number; rounds?: number; seed?: number; balance?: number }

/** Needs two labels at least. */
export function train(texts: Labelled[], { cost = 1, bits = 18, rounds = 15, seed = 1, balance = 0.75 }: Training = {}): Linear {
  const labels = [...new Set(texts.map(({ label }) => label))].sort()
  if (labels.length < 2) throw new Refused('not-valid', 'All texts have the same label: there is nothing to tell apart. Give texts of two labels at least.')
  const rows = texts.map(({ text }) => featuresOf(text, bits))
  const count = new Map<string, number>()
  for (const { label } of texts) count.set(label, (count.get(label) ?? 0) + 1)
  const fitted = labels.map((label) => {
    const ours = count.get(label) as number
    const costOf = (share: number) => cost * (0.5 / share) ** balance
    const [yes, no] = [costOf(ours / texts.length), costOf(1 - ours / texts.length)]
    return fit(
      rows,
      texts.map((text) => (text.label === label ? 1 : -1)),
      { yes, no, bits, rounds, seed },
    )
  })
  return { labels, bits, weights: fitted.map(({ weights }) => weights), bias: fitted.map(({ bias }) => bias), slope: 2 }
}

export type Guess = { label: string; probability: number; probabilities: Record<string, number> }

export function predict(model: Linear, text: string): Guess {
  return guessFrom(model, scores(model, featuresOf(text, model.bits)))
}

export function scores(model: Linear, { buckets, values }: Features): number[] {
  return model.weights.map((weights, label) => {
    let sum = model.bias[label] as number
    for (let at = 0; at < buckets.length; at += 1) sum += (weights[buckets[at] as number] as number) * (values[at] as number)
    return sum
  })
}

export function guessFrom({ labels, slope }: Linear, found: number[]): Guess {
  const raised = found.map((score) => score * slope)
  const top = Math.max(...raised)
  const parts = raised.map((score) => Math.exp(score - top))
  const sum = parts.reduce((one, other) => one + other, 0)
  const best = raised.indexOf(top)
  return {
    label: labels[best] as string,
    probability: (parts[best] as number) / sum,
    probabilities: Object.fromEntries(labels.map((label, at) => [label, (parts[at] as number) / sum])),
  }
}

/** L2-loss support vector machine; the order of the texts is drawn anew each round from the seed. */
function fit(rows: Features[], sides: number[], { yes, no, bits, rounds, seed }: { yes: number; no: number; bits: number; rounds: number; seed: number }) {
  const weights = new Float32Array(2 ** bits)
  let bias = 0
  const alpha = new Float64Array(rows.length)
  const squares = rows.map(({ values }) => values.reduce((sum, value) => sum + value * value, 1))
  const order = Int32Array.from(rows.keys())
  const draw = random(seed)
  for (let round = 0; round < rounds; round += 1) {
    let moved = 0
    shuffle(order, draw)
    for (const row of order) {
      const { buckets, values } = rows[row] as Features
      const side = sides[row] as number
      const shift = 0.5 / (side > 0 ? yes : no)
      let sum = bias
      for (let at = 0; at < buckets.length; at += 1) sum += (weights[buckets[at] as number] as number) * (values[at] as number)
      const was = alpha[row] as number
      const gradient = side * sum - 1 + shift * was
      if (was === 0 && gradient >= 0) continue
      const now = Math.max(was - gradient / ((squares[row] as number) + shift), 0)
      const step = (now - was) * side
      if (step === 0) continue
      alpha[row] = now
      moved = Math.max(moved, Math.abs(step))
      bias += step
      for (let at = 0; at < buckets.length; at += 1) (weights[buckets[at] as number] as number) += step * (values[at] as number)
    }
    if (moved < 0.001) break
  }
  return { weights, bias }
}

function shuffle(order: Int32Array, draw: () => number) {
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(draw() * (at + 1))
    const kept = order[at] as number
    order[at] = order[other] as number
    order[other] = kept
  }
}

/** Numbers in [0, 1) that follow from the seed (a small xorshift). */
export function random(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 1) >>> 0 || 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    state >>>= 0
    return state / 4_294_967_296
  }
}

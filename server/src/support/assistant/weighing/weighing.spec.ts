import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readModel, writeModel } from '../../../detect/texts/model-file.ts'
import { readQuestion } from '../question.ts'
import { examples } from '../training/questions.read.ts'
import type { Candidate } from './candidates.ts'
import { chancesOf, type Heard } from './chances.ts'
import { choose, sharesOf } from './choose.ts'
import { fitWeights, type Judged } from './fit.ts'

const shippedKinds = () => readFileSync(new URL('../models/kinds.json', import.meta.url), 'utf8')
const likeliest = (text: string, locale: string): Heard => {
  const chances = chancesOf(readQuestion(text, locale))
  return (Object.keys(chances) as Heard[]).reduce((best, kind) => (chances[kind] > chances[best] ? kind : best))
}
const candidate = (type: string, features: Record<string, number>): Candidate => ({ type, keys: [type], say: () => [], features })

describe('What kind of question it is', () => {
  test.each([
    ['en', 'any idea when the lift at our school is back', 'estimate'],
    ['de', 'Bekomme ich für die ganze Warterei eigentlich eine Gutschrift?', 'gives'],
    ['fr', 'Vous avez bien reçu le message que j’ai envoyé ce matin ?', 'conversation'],
    ['es', '¿Cómo se llama la empresa que fabrica sus ascensores?', 'else'],
    ['pt', 'Quero falar com uma pessoa de verdade', 'person'],
    ['ja', '原因は分かりましたか', 'why'],
  ])('%s: %s', (locale, text, kind) => expect(likeliest(text, locale)).toBe(kind))
  test('the chances of all kinds together are 1', () => {
    const all = Object.values(chancesOf(readQuestion('When does it work again?', 'en')))
    expect(all.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 6)
  })
  test('the model that ships knows every kind of the examples, and reads back as it was written', () => {
    const model = readModel(shippedKinds())
    expect(model.labels).toEqual([...new Set(examples().map(({ kind }) => kind))].sort())
    expect(readModel(writeModel(model)).bias).toEqual(model.bias)
    expect(shippedKinds().length).toBeLessThan(200_000)
  })
  test('every kind has examples in each of the six languages', () => {
    const kinds = new Set(examples().map(({ kind }) => kind))
    for (const kind of kinds) expect([kind, new Set(examples().flatMap((each) => (each.kind === kind ? [each.language] : []))).size]).toEqual([kind, 6])
  })
})

describe('What is answered', () => {
  const weights = { version: 1, weights: { 'nobody one': 0, 'article cover': 4 } }
  test('is the likeliest source, where it is likely enough', () => {
    const nobody = candidate('nobody', { 'nobody one': 1 })
    const [near, far] = [candidate('article', { 'article cover': 1 }), candidate('article', { 'article cover': 0.1 })]
    expect(choose([nobody, far, near], weights)).toEqual({ best: near, isLikely: true })
    expect(choose([nobody, far], weights)).toEqual({ best: far, isLikely: false })
    expect(choose([nobody], weights)).toEqual({ best: undefined, isLikely: false })
    expect(choose([], weights)).toMatchObject({ best: undefined, isLikely: false })
  })
  test('the weights that are fitted raise the chance of what is right, the same each time', () => {
    const rows: Judged[] = [
      { candidates: [{ nobody: 1 }, { cover: 1 }], right: [1] },
      { candidates: [{ nobody: 1 }, { cover: 0.1 }], right: [0] },
    ]
    const fitted = fitWeights(rows, { ridge: 0.1 })
    expect(sharesOf(rows[0]?.candidates ?? [], fitted)[1]).toBeGreaterThan(0.7)
    expect(sharesOf(rows[1]?.candidates ?? [], fitted)[0]).toBeGreaterThan(0.6)
    expect(fitWeights(rows, { ridge: 0.1 })).toEqual(fitted)
  })
})

import { describe, expect, test } from 'vitest'
import { featuresOf } from './features.ts'
import { type Labelled, predict } from './linear.ts'
import { measure } from './measure.ts'
import { readModel, writeModel } from './model-file.ts'
import { sameness, teach } from './teach.ts'

describe('A model from a company’s own texts', () => {
  const { model, measured } = teach(lesson(40))
  test('reads what it has not seen', () => {
    expect(predict(model, 'please send my parcel sooner').label).toBe('delivery')
    expect(predict(model, 'the invoice of june is not right').label).toBe('billing')
  })
  test('says by five folds how well, for each label', () => {
    expect(measured.accuracy).toBeGreaterThan(0.9)
    expect(measured.labels.map(({ label, texts }) => [label, texts])).toEqual([
      ['billing', 40],
      ['delivery', 40],
    ])
  })
  test('the same texts and seed make the same model, to the bit', () => expect(writeModel(teach(lesson(40)).model)).toBe(writeModel(model)))
  test('probabilities sum to one', () => expect(Object.values(predict(model, 'hello').probabilities).reduce((one, other) => one + other, 0)).toBeCloseTo(1))
  test('a text that was passed on counts once, and never stands on both sides of a fold', () => {
    const twice = lesson(20).flatMap((text) => [text, { ...text, text: `RT @somebody: ${text.text}!! https://example.com/x` }])
    expect(teach(twice)).toMatchObject({ texts: 40, same: 40 })
    expect(sameness('RT @a: Parcel LOST!')).toBe(sameness('parcel lost'))
  })
  test('words of no meaning are read at chance: labels drawn blindly are not learned', () => {
    const blind = lesson(40).map((text, at) => ({ ...text, label: at % 3 === 0 ? 'a' : 'b' }))
    expect(teach(blind).measured.macro).toBeLessThan(0.75)
  })

  test.each([
    ['nothing', [], 'There is no text with a label. Each row needs both.'],
    ['one label only', lesson(20).map((text) => ({ ...text, label: 'x' })), 'All texts have the label “x”: there is nothing to tell apart.'],
    ['too few of a label', [...lesson(20), { text: 'odd one', label: 'rare' }], 'Too few different texts: “rare” has 1; each label needs 10 at least.'],
    ['the wrong column', lesson(200).map((text, at) => ({ ...text, label: `${at}` })), 'different labels; 200 at most. Is it the right column?'],
  ])('refuses %s', (_, texts: Labelled[], sentence) => expect(() => teach(texts)).toThrow(sentence))

  test('emoji, empty words and a very long text teach without harm', () => {
    const odd = lesson(20).map((text, at) => ({ ...text, text: at === 0 ? '😀' : at === 1 ? 'x'.repeat(100_000) : text.text }))
    expect(teach(odd).texts).toBe(40)
    expect(featuresOf('', 10).buckets).toHaveLength(1)
  })
})

describe('The file of a model', () => {
  const file = writeModel(teach(lesson(20)).model)
  test('gives back the same answers', () => {
    const model = teach(lesson(20)).model
    expect(predict(readModel(file), 'my invoice please').probability).toBeCloseTo(predict(model, 'my invoice please').probability, 3)
  })
  test.each([
    ['no JSON', 'hello', 'm.json is no model of texts.'],
    ['other JSON', '{"a":1}', 'm.json is no model of texts.'],
    ['null', 'null', 'm.json is no model of texts.'],
    ['a later version', file.replace('"version":1', '"version":2'), 'm.json has version 2; this Leeward reads version 1.'],
    ['a changed label', file.replace('billing', 'filling'), 'm.json is damaged.'],
    ['a cut file', `${file.slice(0, -200)}`, 'm.json is no model of texts.'],
    ['a missing part', JSON.stringify({ ...JSON.parse(file), weights: undefined }), 'm.json is damaged.'],
    ['changed weights', JSON.stringify({ ...JSON.parse(file), weights: 'AAAA' }), 'm.json is damaged.'],
  ])('%s is refused', (_, text, sentence) => expect(() => readModel(text, 'm.json')).toThrow(sentence))
})

describe('How well guesses meet labels', () => {
  test('accuracy, and precision, recall and F1 of each', () =>
    expect(
      measure([
        { label: 'a', guess: 'a' },
        { label: 'a', guess: 'b' },
        { label: 'b', guess: 'b' },
        { label: 'a', guess: 'a' },
      ]),
    ).toMatchObject({
      accuracy: 0.75,
      labels: [
        { label: 'a', precision: 1, recall: 2 / 3, f1: 0.8 },
        { label: 'b', precision: 0.5, recall: 1, f1: 2 / 3 },
      ],
    }))
  test('of nothing nothing', () => expect(measure([])).toEqual({ accuracy: 0, macro: 0, labels: [] }))
})

function lesson(each: number): Labelled[] {
  const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october']
  const about = {
    delivery: ['my parcel', 'the courier', 'the delivery van', 'this package'],
    billing: ['my invoice', 'the bill', 'this charge', 'the payment'],
  }
  const ends = ['is late', 'is not right', 'please look at it', 'since monday']
  return Object.entries(about).flatMap(([label, things]) =>
    Array.from({ length: each }, (_, at) => ({
      label,
      text: `${things[at % 4]} of ${months[at % 10]} ${ends[Math.floor(at / 4) % 4]} ${Math.floor(at / 16)}x${'i'.repeat(at % 7)}k${at}`,
    })),
  )
}

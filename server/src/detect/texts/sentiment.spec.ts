import { describe, expect, test } from 'vitest'
import { fitSentiment } from './fit-sentiment.ts'
import { languageOf } from './language.ts'
import shipped from './models/sentiment.json' with { type: 'json' }
import { featureNames, moodOf } from './mood.ts'
import { sentimentOf } from './sentiment.ts'
import { sentences } from './training/sentences.read.ts'
import { wordsOf } from './words.ts'

/** None of these stand in the sentences that the model is made from. */
const read = (text: string) => sentimentOf(text, languageOf(wordsOf(text))).label

describe('The sentiment of a text', () => {
  test.each([
    'My washing machine is leaking and your hotline keeps hanging up on me',
    'Still no reply after eight days. Unbelievable.',
    'You billed me twice for the same month',
    'Thanks for nothing, I missed the concert',
    'this is not helpful at all',
    'Great, the site is down again',
    'The courier left my parcel at the wrong house and nobody picks up the phone',
  ])('trouble is told: %s', (text) => expect(read(text)).toBe('negative'))
  test.each([
    'Do you deliver on Saturdays?',
    'How can I change the name on my account?',
    'Could you please send me the invoice for May?',
    'sent you a DM with the details',
    'BrightTel opens new office in Cork http://example.com/1',
  ])('somebody asks or informs: %s', (text) => expect(read(text)).toBe('neutral'))
  test.each([
    'Thank you so much, the new router works great!',
    'Your colleague Anna was lovely and solved it in two minutes',
    'best bakery in town 😍',
    'never had a problem, highly recommend',
  ])('joy is told: %s', (text) => expect(read(text)).toBe('positive'))
  test.each([
    ['de', 'Das Gerät ist kaputt und niemand antwortet mir', 'Wann öffnet die Filiale am Montag?', 'Herzlichen Dank, alles hat super geklappt'],
    ['fr', 'Le chauffage est en panne et personne ne répond', 'À quelle heure ouvre le magasin ?', 'Merci beaucoup, le service est excellent'],
    ['es', 'La tarjeta no funciona y nadie contesta', '¿A qué hora abre la tienda?', 'Muchas gracias, un servicio excelente'],
    ['pt', 'O cartão não funciona e ninguém responde', 'A que horas abre a loja?', 'Muito obrigado, o atendimento foi excelente'],
    ['ja', '機械が壊れたのに誰も返事をしない', '店は何時に開きますか?', 'とても親切な対応、ありがとうございました'],
  ])('%s: trouble, a question, thanks', (language, bad, question, good) => {
    expect([bad, question, good].map((text) => languageOf(wordsOf(text)))).toEqual([language, language, language])
    expect([bad, question, good].map(read)).toEqual(['negative', 'neutral', 'positive'])
  })
  test('the model that ships is made from the sentences that ship', () => {
    const rows = sentences().map(({ text, language, label }) => ({ features: moodOf(text, language).features, label }))
    expect(rows.length).toBeGreaterThan(700)
    expect(fitSentiment(rows, featureNames)).toEqual(shipped)
  })
  test('it says which words spoke for it', () => expect(sentimentOf('The charger is broken and nobody answers').words).toEqual(['broken', 'nobody answers']))
  test('the probabilities leave room for doubt, and the score goes from -1 to 1', () => {
    const { probability, score } = sentimentOf('awful, broken, useless, still waiting, never again')
    expect(probability).toBeGreaterThan(0.9)
    expect(probability).toBeLessThan(1)
    expect(score).toBeLessThan(-0.8)
  })
})

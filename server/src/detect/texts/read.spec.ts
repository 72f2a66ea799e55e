import { describe, expect, test } from 'vitest'
import { languageOf } from './language.ts'
import { maskPersonal } from './personal.ts'
import { readText } from './read.ts'
import { teach } from './teach.ts'
import { wordsOf } from './words.ts'

describe('Reading a text', () => {
  test('one look gives language, sentiment, intents, urgency, and the words without what is personal', () =>
    expect(readText('Refund me now! Your kettle burned my hand. Call 555-123-4567 or ada@mail.example')).toMatchObject({
      language: 'en',
      sentiment: { label: 'negative' },
      intents: expect.arrayContaining([expect.objectContaining({ intent: 'safety' }), expect.objectContaining({ intent: 'refund' })]),
      urgency: { level: 'critical' },
      masked: { text: 'Refund me now! Your kettle burned my hand. Call [phone] or [e-mail]', counts: { phone: 1, 'e-mail': 1 } },
    }))
  test.each([
    ['it', 'Il mio pacco non è ancora arrivato e nessuno risponde'],
    ['nl', 'Ik heb al drie weken geen internet en niemand helpt mij'],
    ['pl', 'Gdzie jest moja paczka? Czekam od tygodnia'],
    ['ru', 'Где моя посылка? Никто не отвечает'],
  ])('of a language without lists (%s) it says which it is, and no more', (language, text) =>
    expect(readText(text)).toMatchObject({ language, sentiment: { label: 'neutral', score: 0 }, intents: [] }),
  )
  test('a company’s own model decides where there is one', () => {
    const own = ['ship', 'boat', 'anchor', 'harbour', 'sail', 'wind', 'wave', 'mast', 'rope', 'deck'].flatMap((word) => [
      { text: `${word} azul`, label: 'positive' },
      { text: `${word} rojo`, label: 'negative' },
    ])
    const { model } = teach(own)
    expect(readText('anchor azul', { sentiment: model }).sentiment).toMatchObject({ label: 'positive' })
    expect(readText('anchor rojo', { labels: model }).label).toMatchObject({ label: 'negative' })
  })
})

describe('Whatever is given as a text', () => {
  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t '],
    ['null bytes', '\0\0\0'],
    ['half a character', '\ud800'],
    ['only emoji', '😀👍🎉'.repeat(50)],
    ['only marks', '!?!?!?'],
    ['only digits', '1234567890'.repeat(20)],
    ['right to left', '\u202eabc\u202c שלום'],
  ])('%s is read', (_, text) => expect(readText(text)).toMatchObject({ language: expect.any(String), masked: { text: expect.any(String) } }))
  test('null bytes are not kept', () => expect(readText('a\0b').masked.text).toBe('ab'))
  test('a face alone has a feeling and no language', () => {
    expect(languageOf(wordsOf('😡'))).toBe('und')
    expect(readText('😡😡').sentiment.label).toBe('negative')
    expect(readText('😍').sentiment.label).toBe('positive')
  })

  const hostile = [
    '@',
    '1',
    'a',
    'a@',
    'a.',
    '1 ',
    'a:',
    ':',
    'password:',
    'password ',
    'http://',
    'http://x?',
    '(',
    '+1',
    '-----BEGIN PRIVATE KEY-----',
    'eyJaaaaaaaaaaaa.',
    'DE89 ',
    '1-',
    'Ab ',
  ]
  const more = [
    '1 Ab Ab Ab ',
    'rue de de ',
    '5 rue de la ',
    'ß',
    '😀',
    '\0',
    '1.1.1.',
    'a-',
    ' (at) ',
    'Calle A B ',
    "l'",
    'not ',
    '&amp;',
    '<number>',
    'call 1',
    '5 ',
    '4 ',
    '返',
    '０',
  ]
  test.each([...hostile, ...more])('a quarter of a million characters of %j are read in a moment', (piece) => {
    const text = piece.repeat(Math.ceil(250_000 / piece.length))
    const began = process.cpuUsage()
    maskPersonal(text)
    readText(text.slice(0, 50_000))
    const { user } = process.cpuUsage(began)
    expect(user / 1_000_000).toBeLessThan(4)
  })
  test('a megabyte of all of them is read in seconds', () => {
    const text = [...hostile, ...more].join('').repeat(6_000).slice(0, 1_000_000)
    const began = process.cpuUsage()
    expect(readText(text).masked.text.length).toBeGreaterThan(1_000)
    expect(process.cpuUsage(began).user / 1_000_000).toBeLessThan(10)
  })
})

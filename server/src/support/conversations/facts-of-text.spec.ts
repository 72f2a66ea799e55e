import { describe, expect, test } from 'vitest'
import { factsOfText } from './facts-of-text.ts'

const mood = (text: string) => factsOfText('Mail', text).mood
const reasons = (text: string) => factsOfText('Mail', text).reasons

describe('What is read in a customer’s words', () => {
  test.each(['Our mail is down, nothing arrives.', 'Unsere Mail funktioniert nicht, nichts kommt an.', 'We cannot log in since nine.'])(
    'trouble told is not anger: %s',
    (text) => expect(mood(text)).toBe('negative'),
  )
  test.each(['I am furious, this is the worst service ever.', 'This is unacceptable and ridiculous', 'What a joke!'])('anger is: %s', (text) =>
    expect(mood(text)).toBe('angry'),
  )
  test('thanks are content', () => expect(mood('Thank you so much, great help!')).toBe('positive'))
  test('danger, the law and a second asking are told', () => {
    expect(reasons('A patient is in danger, we cannot open the record')).toContain('safety')
    expect(reasons('My lawyer will sue you')).toContain('legal')
    expect(reasons('Third time I write, still no answer, terrible')).toContain('asked-before')
  })
  test.each(['It happened again, the upload stopped.', 'It still does not work.'])('“again” and “still” alone are no second asking: %s', (text) =>
    expect(reasons(text)).not.toContain('asked-before'),
  )
  test('a question is neither', () =>
    expect(factsOfText('Question', 'How do I change the address on my bill?')).toMatchObject({ mood: 'neutral', reasons: [] }))
})

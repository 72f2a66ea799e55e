import { describe, expect, test } from 'vitest'
import { readText } from './read.ts'

const urgency = (text: string) => readText(text).urgency

describe('How soon a text must be read', () => {
  test('danger comes first', () => expect(urgency('The battery exploded and burned my hand')).toMatchObject({ level: 'critical' }))
  test('people who cannot wait come next', () =>
    expect(urgency('My mother is on oxygen and we have had no power since this morning')).toMatchObject({ level: 'critical' }))
  test('a threat of the law is high', () => expect(urgency('No answer for weeks. My lawyer will write to you.')).toMatchObject({ level: 'critical' }))
  test('one trouble is normal', () => expect(urgency('The colour of the shoes is wrong')).toMatchObject({ level: 'normal' }))
  test('who was not heard before is heard sooner', () =>
    expect(urgency('Third time I write, still no answer, the heating is broken').score).toBeGreaterThan(urgency('The heating is broken').score))
  test('who speaks of ending their life is read at once, in any of the six languages', () => {
    for (const text of ['I want to end it all', 'Ich will nicht mehr leben', 'Je veux mourir', 'Quiero morir', 'Quero morrer', '死にたい'])
      expect(urgency(text).level).toBe('critical')
  })
  test('thanks can wait', () => expect(urgency('Thank you, great service')).toMatchObject({ level: 'low', reasons: [] }))
  test('a question can wait longer than trouble', () =>
    expect(urgency('Do you sell fire alarms?').score).toBeLessThan(urgency('Your fire alarm started a fire').score))
  test('each reason is named with its words', () =>
    expect(urgency('Urgent: our whole team is locked out').reasons).toEqual(
      expect.arrayContaining([
        { reason: 'deadline', words: ['urgent'] },
        { reason: 'many', words: ['our whole team'] },
      ]),
    ))
})

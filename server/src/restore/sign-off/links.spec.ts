import { describe, expect, test } from 'vitest'
import { readShortWord, readSignOffToken, shortSignOffLink } from './links.ts'

describe('The short link of a sign-off', () => {
  test('is as short as a text needs, and says which delivery it was written in', () => {
    for (const delivery of [1, 35, 36, 987_654_321, Number.MAX_SAFE_INTEGER]) {
      const word = wordOf(delivery)
      expect(word.length).toBeLessThanOrEqual(23)
      expect(readShortWord({ key }, word)).toBe(delivery)
    }
  })
  test('of another delivery, of another house, or with a letter changed is none', () => {
    const word = wordOf(500)
    for (const each of [
      word.slice(0, 12) + (501).toString(36),
      `${word.startsWith('A') ? 'B' : 'A'}${word.slice(1)}`,
      word.slice(0, 12),
      `${word}0`,
      `${word.slice(0, 12)}0${word.slice(12)}`,
      word.toUpperCase() === word ? 'x' : word.toUpperCase(),
      'x',
      '',
      'a'.repeat(900),
      `${word.slice(0, 12)}${'z'.repeat(11)}`,
    ])
      expect(readShortWord({ key }, each), each).toBeUndefined()
    expect(readShortWord({ key: Buffer.alloc(32, 2) }, word)).toBeUndefined()
  })
  test('is no signed token, and a signed token is no short link', () => {
    const clock = () => new Date('2030-01-01')
    expect(readSignOffToken({ key, clock }, wordOf(500))).toBeUndefined()
    expect(readShortWord({ key }, 'eyJjIjoiYSJ9.AbCdEfGhIjKl')).toBeUndefined()
  })
})

const key = Buffer.alloc(32, 1)
const wordOf = (delivery: number) =>
  shortSignOffLink({ key, config: { statusUrl: 'https://status.example' } as never }, delivery).split('/sign-off/')[1] as string

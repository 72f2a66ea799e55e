import { describe, expect, test } from 'vitest'
import { type CrisisFacts, linkTo, suggestAt, type Written, wordsOfCrisis } from './link.ts'

const crisis: CrisisFacts = {
  id: '1',
  number: 'C-2030-001',
  onsetAt: new Date('2030-01-01T09:00:00Z'),
  restoredAt: null,
  services: ['Live video'],
  words: wordsOfCrisis(['Uploads fail in the east. Videos stop after a few seconds.', 'Hochladen schlägt fehl. Videos bleiben stehen.']),
}
const written = (text: string, more: Partial<Written> = {}): Written => ({
  at: new Date('2030-01-01T10:00:00Z'),
  text,
  reasons: [],
  mood: 'neutral',
  account: 'hurt',
  answersUpdate: false,
  otherServices: ['Invoices'],
  ...more,
})
const confidence = (text: string, more: Partial<Written> = {}, of = crisis) => linkTo(of, written(text, more)).confidence
const itself = 0.8

describe('A conversation is linked to a crisis', () => {
  test('by itself where a hurt account names what is broken', () => expect(confidence('My live video does not start')).toBe(1))
  test('by itself where a hurt account says that nothing works, in any language', () =>
    expect(confidence('Bei uns geht gar nichts', { reasons: ['outage'] })).toBeGreaterThanOrEqual(itself))
  test('certainly where it answers our update on it, whatever it says', () => expect(confidence('ok', { answersUpdate: true, account: 'stranger' })).toBe(1))
  test('is only suggested where one cannot tell of what somebody complains', () => {
    const sure = confidence('I am very disappointed', { mood: 'negative', reasons: ['complaint'] })
    expect(sure).toBeGreaterThanOrEqual(suggestAt)
    expect(sure).toBeLessThan(itself)
  })
  test('is only suggested for a stranger who speaks of it', () => {
    const sure = confidence('uploads fail, videos stop', { account: 'stranger', reasons: ['outage'] })
    expect(sure).toBeGreaterThanOrEqual(suggestAt)
    expect(sure).toBeLessThan(itself)
  })
  test('is not where it asks for something else', () => {
    expect(confidence('May I have a copy of Invoices of May?')).toBeLessThan(suggestAt)
    expect(confidence('How do I change my address?')).toBeLessThan(suggestAt)
  })
  test('is never to what had not begun when it was written', () =>
    expect(confidence('My live video does not start', { at: new Date('2030-01-01T08:00:00Z') })).toBe(0))
  test('is less and less after it was restored', () => {
    const restored = { ...crisis, restoredAt: new Date('2030-01-01T12:00:00Z') }
    const on = (at: string) => confidence('My live video does not start', { at: new Date(at) }, restored)
    expect(on('2030-01-02T12:00:00Z')).toBeGreaterThanOrEqual(itself)
    expect(on('2030-01-08T12:00:00Z')).toBeLessThan(itself)
    expect(on('2030-03-08T12:00:00Z')).toBeLessThan(suggestAt)
  })
  test('says why in three sentences', () => expect(linkTo(crisis, written('uploads fail, videos stop')).why).toHaveLength(3))
  test('no text takes long', () => {
    const began = performance.now()
    for (let i = 0; i < 50; i += 1) confidence('video '.repeat(200_000))
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})

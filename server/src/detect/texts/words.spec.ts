import { describe, expect, test } from 'vitest'
import { wordsOf } from './words.ts'

describe('Words of a text', () => {
  test('what differs in every text is named, not read', () =>
    expect(wordsOf('@BrightTel see https://example.com/a?b=c order 45-1182')).toEqual(['<name>', 'see', '<link>', 'order', '<number>', '<number>']))
  test('letters drawn out and rows of marks are made alike', () => expect(wordsOf('SOOOOO late!!!!!')).toEqual(['soo', 'late', '!!']))
  test('a "not" stays in its word, however its apostrophe is written', () => {
    expect(wordsOf('It doesn’t work')).toEqual(['it', "doesn't", 'work'])
    expect(wordsOf("It doesn't work")).toEqual(['it', "doesn't", 'work'])
  })
  test('French words stand apart from what is cut short before them', () => expect(wordsOf("J'attends l'avion")).toEqual(['j', 'attends', 'l', 'avion']))
  test('faces and pictures are words', () => expect(wordsOf('great 👍 :) <3')).toEqual(['great', '👍', ':)', '<3']))
  test('scripts without spaces are read by their characters', () => expect(wordsOf('返金を')).toEqual(['返', '金', 'を']))
  test('entities of the web are what they stand for', () => expect(wordsOf('lost &amp; found')).toEqual(['lost', 'found']))
  test('nothing is in nothing', () => expect(wordsOf(' \0 \n ')).toEqual([]))
})

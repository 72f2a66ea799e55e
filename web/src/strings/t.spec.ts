import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { en } from './en.ts'
import { t, tn } from './t.ts'

describe('the catalogue', () => {
  test('fills in what a sentence asks for', () => expect(t('clock.due', { at: '14:30' })).toBe('due 14:30'))
  test('counts one and many', () => {
    expect(tn('crises.accounts', 1)).toBe('1 account')
    expect(tn('crises.accounts', 41_207)).toBe('41,207 accounts')
  })
  test('no two parts of the catalogue claim the same key', () => {
    const folder = new URL('./en/', import.meta.url)
    const keys = readdirSync(folder).flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}'?([\w.-]+)'?:/gm)].map(([, key]) => key))
    expect(keys.filter((key, nth) => keys.indexOf(key) !== nth)).toEqual([])
    expect(keys.length).toBeGreaterThan(1_000)
  })
  test('every counted sentence has both plurals', () => {
    const stems = Object.keys(en)
      .filter((key) => /\.(one|other)$/.test(key) && !/^(declare|playbook.when)\./.test(key))
      .map((key) => key.replace(/\.(one|other)$/, ''))
    for (const stem of stems)
      expect(
        [`${stem}.one`, `${stem}.other`].every((key) => key in en),
        stem,
      ).toBe(true)
  })
})

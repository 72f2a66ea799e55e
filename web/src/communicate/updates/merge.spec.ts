import { describe, expect, test } from 'vitest'
import { type Content, merge, takeOver } from './merge.ts'

describe('The drafts of two people', () => {
  test('what only they changed is taken from them', () =>
    expect(merge(base, mine({}), theirs({ known: 'A disk is full.' }))).toMatchObject({
      merged: { parts: { known: 'A disk is full.' } },
      taken: ['known'],
      conflicts: [],
    }))
  test('what only I changed stays mine', () =>
    expect(merge(base, mine({ known: 'A disk is full.' }), theirs({}))).toMatchObject({
      merged: { parts: { known: 'A disk is full.' } },
      taken: [],
      conflicts: [],
    }))
  test('different parts go together', () =>
    expect(merge(base, mine({ known: 'A disk.' }), theirs({ can: 'Read.' })).merged.parts).toMatchObject({
      known: 'A disk.',
      can: 'Read.',
      happened: 'It fell.',
    }))
  test('what both changed is for a person to decide; until then it is mine', () =>
    expect(merge(base, mine({ happened: 'It broke.' }), theirs({ happened: 'It stands.' }))).toMatchObject({
      merged: { parts: { happened: 'It broke.' } },
      taken: [],
      conflicts: ['happened'],
    }))
  test('the same change on both sides is no conflict, nor is space around it', () =>
    expect(merge(base, mine({ happened: 'It broke. ' }), theirs({ happened: 'It broke.' }))).toMatchObject({ taken: [], conflicts: [] }))
  test('a part that they emptied is empty', () => expect(merge(base, mine({}), theirs({ happened: undefined })).merged.parts.happened).toBe(''))
  test('phase, promise and files are pieces like the parts', () => {
    const file = { id: 'f1', name: 'steps.txt', size: 3, alt: null }
    const other = { ...theirs({}), phase: 'identified' as const, nextUpdateAt: '2030-01-01T10:00:00.000Z', files: [file] }
    expect(merge(base, mine({}), other)).toMatchObject({ merged: { phase: 'identified', files: [file] }, taken: ['phase', 'nextUpdateAt', 'files'] })
  })
  test('the same moment in another spelling is the same', () =>
    expect(merge(base, { ...mine({}), nextUpdateAt: '2030-01-01T09:30:00Z' }, { ...theirs({}), nextUpdateAt: '2030-01-01T09:30:00.000Z' })).toMatchObject({
      taken: [],
      conflicts: [],
    }))
  test('where nobody knows what both began from, whatever differs is a conflict', () =>
    expect(merge(undefined, mine({ known: 'A.' }), theirs({ can: 'B.' })).conflicts.sort()).toEqual(['can', 'known']))
  test('taking over takes only what was named', () =>
    expect(takeOver(mine({ known: 'A.' }), theirs({ known: 'B.', can: 'C.' }), ['known']).parts).toMatchObject({ known: 'B.', happened: 'It fell.' }))
})

const base: Content = { phase: 'investigating', holding: false, parts: { title: 'Mail', happened: 'It fell.' }, nextUpdateAt: null, files: [] }
const mine = (parts: object): Content => ({ ...base, parts: { ...base.parts, ...parts } })
const theirs = mine

import { describe, expect, test } from 'vitest'
import { mentionedIn, namingAt } from './draft.ts'

describe('Naming a colleague in a note', () => {
  test('what follows an @ at the beginning of a word is a name being typed; an address is none', () => {
    expect(namingAt('please ask @Mar', 15)).toEqual({ from: 11, typed: 'Mar' })
    expect(namingAt('@', 1)).toEqual({ from: 0, typed: '' })
    expect(namingAt('@Mara Li', 8)).toEqual({ from: 0, typed: 'Mara Li' })
    expect(namingAt('write to ops@example', 20)).toBeUndefined()
    expect(namingAt('@Mara, then', 11)).toBeUndefined()
    expect(namingAt('no one', 6)).toBeUndefined()
  })
  test('only who still stands in the text is told, once', () => {
    const mentions = [
      { id: '1', name: 'Mara Lind' },
      { id: '2', name: 'Jonas Weber' },
      { id: '1', name: 'Mara Lind' },
    ]
    expect(mentionedIn({ text: '@Mara Lind please', seen: 0, mentions, files: [] })).toEqual(['1'])
  })
})

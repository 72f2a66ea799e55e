import { describe, expect, test } from 'vitest'
import { nearest, noSuch, oneOf } from './nearest.ts'

describe('Did you mean', () => {
  test('a letter too many, too few, wrong, or two exchanged', () => {
    for (const written of ['technical-leads', 'tehnical-lead', 'technical-laad', 'technical-laed', 'Technical-Lead'])
      expect(nearest(written, roles), written).toBe('technical-lead')
  })
  test('what is far from everything is not guessed at', () => expect(nearest('janitor', roles)).toBeUndefined())
  test('nor is a single letter', () => expect(nearest('5', ['1', '2'])).toBeUndefined())
  test('all there are are named, or the first and how many more', () => {
    expect(noSuch('role', 'janitor', roles)).toBe('there is no role janitor; there are commander, technical-lead, scribe')
    expect(noSuch('role', 'x', [])).toBe('there is no role x; there are none')
    expect(
      noSuch(
        'duty',
        'x',
        Array.from({ length: 30 }, (_, at) => `d${at}`),
      ),
    ).toBe('there is no duty x; there are d0, d1, d2, d3, d4, d5, d6, d7 and 22 more')
    expect(oneOf('scrib', roles)).toBe('must be one of commander, technical-lead, scribe; did you mean scribe?')
  })
})

const roles = ['commander', 'technical-lead', 'scribe']

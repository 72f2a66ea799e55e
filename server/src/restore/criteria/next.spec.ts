import { describe, expect, test } from 'vitest'
import { type NextOf, nextToRestore } from './next.ts'

describe('The one thing to do next while restoring', () => {
  test('what fails comes first, with what is seen', () =>
    expect(next({ criteria: [criterion('open'), criterion('failing')], services: [{ name: 'Mail', share: 5, next: 25 }] })).toBe(
      'Look at what fails: Mail answers. It does not.',
    ))
  test('then the next share, where services come back by shares', () => {
    expect(next({ criteria: [criterion('open')], services: [{ name: 'Mail', share: 5, next: 25 }] })).toBe(
      'Bring Mail to 25 %, and look at its criteria there.',
    )
    expect(next({ criteria: [criterion('open')], services: [{ name: 'Mail', share: 0, next: 5 }] })).toBe('Check whether this holds: Mail answers.')
  })
  test('then data that must be mended', () =>
    expect(next({ criteria: [criterion('met')], repairs: [{ text: 'Invoices', state: 'open', required: true, records: 1_200, mended: 100 }] })).toBe(
      'Mend the 1,100 records left: Invoices.',
    ))
  test('when everything holds it is said, and afterwards nothing is left', () => {
    expect(next({ criteria: [criterion('met')] })).toBe('Everything holds. Say that it is restored.')
    expect(next({ status: 'restored', criteria: [criterion('failing')] })).toBeNull()
  })
})

const next = (more: Partial<NextOf>) => nextToRestore({ status: 'commanded', criteria: [], services: [], repairs: [], ...more })
const criterion = (state: 'met' | 'failing' | 'open') => ({ text: 'Mail answers', state, sentence: 'It does not.' })

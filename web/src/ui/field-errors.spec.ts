import { describe, expect, test } from 'vitest'
import { fieldErrors } from './field-errors.ts'
import { Problem } from './problem.ts'

describe('Refusals at their field', () => {
  const fields = ['url', 'name'] as const

  test('each of several stands at its own', () => {
    const problem = refused('', [
      { path: 'body.url', message: 'must not be empty' },
      { path: 'body.name', message: 'is too long' },
    ])
    expect(fieldErrors(problem, fields)).toEqual({ url: 'must not be empty', name: 'is too long' })
  })

  test('one about an item of a list stands at the list', () =>
    expect(fieldErrors(refused('', [{ path: 'body.name.3', message: 'is no address' }]), fields)).toEqual({ name: 'is no address' }))

  test('of two about one field the first is shown', () => {
    const problem = refused('', [
      { path: 'body.url', message: 'must not be empty' },
      { path: 'body.url', message: 'is no address' },
    ])
    expect(fieldErrors(problem, fields)).toEqual({ url: 'must not be empty' })
  })

  test('where one is about something else, all are left to be shown together', () => {
    const problem = refused('', [
      { path: 'body.url', message: 'must not be empty' },
      { path: 'body.other', message: 'is wrong' },
    ])
    expect(fieldErrors(problem, fields)).toEqual({})
  })

  test('a sentence that begins with a field stands at it, without its name', () => {
    expect(fieldErrors(refused('url: This is no web address.'), fields)).toEqual({ url: 'This is no web address.' })
  })

  test('a sentence that names no field stands where the form says it belongs', () => {
    expect(fieldErrors(refused('It is there already.'), fields, () => 'url')).toEqual({ url: 'It is there already.' })
    expect(fieldErrors(refused('It is there already.'), fields)).toEqual({})
  })

  const refused = (detail: string, errors: { path: string; message: string }[] = []) => new Problem(422, 'Not valid', detail, errors)
})

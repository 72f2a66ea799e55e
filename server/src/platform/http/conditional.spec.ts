import { describe, expect, test } from 'vitest'
import { encodingFor, hasAlready } from './conditional.ts'

describe('What a reader takes and has already', () => {
  test.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['gzip, deflate, br, zstd', 'br'],
    ['gzip;q=1.0, deflate', 'gzip'],
    ['GZIP', 'gzip'],
    ['br;q=0, gzip', 'gzip'],
    ['br; q=0 , gzip ; q=0.000', 'identity'],
    ['*', 'identity'],
    ['identity, *;q=0', 'identity'],
    ['broken;;q=, br;q=x', 'identity'],
  ])('who accepts “%s” gets %s', (accept, encoding) => expect(encodingFor(accept)).toBe(encoding))

  const changed = new Date('2030-01-01T09:00:00.700Z')
  const same = (ifNoneMatch?: string, ifModifiedSince?: string) => hasAlready({ method: 'GET', path: '/', ifNoneMatch, ifModifiedSince }, '"a,b"', changed)
  test.each([
    ['the tag itself', '"a,b"', true],
    ['the tag, weak', 'W/"a,b"', true],
    ['one of many', '"x", W/"a,b" , "y"', true],
    ['whatever there is', '*', true],
    ['another', '"a"', false],
    ['two that look like it together', '"a", "b"', false],
    ['one without quotes', 'a,b', false],
    ['an empty list', '', false],
  ])('by tag: %s', (_, tags, has) => expect(same(tags)).toBe(has))
  test.each([
    ['the same second', 'Tue, 01 Jan 2030 09:00:00 GMT', true],
    ['later', 'Tue, 01 Jan 2030 10:00:00 GMT', true],
    ['a second before', 'Tue, 01 Jan 2030 08:59:59 GMT', false],
    ['no date', 'yesterday', false],
    ['a date of another form', '2030-01-01T10:00:00Z', false],
    ['a number', '99999999999999', false],
  ])('by time: %s', (_, time, has) => expect(same(undefined, time)).toBe(has))
  test('a tag decides alone where one is given', () => {
    expect(same('"older"', 'Tue, 01 Jan 2030 10:00:00 GMT')).toBe(false)
    expect(same('"a,b"', 'Tue, 01 Jan 2029 10:00:00 GMT')).toBe(true)
  })
  test('who asks for nothing gets everything', () => expect(same()).toBe(false))
})

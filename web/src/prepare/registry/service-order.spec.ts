import { describe, expect, test } from 'vitest'
import { blocksOf, keysOf, moved } from './service-order.ts'

describe('The order of services', () => {
  const services = [of('sign-in', 1, 'Account'), of('api', 2), of('live', 0, 'Video'), of('billing', 5, 'Account'), of('playback', 3, 'Video')]
  test('keeps a group together, in the place of its first service', () =>
    expect(blocksOf(services).map(({ group, services: each }) => [group, ...each.map(({ key }) => key)])).toEqual([
      ['Video', 'live', 'playback'],
      ['Account', 'sign-in', 'billing'],
      [null, 'api'],
    ]))
  test('moves by one step, and stays at its ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b'])
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
    expect(moved(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'b', 'c'])
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c'])
  })
  test('of the same position, one without a group comes first', () =>
    expect(keysOf(blocksOf([of('mail', 0, 'Office'), of('web', 0)]))).toEqual(['web', 'mail']))
})

function of(key: string, position: number, group: string | null = null) {
  return { key, name: key, position, group }
}

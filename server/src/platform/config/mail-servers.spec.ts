import { describe, expect, test } from 'vitest'
import { mailServers, wrongMailServers } from './mail-servers.ts'

describe('The mail servers of a setting', () => {
  test('are several, the preferred first, each with what it can take', () =>
    expect(mailServers('smtp://u:p%20w@one.example:587?rate=200&connections=20  smtps://two.example', 10)).toEqual([
      { name: 'one.example:587', url: 'smtp://u:p%20w@one.example:587', connections: 20, perSecond: 200 },
      { name: 'two.example', url: 'smtps://two.example', connections: 10 },
    ]))
  test('two accounts on one server are two', () =>
    expect(mailServers('smtp://a@x.example smtp://b@x.example', 1).map(({ name }) => name)).toEqual(['x.example', 'x.example (2)']))
  test('say what is wrong', () => {
    expect(wrongMailServers('smtp://one.example?rate=5 smtps://two.example')).toBeUndefined()
    expect(wrongMailServers('http://one.example')).toContain('smtp://')
    expect(wrongMailServers('smtp://one.example mail.example')).toContain('smtp://')
    expect(wrongMailServers('smtp://one.example?rate=-1')).toBe('knows rate from 1 to 100000, not -1')
    expect(wrongMailServers('smtp://one.example?rate=0.5')).toBe('knows rate from 1 to 100000, not 0.5')
    expect(wrongMailServers('smtp://one.example?connections=x')).toBe('knows connections from 1 to 200, not x')
  })
})

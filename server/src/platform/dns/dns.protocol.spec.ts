// Against a name server on loopback that answers, denies, fails or stays silent as told.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nameServer } from '../../../../journeys/support/name-server.ts'
import { createDns, type Dns } from './dns.ts'

describe('Questions to the DNS over a real line', () => {
  let server: Awaited<ReturnType<typeof nameServer>>
  let dns: Dns
  beforeAll(async () => {
    server = await nameServer({
      'TXT long.test': [`${'a'.repeat(255)}bc`],
      'TXT two.test': ['one', 'two'],
      'MX mail.test': ['mx.mail.test'],
      'A mail.test': ['192.0.2.1'],
      'nxdomain.test': 'nxdomain',
      'servfail.test': 'servfail',
      'refused.test': 'refused',
      'silent.test': 'silent',
    })
    dns = createDns([server.address], { timeoutMs: 200, deadlineMs: 1_000 })
  })
  afterAll(() => server.close())

  test('a record of several strings is read as one text', async () => expect(await dns.txt('long.test')).toEqual({ found: [`${'a'.repeat(255)}bc`] }))
  test('several records stay several', async () => expect((await dns.txt('two.test')).found?.sort()).toEqual(['one', 'two']))
  test('mail servers come with their rank', async () => expect(await dns.mx('mail.test')).toEqual({ found: [{ exchange: 'mx.mail.test', priority: 10 }] }))
  test('an address is found, also where there is none of the newer kind', async () =>
    expect(await dns.addresses('mail.test')).toEqual({ found: ['192.0.2.1'] }))
  test('a name that there is not has nothing', async () => expect(await dns.txt('nxdomain.test')).toEqual({ found: [] }))
  test('nor has one without such a record', async () => expect(await dns.mx('long.test')).toEqual({ found: [] }))
  test('a server that fails is not taken for “nothing”', async () => expect((await dns.txt('servfail.test')).failed).toContain('SERVFAIL'))
  test('nor one that refuses', async () => expect((await dns.txt('refused.test')).failed).toBe('refused to answer'))
  test('one that stays silent is given up in time', async () => {
    const began = performance.now()
    expect((await dns.txt('silent.test')).failed).toBe('did not answer in time')
    expect(performance.now() - began).toBeLessThan(2_000)
  })
  test('a name that cannot be one is no failure of ours', async () => expect((await dns.txt(`${'x'.repeat(70)}.test`)).found ?? []).toEqual([]))
  test('addresses that nobody can tell are not “none”', async () => expect((await dns.addresses('servfail.test')).failed).toContain('SERVFAIL'))
})

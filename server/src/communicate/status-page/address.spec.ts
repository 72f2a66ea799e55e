import { describe, expect, test } from 'vitest'
import { fakeDns } from '../../../../journeys/support/dns.ts'
import { addressOf } from './address.ts'

const look = (zone: Record<string, string[] | string>, domain: string | null = 'status.acme.example', url = 'https://host.leeward.example') =>
  addressOf(fakeDns(zone), domain, url)
const ours = { 'A host.leeward.example': ['192.0.2.1'] }

describe('The name of a page', () => {
  test('needs one line in the DNS, and is right once both lead to the same place', async () =>
    expect(await look({ ...ours, 'A status.acme.example': ['192.0.2.9', '192.0.2.1'] })).toMatchObject({
      ...{ state: 'right', line: { name: 'status.acme.example', type: 'CNAME', value: 'host.leeward.example' } },
    }))
  test('that leads nowhere, or elsewhere, is wrong and says what to do', async () => {
    expect(await look(ours)).toMatchObject({ state: 'wrong', sentence: expect.stringContaining('leads nowhere yet') })
    expect(await look({ ...ours, 'A status.acme.example': ['198.51.100.7'] })).toMatchObject({
      state: 'wrong',
      sentence: expect.stringContaining('198.51.100.7'),
    })
  })
  test('of which nobody can tell is never called right or wrong', async () => {
    expect(await look({ ...ours, 'A status.acme.example': 'did not answer in time' })).toMatchObject({
      state: 'unknown',
      sentence: expect.stringContaining('in time'),
    })
    expect(await look({ 'A status.acme.example': ['192.0.2.1'], 'A host.leeward.example': 'refused to answer' })).toMatchObject({ state: 'unknown' })
    expect(await look({ 'A status.acme.example': ['192.0.2.1'] })).toMatchObject({ state: 'unknown' })
  })
  test('cannot lead to a host that has none, and needs no line where it is the host itself', async () => {
    for (const url of ['http://127.0.0.1:3001', 'http://[::1]:3001', 'http://localhost:3001'])
      expect(await look({}, 'status.acme.example', url)).toMatchObject({
        line: null,
        state: 'unknown',
        sentence: expect.stringContaining('LEEWARD_STATUS_URL'),
      })
    expect(await look({}, 'host.leeward.example')).toMatchObject({ line: null, state: 'right' })
    expect(await look({}, null)).toEqual({ line: null, state: 'none', sentence: null })
  })
})

import { describe, expect, test } from 'vitest'
import { asSent, type Check, fresh, givenOf, readAs } from './checks.ts'

const check = (target: Check['target']): Check => ({
  ...{ id: '0', name: 'Shop', brand: 'north', practice: false, service: null, region: null, severity: 'error', everySeconds: 60, retries: 2, target },
  ...{
    state: 'up',
    sentence: null,
    tookMs: null,
    failures: 0,
    lastAt: null,
    changedAt: null,
    createdBy: { id: '0', name: 'Ann' },
    createdAt: '2030-01-01T00:00:00Z',
  },
})

describe('Checks as they are typed', () => {
  test('what is shown of a check and sent again is the same check', () => {
    for (const target of [
      {
        kind: 'http',
        url: 'https://a.example/health',
        method: 'POST',
        body: '{}',
        status: '200,204',
        contains: 'ok',
        lacks: 'bad',
        json: { path: 'db.ok', equals: true },
        withinMs: 900,
      },
      { kind: 'http', url: 'https://a.example/', method: 'GET', status: '200-299', withinMs: 10_000 },
      { kind: 'tcp', host: 'db.example', port: 5432 },
      { kind: 'tls', host: 'a.example', port: 8443, daysLeft: 30 },
      { kind: 'dns', name: 'a.example', addresses: ['192.0.2.1', '2001:db8::1'] },
      { kind: 'heartbeat', graceSeconds: 300 },
      { kind: 'statuspage', url: 'https://status.example/', components: ['Mail', 'Calls'] },
    ] as Check['target'][])
      expect(asSent(givenOf(check(target))).target).toEqual(target)
  })
  test('fields of another kind are not sent', () => {
    expect(asSent({ ...fresh('north'), kind: 'heartbeat', url: 'https://a.example', host: 'b' }).target).toEqual({ kind: 'heartbeat', graceSeconds: 60 })
  })
  test('a field of JSON is a truth, a number or a word', () => {
    expect(['true', 'false', '3', '0.5', 'up', ''].map(readAs)).toEqual([true, false, 3, 0.5, 'up', ''])
  })
})

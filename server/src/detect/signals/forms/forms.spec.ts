import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readSignals } from '../read-signals.ts'
import { readAlertmanager } from './alertmanager.ts'
import { readPagerDuty } from './pagerduty.ts'

const now = new Date('2026-11-22T00:00:00Z')
const sent = (body: unknown) => ({ raw: Buffer.from(JSON.stringify(body)), body, headers: {}, secret: null, now })
const captured = join(
  process.env.LEEWARD_FIXTURES ?? join(import.meta.dirname, '../../../../../../shared/fixtures'),
  'alertmanager-0.25.0-webhook+pagerduty.ndjson',
)

describe('What Alertmanager sends', () => {
  const alert = (more: object = {}) => ({
    status: 'firing',
    labels: { alertname: 'CheckoutErrorRate', region: 'eu', service: 'checkout', severity: 'critical', pod: 'c-7' },
    annotations: { summary: '5xx above 5 %', description: 'Look at the gateway.' },
    startsAt: '2026-11-21T23:51:45.017585391Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prom.example/graph?g0',
    fingerprint: 'b0d7',
    ...more,
  })
  const read = (...alerts: unknown[]) => readSignals(readAlertmanager(sent({ version: '4', alerts })), now)
  test('says what, where, how grave and since when', () =>
    expect(read(alert()).signals).toEqual([
      {
        id: 'b0d7/2026-11-21T23:51:45.017585391Z/firing',
        at: Date.parse('2026-11-21T23:51:45.017Z'),
        kind: 'alert',
        name: 'CheckoutErrorRate',
        alert: 'b0d7',
        state: 'firing',
        severity: 'critical',
        service: 'checkout',
        region: 'eu',
        title: '5xx above 5 %',
        body: 'Look at the gateway.',
        link: 'http://prom.example/graph?g0',
        labels: { pod: 'c-7' },
      },
    ]))
  test('again is the same signal; over is another', () => {
    const ids = read(alert(), alert(), alert({ status: 'resolved', endsAt: '2026-11-21T23:59:00Z' })).signals.map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
  })
  test('odd parts lose nothing of the rest', () => {
    const odd = [
      alert({ labels: null, annotations: 5, generatorURL: 'javascript:alert(1)', startsAt: 'soon', fingerprint: undefined }),
      alert({ annotations: { summary: 'x'.repeat(5_000) } }),
      null,
      'alert',
    ]
    expect(read(...odd)).toMatchObject({ refused: 0, signals: [{ name: 'alert' }, { title: 'x'.repeat(300) }, { name: 'alert' }, { name: 'alert' }] })
  })
  test('no list of alerts is refused', () => expect(() => readAlertmanager(sent({ version: '4' }))).toThrow('alerts: must be a list'))

  test.skipIf(!existsSync(captured))('what the real one sent is read whole, as a webhook and as PagerDuty’s events', () => {
    const requests = readFileSync(captured, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { url: string; body: { alerts?: unknown[] } })
    const items = requests.flatMap(({ url, body }) => {
      if (!url.startsWith('/pd/')) return readAlertmanager(sent(body))
      const event = readPagerDuty(body, now, () => 'new')
      return 'signal' in event ? [event.signal] : [event]
    })
    const { signals, refused } = readSignals(items, now)
    expect(refused).toBe(0)
    expect(new Set(signals.map(({ state }) => state))).toEqual(new Set(['firing', 'resolved']))
    expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length)
  })
})

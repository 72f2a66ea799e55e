import { describe, expect, test } from 'vitest'
import type { Heard } from '../../platform/outgoing/outgoing.ts'
import { CheckTarget } from './checks.contract.ts'
import { judgeCertificate, judgeConnection, judgeHttp, judgeNames, judgeStatusPage } from './judge.ts'

const target = <K extends CheckTarget['kind']>(given: { kind: K } & Record<string, unknown>) => CheckTarget.parse(given) as Extract<CheckTarget, { kind: K }>
const answer = (status: number, body = '', more = {}): Heard => ({ kind: 'heard', status, headers: {}, body, ...more })

describe('A check over HTTP', () => {
  const http = (more: object = {}) => target({ kind: 'http', url: 'https://shop.example/health', ...more })
  test('is well with a good status, and says how long it took', () =>
    expect(judgeHttp(http(), answer(204), 31)).toEqual({ ok: true, sentence: 'It answers 204 in 31 ms.' }))
  test.each([
    [http(), answer(503), 'It answers 503, not 200-299.'],
    [http({ status: '200,401-403' }), answer(404), 'It answers 404, not 200,401-403.'],
    [http({ contains: 'OK' }), answer(200, 'down'), '“OK” is not in its answer.'],
    [http({ lacks: 'error' }), answer(200, 'an error'), '“error” is in its answer.'],
    [http({ json: { path: 'db.ok', equals: true } }), answer(200, '{"db":{"ok":false}}'), 'db.ok is false, not true.'],
    [http({ json: { path: 'db.ok', equals: true } }), answer(200, 'no json'), 'db.ok is not there, not true.'],
    [http({ json: { path: 'constructor.name', equals: 'Object' } }), answer(200, '{}'), 'constructor.name is not there, not "Object".'],
    [http({ withinMs: 500 }), answer(200), 'It took 900 ms to answer, more than 500.'],
    [http(), { kind: 'lost', why: 'no answer in time', sent: true } as Heard, 'No answer: no answer in time.'],
    [http(), { kind: 'refused', why: 'it may not be called' } as Heard, 'No answer: it may not be called.'],
  ])('is not well otherwise (%#)', (given, heard, sentence) => expect(judgeHttp(given, heard, 900)).toEqual({ ok: false, sentence }))
  test('takes what it was told to take', () => {
    expect(judgeHttp(http({ status: '200,401-403' }), answer(402), 1).ok).toBe(true)
    expect(judgeHttp(http({ json: { path: 'db.ok', equals: true }, contains: 'db' }), answer(200, '{"db":{"ok":true}}'), 1).ok).toBe(true)
  })
})

describe('Other checks', () => {
  const now = new Date('2030-01-01T00:00:00Z')
  const tls = target({ kind: 'tls', host: 'shop.example' })
  test('a port answers or it does not', () => {
    expect(judgeConnection(target({ kind: 'tcp', host: 'db', port: 5432 }), undefined, 3)).toEqual({ ok: true, sentence: 'db:5432 answers in 3 ms.' })
    expect(judgeConnection(target({ kind: 'tcp', host: 'db', port: 5432 }), 'refused', 3)).toEqual({
      ok: false,
      sentence: 'db:5432 cannot be reached: refused.',
    })
  })
  test.each([
    ['2030-01-20T00:00:00Z', true, 'The certificate of shop.example is valid until 2030-01-20, 19 more days.'],
    ['2030-01-02T12:00:00Z', false, 'The certificate of shop.example is valid until 2030-01-02, one more day.'],
    ['2029-12-31T00:00:00Z', false, 'The certificate of shop.example ran out on 2029-12-31.'],
  ])('a certificate that ends %s', (end, ok, sentence) => expect(judgeCertificate(tls, new Date(end), undefined, now)).toEqual({ ok, sentence }))
  test('a name leads where it should', () => {
    expect(judgeNames(target({ kind: 'dns', name: 'a.example' }), ['192.0.2.1'], undefined).ok).toBe(true)
    expect(judgeNames(target({ kind: 'dns', name: 'a.example', addresses: ['192.0.2.9'] }), ['192.0.2.1'], undefined).sentence).toBe(
      'a.example leads to 192.0.2.1, not to 192.0.2.9.',
    )
    expect(judgeNames(target({ kind: 'dns', name: 'a.example' }), [], undefined)).toEqual({ ok: false, sentence: 'a.example has no address.' })
    expect(judgeNames(target({ kind: 'dns', name: 'a.example' }), undefined, 'did not answer in time').sentence).toBe(
      'a.example: the DNS did not answer in time.',
    )
  })
})

describe('Another company’s status page', () => {
  const page = (components: string[] = []) => target({ kind: 'statuspage', url: 'https://status.example', components })
  const summary = {
    page: { name: 'Example' },
    status: { indicator: 'major', description: 'Partial outage' },
    components: [
      { name: 'API', status: 'partial_outage' },
      { name: 'Mail', status: 'operational' },
    ],
  }
  test('speaks as a whole', () =>
    expect(judgeStatusPage(page(), answer(200, JSON.stringify(summary)))).toEqual({ ok: false, sentence: 'Example says: Partial outage.', weight: 0.6 }))
  test('or of what we depend on', () => {
    expect(judgeStatusPage(page(['mail']), answer(200, JSON.stringify(summary)))).toEqual({ ok: true, sentence: 'Mail: works.', weight: 0 })
    expect(judgeStatusPage(page(['API', 'Mail']), answer(200, JSON.stringify(summary)))).toEqual({
      ok: false,
      sentence: 'Example says: API partial outage.',
      weight: 0.6,
    })
    expect(judgeStatusPage(page(['Nothing']), answer(200, JSON.stringify(summary))).weight).toBe(0.1)
  })
  test.each(['', 'null', '[]', '{"status":{"indicator":"constructor"}}', '<html>'])('%s is none', (body) =>
    expect(judgeStatusPage(page(), answer(200, body)).sentence).toMatch(/no status page/),
  )
  test('one that cannot be read is a weak sign only', () =>
    expect(judgeStatusPage(page(), answer(500))).toEqual({ ok: false, sentence: 'The page cannot be read: it answers 500.', weight: 0.1 }))
})

// Programs of others that send signals: Debian's Alertmanager over both of its ways, and the client of CloudEvents in all of its modes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lookAtAlerts } from '../server/src/detect/suspicions/alerts.store.ts'
import { noAlertmanager, startAlertmanager } from './support/alertmanager.ts'
import { smallCompany } from './support/company.ts'
import { foreign, inForeign } from './support/foreign.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Programs that send signals', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let url: string
  beforeAll(async () => {
    system = await testSystem({ at: new Date().toISOString() })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    await system.web.console.listen({ host: '127.0.0.1', port: 0 })
    url = `http://127.0.0.1:${(system.web.console.server.address() as { port: number }).port}`
  })
  afterAll(() => system.close())
  const keyOf = async (kind: string) => (await ann.post('/api/signal-sources', { name: kind, kind, brand: company.slug })).body.key as string
  const words = async (kind: string, name: string) =>
    (await ann.get('/api/signals?limit=200')).body.filter((each: { source: string; name: string }) => each.source === kind && each.name === name)

  test('the real Alertmanager, firing and over, by its webhook and as PagerDuty', async ({ skip }) => {
    const missing = noAlertmanager()
    if (missing) return skip(missing)
    const manager = await startAlertmanager({ url, webhookKey: await keyOf('alertmanager'), pagerKey: await keyOf('pagerduty') })
    try {
      const labels = { alertname: 'CheckoutErrorRate', service: 'shop', severity: 'critical', region: 'eu' }
      const alert = { labels, annotations: { summary: '5xx above 5 %' }, startsAt: new Date().toISOString() }
      await manager.tell([alert])
      await expect.poll(async () => (await words('alertmanager', 'CheckoutErrorRate')).map(({ state }: { state: string }) => state)).toEqual(['firing'])
      await expect.poll(async () => (await words('pagerduty', 'Alertmanager')).map(({ severity }: { severity: string }) => severity)).toEqual(['critical'])
      while ((await lookAtAlerts(system.deps)) > 0) {
        /* until nothing is new */
      }
      const [suspicion, ...others] = (await ann.get('/api/suspicions')).body
      expect(others).toEqual([])
      expect(suspicion).toMatchObject({ severity: 2, regions: ['eu'] })
      expect(suspicion.evidence).toHaveLength(2)
      await manager.tell([{ ...alert, endsAt: new Date().toISOString() }])
      await expect
        .poll(async () => (await words('alertmanager', 'CheckoutErrorRate')).map(({ state }: { state: string }) => state).sort())
        .toEqual(['firing', 'resolved'])
      await expect.poll(async () => (await words('pagerduty', 'Alertmanager')).length).toBe(2)
      await lookAtAlerts(system.deps)
      expect((await ann.get(`/api/suspicions/${suspicion.id}`)).body).toMatchObject({
        confidence: 0,
        evidence: [{ overAt: expect.any(String) }, { overAt: expect.any(String) }],
      })
    } finally {
      await manager.stop()
    }
  })

  test('the client of CloudEvents, in one piece, with headers, and the same again', async ({ skip }) => {
    const folder = await foreign({ cloudevents: '10.0.0' })
    if (!folder) return skip('the package cannot be had here')
    const found = await inForeign<number[]>(
      folder,
      `const { CloudEvent, emitterFor, httpTransport, HTTP, Mode } = require('cloudevents');
       const event = (id, data) => new CloudEvent({ id, source: '/shop', type: 'shop.failed', subject: 'café', data });
       const send = async (message) => (await fetch(args.url + '/api/signals', { method: 'POST', headers: { ...message.headers, authorization: 'Bearer ' + args.key }, body: message.body })).json();
       const answers = [await send(HTTP.structured(event('1', { value: 2, title: 'It failed' }))), await send(HTTP.binary(event('2', { value: 3, title: 'It failed' }))), await send(HTTP.binary(event('2', { value: 3 })))];
       give(answers.map(({ taken }) => taken))`,
      { url, key: await keyOf('cloudevents') },
    )
    expect(found).toEqual([1, 1, 0])
    expect(await words('cloudevents', 'shop.failed')).toHaveLength(2)
  }, 150_000)
})

// A sender's domain is set up: a key is made here, published, switched to, and renewed; from then on mails carry its signature.
import { createPublicKey } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SenderCheck, SenderView } from '../server/src/communicate/senders/senders.contract.ts'
import { deliveryOfBounce } from '../server/src/communicate/deliveries/bounce-address.ts'
import { smallCompany } from './support/company.ts'
import { fakeDns, type Zone } from './support/dns.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const keys = '/api/senders/acme.example/keys'

describe('A sender’s domain', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let crisis: string
  const zone: Zone = {}
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    system.deps.dns = fakeDns(zone)
    const company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    crisis = (
      await ann.post('/api/crises', {
        title: 'x',
        kind: 'service-outage',
        scope: [{ serviceId: company.mail }],
        severity: 3,
        severityReason: 'x',
        onsetAt: '2030-01-01T05:00:00Z',
      })
    ).body.id
    await system.runJobs()
  })
  afterAll(() => system.close())

  test('before anything is set up, its mails go out unsigned, and the check says what to do', async () => {
    expect(await sender()).toMatchObject({ domain: 'acme.example', brands: [{ sender: 'updates@acme.example' }], keys: [] })
    expect((await check()).findings.map(({ about, state }) => `${about} ${state}`)).toEqual([
      'dkim wrong',
      'spf wrong',
      'dmarc wrong',
      'bounces wrong',
      'unsubscribe warning',
    ])
    expect((await mail()).dkim).toBeUndefined()
  })

  test('a key is made here; its private half is sealed and never answered', async () => {
    const made = await ann.post(keys)
    expect(made.body.keys).toMatchObject([{ selector: 'leeward-20300101', state: 'waiting', madeBy: { name: 'Ann' }, switchedAt: null }])
    expect(JSON.stringify(made.body)).not.toContain('PRIVATE')
    const { rows } = await sql<{ sealed: Buffer }>`select sealed from secrets where name = 'dkim/acme.example/leeward-20300101'`.execute(system.db)
    expect(rows[0]?.sealed.toString('latin1')).not.toContain('PRIVATE')
    expect((await ann.post(keys)).status).toBe(409)
  })

  test('while the DNS does not show the key, it cannot be switched to', async () => {
    const refused = await ann.post(`${keys}/leeward-20300101/switch`)
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining('is not published yet') } })
    zone['TXT leeward-20300101._domainkey.acme.example'] = 'did not answer in time'
    expect((await ann.post(`${keys}/leeward-20300101/switch`)).body.detail).toContain('did not answer in time')
    expect((await mail()).dkim).toBeUndefined()
  })

  test('published and switched to, it signs from the next mail on', async () => {
    const { line } = (await sender()).keys[0] as SenderView['keys'][number]
    zone[`TXT ${line.name}`] = [line.value]
    expect((await ann.post(`${keys}/leeward-20300101/switch`)).body.keys).toMatchObject([{ state: 'signing' }])
    const { dkim } = await mail()
    expect(dkim).toMatchObject({ domain: 'acme.example', selector: 'leeward-20300101' })
    const shown = createPublicKey(dkim?.privateKey as never)
      .export({ type: 'spki', format: 'der' })
      .toString('base64')
    expect(line.value).toBe(`v=DKIM1; k=rsa; p=${shown}`)
    expect((await ann.post(`${keys}/leeward-20300101/switch`)).status).toBe(409)
  })

  test('whoever is paged gets a signed mail too', async () => {
    await ann.post('/api/crises', { title: 'Nobody leads', kind: 'service-outage', severity: 1, severityReason: 'x', onsetAt: '2030-01-01T08:59:00Z' })
    await system.sendPages()
    expect(system.pages.live.sent.at(-1)).toMatchObject({ to: 'ann@house.test', dkim: { selector: 'leeward-20300101' } })
  })

  test('a new key waits beside the old one, which signs until the switch; then its private half is gone', async () => {
    await ann.post(keys)
    expect((await sender()).keys.map(({ selector, state }) => `${selector} ${state}`)).toEqual(['leeward-20300101-2 waiting', 'leeward-20300101 signing'])
    expect((await mail()).dkim?.selector).toBe('leeward-20300101')
    const [next] = (await sender()).keys
    zone[`TXT ${next?.line.name}`] = [next?.line.value as string]
    await ann.post(`${keys}/leeward-20300101-2/switch`)
    expect((await sender()).keys).toMatchObject([{ state: 'signing' }, { state: 'retired', mayGoAt: '2030-01-08T09:00:00.000Z' }])
    expect((await mail()).dkim?.selector).toBe('leeward-20300101-2')
    const { rows } = await sql<{ name: string }>`select name from secrets where name like 'dkim/%'`.execute(system.db)
    expect(rows).toEqual([{ name: 'dkim/acme.example/leeward-20300101-2' }])
  })

  test('two who switch at the same moment: one key signs', async () => {
    await ann.post(keys)
    const [next] = (await sender()).keys
    zone[`TXT ${next?.line.name}`] = [next?.line.value as string]
    const answers = await Promise.all([1, 2, 3].map(() => ann.post(`${keys}/${next?.selector}/switch`)))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409])
    expect((await sender()).keys.filter(({ state }) => state === 'signing')).toHaveLength(1)
  })

  test('a key that this server cannot read leaves mails unsigned, and they still go out', async () => {
    const { rows } = await sql<{ name: string; sealed: Buffer }>`select name, sealed from secrets where name like 'dkim/%'`.execute(system.db)
    await sql`update secrets set sealed = ${Buffer.from('01nonsense')} where name like 'dkim/%'`.execute(system.db)
    expect((await mail()).dkim).toBeUndefined()
    await sql`update secrets set sealed = ${rows[0]?.sealed} where name = ${rows[0]?.name}`.execute(system.db)
  })

  test('answers and bounces go where the brand says, and a bounce names its delivery', async () => {
    const put = (body: object) => ann.put('/api/brands/acme-real/addresses', body)
    expect((await put({ replyTo: 'Help@Acme.example', bounceAddress: 'bounces@Bücher.example' })).body).toMatchObject({
      replyTo: 'help@acme.example',
      bounceAddress: 'bounces@xn--bcher-kva.example',
    })
    const sent = await mail()
    expect(sent.replyTo).toBe('help@acme.example')
    expect(sent.envelopeFrom).toMatch(/^bounces\+\d+-[0-9a-f]{16}@xn--bcher-kva\.example$/)
    expect(sent.id).toContain(`.${deliveryOfBounce(system.deps.key, sent.envelopeFrom as string)}@`)
    for (const bad of [
      { replyTo: 'x', bounceAddress: null },
      { replyTo: null, bounceAddress: `${'b'.repeat(40)}@x.example` },
      { replyTo: 'a@x.example\r\nBcc: b@x.example', bounceAddress: null },
    ])
      expect((await put(bad)).status).toBe(400)
    expect((await ann.put('/api/brands/nobody/addresses', { replyTo: null, bounceAddress: null })).status).toBe(404)
    await put({ replyTo: null, bounceAddress: null })
    expect((await mail()).envelopeFrom).toBeUndefined()
  })

  test('all mails of a crisis answer the same root, carry their date, and say that no person wrote them by hand', async () => {
    const [one, other] = [await mail(), await mail()]
    expect(one.inReplyTo).toBe(other.inReplyTo)
    expect(one.references).toEqual([one.inReplyTo])
    expect(one.id).not.toBe(other.id)
    expect(one.date).toEqual(system.now())
    expect(one.headers).toMatchObject({ 'X-Auto-Response-Suppress': 'OOF, AutoReply' })
  })

  test('only the domains of our brands are looked up', async () => {
    const dns = fakeDns({})
    system.deps.dns = dns
    for (const domain of ['evil.example', 'localhost', '..', 'acme.example.', 'a'.repeat(300)]) {
      const { status } = await ann.get(`/api/senders/${encodeURIComponent(domain)}/check`)
      expect([400, 404], domain).toContain(status)
    }
    expect(dns.asked).toEqual([])
  })

  const sender = async () => (await ann.get('/api/senders')).body[0] as SenderView
  const check = async () => (await ann.get('/api/senders/acme.example/check')).body as SenderCheck
  async function mail() {
    // Nobody gets more than six updates in an hour: those before were long ago.
    await sql`update deliveries set changed_at = changed_at - interval '1 hour'`.execute(system.db)
    const { id } = (await ann.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts: { title: `Update ${system.live.sent.length}` } })).body
    await ann.post(`/api/updates/${id}/submission`)
    await system.runJobs()
    const sent = system.live.sent.at(-1)
    expect(sent?.id).toContain(id)
    return sent as NonNullable<typeof sent>
  }
})

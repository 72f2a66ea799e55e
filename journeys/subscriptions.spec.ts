// Visitors of a status page who want to be told: asked twice, told once, ended by a click, never found out about.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { forgetSubscribers } from '../server/src/communicate/subscriptions/subscribers.store.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { receiver } from './support/receiver.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Subscriptions to a status page', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let hook: Awaited<ReturnType<typeof receiver>>
  beforeAll(async () => {
    hook = await receiver()
    system = await testSystem({ at: '2030-03-01T09:00:00Z' })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(async () => {
    await system.close()
    await hook.close()
  })

  const post = (url: string, form: Record<string, string>) =>
    system.web.status.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
    })
  const ask = (form: Record<string, string>) => post(`/${company.slug}/subscribe`, form)
  const letters = async () => {
    await (system.tasks['send-letters'] as (payload: object, signal: AbortSignal) => Promise<void>)({}, new AbortController().signal)
    return system.live.sent.filter(({ id }) => id.includes('subscription.'))
  }
  const linkTo = async (address: string) =>
    new URL(/https?:\/\/\S+\/subscriptions\/\S+/.exec((await letters()).findLast(({ to }) => to === address)?.text ?? '')?.[0] ?? '').pathname
  const say = async (service: string, title: string) => {
    const { body } = await ann.post('/api/crises', { title, kind: 'service-outage', scope: [{ serviceId: service }] })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    const draft = (
      await ann.post(`/api/crises/${body.id}/updates`, {
        ...update(),
        nextUpdateAt: null,
        parts: { title, happened: 'It fell.' },
        translations: { de: { title: `${title} (deutsch)` } },
      })
    ).body
    expect((await ann.post(`/api/updates/${draft.id}/submission`, {})).status).toBe(200)
    await system.deliver()
    return body.id as string
  }
  const mailsTo = (address: string) => system.live.sent.filter(({ to, id }) => to === address && !id.includes('subscription.'))

  test('the page asks without a script, in the language of the page that led there', async () => {
    const page = (await system.web.status.inject(`/${company.slug}/subscribe?language=de`)).body
    expect(page).toMatch(/<html lang="de"[\s\S]*Benachrichtigen lassen/)
    expect(page).not.toContain('<script')
    await system.web.refreshStatus()
    expect((await system.web.status.inject(`/${company.slug}/de/`)).body).toContain('href="../subscribe?language=de"')
    expect((await system.web.status.inject('/nobody/subscribe')).statusCode).toBe(404)
  })
  test('nothing but a letter goes to whoever did not confirm, and opening the link confirms nothing', async () => {
    const answer = await ask({ channel: 'email', email: 'Vera@Visitor.example', language: 'de' })
    expect(answer.body).toContain('Schauen Sie in Ihr Postfach')
    const link = await linkTo('vera@visitor.example')
    expect((await system.web.status.inject(link)).body).toContain('Ja, benachrichtigen')
    await say(company.mail, 'Mail is down')
    expect(mailsTo('vera@visitor.example')).toEqual([])
    expect((await post(link, { act: 'confirm' })).body).toContain('Erledigt')
    await say(company.mail, 'Mail is down again')
    const [mail] = mailsTo('vera@visitor.example')
    expect(mail?.subject).toContain('Mail is down again (deutsch)')
    expect(mail?.text).toContain('weil Sie die Statusseite von Acme abonniert haben')
    expect(mail?.text).not.toContain('/my/')
    expect(mail?.headers?.['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click')
  })
  test('the answer is the same for every address, and nobody is flooded with letters', async () => {
    const before = (await letters()).length
    const [known, fresh] = [await ask({ email: 'vera@visitor.example' }), await ask({ email: 'nobody@visitor.example' })]
    expect(known.body).toBe(fresh.body)
    for (let i = 0; i < 3; i += 1) await ask({ email: 'nobody@visitor.example' })
    // Vera's letter was sent less than ten minutes ago.
    expect((await letters()).length).toBe(before + 1)
    await system.at('09:20')
    await ask({ email: 'vera@visitor.example' })
    expect((await letters()).at(-1)?.subject).toBe('Ihre Nachrichten von Acme')
  })
  test('who is a customer already is not told twice', async () => {
    await ask({ email: 'a1@real.example' })
    await post(await linkTo('a1@real.example'), { act: 'confirm' })
    const before = mailsTo('a1@real.example').length
    await say(company.mail, 'Mail is slow')
    expect(mailsTo('a1@real.example')).toHaveLength(before + 1)
  })
  test('one hears of the services that one chose, and changes that behind the link', async () => {
    await ask({ email: 'sam@visitor.example', some: 'yes', [`service-${company.shop}`]: 'on', 'service-00000000-0000-7000-8000-000000000000': 'on' })
    const link = await linkTo('sam@visitor.example')
    await post(link, { act: 'confirm' })
    await say(company.mail, 'Mail stutters')
    expect(mailsTo('sam@visitor.example')).toEqual([])
    await say(company.shop, 'Shop is down')
    expect(mailsTo('sam@visitor.example')).toHaveLength(1)
    expect((await post(link, { act: 'change', some: 'yes', [`service-${company.mail}`]: 'on' })).body).toContain('Saved.')
    await say(company.shop, 'Shop is down again')
    expect(mailsTo('sam@visitor.example')).toHaveLength(1)
  })
  test('one click ends it, from a mail program too, and nothing is kept of who left', async () => {
    const link = await linkTo('sam@visitor.example')
    expect((await post(link, { 'List-Unsubscribe': 'One-Click' })).body).toContain('Done. We tell you no more.')
    expect((await sql`select 1 from subscribers where email = 'sam@visitor.example'`.execute(system.db)).rows).toEqual([])
    expect((await system.web.status.inject(link)).statusCode).toBe(410)
    await say(company.mail, 'Mail hangs')
    expect(mailsTo('sam@visitor.example')).toHaveLength(1)
  })
  test('the link of each mail ends it as well', async () => {
    const mail = mailsTo('vera@visitor.example').at(-1)
    const unsubscribe = new URL(/<(.*)>/.exec(mail?.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? '').pathname
    expect((await post(unsubscribe, { 'List-Unsubscribe': 'One-Click' })).statusCode).toBe(200)
    const before = mailsTo('vera@visitor.example').length
    await say(company.mail, 'Mail limps')
    expect(mailsTo('vera@visitor.example')).toHaveLength(before)
  })
  test('a system is told in the form that Statuspage made common, until it ends that itself', async () => {
    await ask({ channel: 'webhook', email: 'dev@visitor.example', url: `${hook.url.replace('http://', 'https://')}/status` })
    const link = await linkTo('dev@visitor.example')
    // The receiver of this test speaks no TLS; what is sealed is its plain address.
    await post(link, { act: 'confirm' })
    const { seal } = await import('../server/src/platform/secrets/seal.ts')
    const { newSecret } = await import('@leeward/webhook')
    await sql`update endpoints set sealed = ${seal(system.deps.key, JSON.stringify({ url: `${hook.url}/status`, secret: newSecret() }))} where channel = 'webhook'`.execute(
      system.db,
    )
    await say(company.mail, 'Mail rests')
    const body = hook.received.at(-1)?.body as unknown as {
      meta: { unsubscribe: string }
      page: object
      incident: { name: string; incident_updates: object[]; backfilled: boolean }
    }
    expect(Object.keys(body)).toEqual(['meta', 'page', 'incident'])
    expect(body.page).toMatchObject({ status_indicator: expect.any(String), status_description: expect.any(String) })
    expect(body.incident).toMatchObject({ name: 'Mail rests', backfilled: false, impact: expect.any(String), components: [{ name: 'Mail' }] })
    await post(new URL(body.meta.unsubscribe).pathname, { act: 'leave' })
    const heard = hook.received.length
    await say(company.mail, 'Mail sleeps')
    expect(hook.received).toHaveLength(heard)
  })
  test('an exercise reaches no subscriber', async () => {
    const practice = await smallCompany(system, 2, true)
    await sql`insert into subscribers (id, brand_id, channel, destination, email, asked_at, letter_at, confirmed_at) values (gen_random_uuid(), ${practice.brandId}, 'email', 'drill@visitor.example', 'drill@visitor.example', now(), now(), now())`.execute(
      system.db,
    )
    const { body } = await ann.post('/api/crises', {
      title: 'Drill',
      kind: 'service-outage',
      practice: true,
      brand: practice.slug,
      scope: [{ serviceId: practice.mail }],
    })
    const draft = (await ann.post(`/api/crises/${body.id}/updates`, { ...update(), nextUpdateAt: null })).body
    expect((await ann.post(`/api/updates/${draft.id}/submission`, {})).status).toBe(200)
    const { rows } = await sql`select 1 from deliveries where destination = 'drill@visitor.example'`.execute(system.db)
    expect(rows).toEqual([])
  })
  test('who never confirmed is forgotten after two days', async () => {
    await ask({ email: 'shy@visitor.example' })
    await forgetSubscribers(system.db, new Date('2030-03-04T10:00:00Z'))
    expect((await sql`select 1 from subscribers where email = 'shy@visitor.example'`.execute(system.db)).rows).toEqual([])
  })
  test('what is no wish is refused with what to do', async () => {
    for (const form of [
      {},
      { email: 'no-address' },
      { email: `${'x'.repeat(300)}@y.example` },
      { email: 'a@b.example', channel: 'pigeon' },
      { email: 'a@b.example', channel: 'webhook' },
      { email: 'a@b.example', channel: 'webhook', url: 'http://10.0.0.1/' },
      { email: 'a@b.example', channel: 'slack', url: 'https://example.com/hook' },
    ] as Record<string, string>[]) {
      const { statusCode, body } = await ask(form)
      expect([400, 422].includes(statusCode), `${JSON.stringify(form)}: ${statusCode} ${body}`).toBe(true)
    }
    expect((await post('/subscriptions/x.y', { act: 'confirm' })).statusCode).toBe(410)
    expect((await system.web.status.inject(`/subscriptions/${'a'.repeat(900)}`)).statusCode).toBe(410)
    await ask({ email: 'odd@visitor.example' })
    await system.at('09:50')
    const link = await linkTo('odd@visitor.example')
    expect([400, 422]).toContain((await post(link, { act: 'explode' })).statusCode)
  })
})

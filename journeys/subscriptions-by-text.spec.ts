// Subscriptions by text: asked for on the page, confirmed behind the link in a text, ended by STOP; never many, never telling who is known.
import { segments } from '@leeward/sms'
import { postedByTwilio, startFakeCarrier } from '@leeward/sms/fake-carrier'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { update } from './support/bodies.ts'
import { smallCompany } from './support/company.ts'
import { keys } from './support/many-channels.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Subscriptions by text', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let carrier: Awaited<ReturnType<typeof startFakeCarrier>>
  let provider: string
  beforeAll(async () => {
    carrier = await startFakeCarrier(keys)
    provider = new URL(carrier.url).host
    system = await testSystem({
      at: '2030-03-01T09:00:00Z',
      env: { LEEWARD_TEXT_URL: `twilio://${keys.twilio.accountSid}:${keys.twilio.authToken}@${provider}?from=%2B15550100&plain=1&rate=1000` },
    })
    company = await smallCompany(system, 2)
    ann = await system.person('Ann', 'administrator')
  })
  afterAll(async () => {
    await carrier.close()
    await system.close()
  })

  const post = (url: string, form: Record<string, string>) =>
    system.web.status.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(form).toString(),
      // Whoever asks from many places: what limits one visitor is not what is tried here.
      remoteAddress: `10.1.${Math.floor(Math.random() * 250)}.${Math.floor(Math.random() * 250)}`,
    })
  const ask = (phone: string, form: Record<string, string> = {}) => post(`/${company.slug}/subscribe`, { channel: 'sms', phone, ...form })
  const letters = () => (system.tasks['send-letters'] as (payload: object, signal: AbortSignal) => Promise<void>)({}, new AbortController().signal)
  const textsTo = (number: string) => carrier.sent.filter(({ to }) => to === number).map(({ text }) => text)
  const linkTo = async (number: string) => {
    await letters()
    return new URL(/https?:\/\/\S+/.exec(textsTo(number).at(-1) ?? '')?.[0] ?? '').pathname
  }
  const later = (minutes: number) => system.at(new Date(system.now().getTime() + minutes * 60_000).toISOString())
  const say = async (service: string, title: string) => {
    const { body } = await ann.post('/api/crises', { title, kind: 'service-outage', scope: [{ serviceId: service }] })
    await assessImpact(system.deps, body.id, { cause: 'by-hand', by: ann.id })
    const draft = (await ann.post(`/api/crises/${body.id}/updates`, { ...update(), nextUpdateAt: null, parts: { title, happened: 'It fell.' } })).body
    expect((await ann.post(`/api/updates/${draft.id}/submission`, {})).status).toBe(200)
    await system.deliver()
    return draft.id as string
  }

  test('what is no number is refused with what to do; a page that sends no texts offers none', async () => {
    for (const phone of ['', 'call me', '030 123456', '+12', '+4930'.padEnd(40, '1'), "+49'; drop table subscribers", '+0493012345678', '\u0000'])
      expect([400, 422], `${phone}`).toContain((await ask(phone)).statusCode)
    expect([400, 422]).toContain((await post(`/${company.slug}/subscribe`, { channel: 'sms' })).statusCode)
    expect((await ask('+4930123456', { phone: 'x'.repeat(300) })).statusCode).toBe(400)
    for (const word of ['aaaaaaaaaaaa', '____________', '%00%00%00%00']) expect((await system.web.status.inject(`/subscriptions/${word}`)).statusCode).toBe(410)
    expect((await sql`select 1 from subscribers`.execute(system.db)).rows).toEqual([])
    const without = await testSystem({ web: true })
    const other = await smallCompany(without, 1)
    expect((await without.web.status.inject(`/${other.slug}/subscribe`)).body).not.toContain('type="tel"')
    const { statusCode, body } = await without.web.status.inject({
      method: 'POST',
      url: `/${other.slug}/subscribe`,
      payload: { channel: 'sms', phone: '+4930123456' },
    })
    expect([400, 422], body).toContain(statusCode)
    expect(body).toContain('sends no texts')
    await without.close()
  })

  test('the page asks by a form of its own, without a script', async () => {
    const page = (await system.web.status.inject(`/${company.slug}/subscribe?language=de`)).body
    expect(page).toMatch(/Per SMS[\s\S]*type="tel"/)
    expect(page).not.toContain('<script')
  })

  test('nothing begins before the button behind the link in the text, which fits in two messages and says how it ends', async () => {
    expect((await ask(' +49 (0)30 / 123-456 ')).body).toContain('If texts can reach that number')
    const link = await linkTo('+4930123456')
    const [text] = textsTo('+4930123456')
    expect(text).toMatch(/^Acme: should we text you here .* http:\/\/status\.test\/subscriptions\/[\w-]{12} Reply STOP to end\.$/)
    await say(company.mail, 'Mail is down')
    expect(textsTo('+4930123456')).toHaveLength(1)
    expect((await system.web.status.inject(link)).body).toContain('Yes, tell me')
    expect((await post(link, { act: 'confirm' })).body).toContain('Done.')
    await say(company.mail, 'Mail is down again')
    expect(textsTo('+4930123456').at(-1)).toMatch(/^Acme: Mail is down again\. .*Reply STOP to end\.$/)
  })

  test('in every language the text to confirm stays within two messages', async () => {
    for (const [i, language] of ['en', 'de', 'fr', 'es', 'pt', 'ja'].entries()) {
      const number = `+491700000${100 + i}`
      await ask(number, { language })
      await linkTo(number)
      const [text = ''] = textsTo(number)
      expect(segments(text).segments, text).toBeLessThanOrEqual(2)
      expect(text).toMatch(/Acme.*subscriptions\/[\w-]{12} .*STOP/)
    }
  })

  test('planned work comes by text too: what, when and where it stands', async () => {
    const { status } = await ann.post('/api/maintenances', {
      ...{ title: 'New storage', services: [company.mail], body: 'Mail may pause.' },
      ...{ startsAt: '2030-03-04T22:00:00Z', endsAt: '2030-03-04T23:00:00Z' },
    })
    expect(status).toBe(201)
    await system.deliver()
    const text = textsTo('+4930123456').at(-1) ?? ''
    expect(text).toBe(
      `Acme: Planned maintenance, March 4 at 22:00 UTC to March 4 at 23:00 UTC: New storage. http://status.test/${company.slug}/ Reply STOP to end.`,
    )
  })

  test('who is known cannot be told, and a number gets one text in ten minutes, also after it left', async () => {
    await later(15)
    const [known, fresh] = [await ask('+4930123456'), await ask('+4930999999')]
    expect(known.body).toBe(fresh.body)
    await letters()
    expect(textsTo('+4930123456').at(-1)).toMatch(/^Acme: change or end your notices here/)
    const link = await linkTo('+4930999999')
    await post(link, { act: 'leave' })
    expect((await system.web.status.inject(link)).statusCode).toBe(410)
    for (let i = 0; i < 3; i += 1) expect((await ask('+4930999999')).body).toBe(fresh.body)
    await letters()
    expect(textsTo('+4930999999')).toHaveLength(1)
    await later(11)
    await ask('+4930999999')
    await letters()
    expect(textsTo('+4930999999')).toHaveLength(2)
  })

  test('one hears of the services that one chose', async () => {
    await ask('+4930555555', { some: 'yes', [`service-${company.shop}`]: 'on' })
    await post(await linkTo('+4930555555'), { act: 'confirm' })
    await say(company.mail, 'Mail stutters')
    expect(textsTo('+4930555555')).toHaveLength(1)
    await say(company.shop, 'Shop stutters')
    expect(textsTo('+4930555555')).toHaveLength(2)
  })

  test('who is a customer and gets the text anyway is not told twice', async () => {
    await sql`update brands set text_severity = 4 where id = ${company.brandId}`.execute(system.db)
    await sql`update contacts set phone = '+4930123456' where email = 'a1@real.example'`.execute(system.db)
    const before = textsTo('+4930123456').length
    await say(company.mail, 'Mail hums')
    expect(textsTo('+4930123456')).toHaveLength(before + 1)
    await sql`update brands set text_severity = null where id = ${company.brandId}`.execute(system.db)
  })

  test('STOP ends it, also what waits; asking again sends nothing, and is answered like everything else; START takes STOP back', async () => {
    expect((await stop('+4930123456', 'Stop')).status).toBe(204)
    const before = textsTo('+4930123456').length
    await say(company.mail, 'Mail sleeps')
    await later(15)
    const [stopped, fresh] = [await ask('+4930123456'), await ask('+4930888888')]
    expect(stopped.body).toBe(fresh.body)
    await letters()
    expect(textsTo('+4930123456')).toHaveLength(before)
    expect((await stop('+4930123456', 'START')).status).toBe(204)
    await say(company.mail, 'Mail wakes')
    expect(textsTo('+4930123456')).toHaveLength(before + 1)
  })

  test('a page sends so many in an hour and no more, whatever numbers are asked for, also at once', async () => {
    await later(61)
    const before = carrier.sent.length
    const answers = await Promise.all(Array.from({ length: 70 }, (_, i) => ask(`+2526100${1000 + i}`)))
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(60)
    expect(answers.filter(({ statusCode }) => statusCode === 429 || statusCode === 409 || statusCode === 422)).toHaveLength(10)
    for (let i = 0; i < 4; i += 1) await letters()
    expect(carrier.sent.length - before).toBe(60)
    expect((await ask('+4930777777')).statusCode).not.toBe(200)
    await later(61)
    expect((await ask('+4930777777')).statusCode).toBe(200)
    // Who was asked is not kept longer than that.
    await system.tasks['forget-inbound']?.({}, new AbortController().signal)
    expect((await sql`select 1 from text_requests`.execute(system.db)).rows).toHaveLength(1)
  })

  async function stop(from: string, text: string) {
    const [url, id] = [`http://console.test/api/inbound/texts/${encodeURIComponent(provider)}`, `SM${system.now().getTime()}${text}`]
    const fields = { MessageSid: id, SmsSid: id, From: from, To: '+15550100', AccountSid: keys.twilio.accountSid, NumMedia: '0', Body: text }
    const { body, headers, contentType } = postedByTwilio(url, fields, keys.twilio.authToken)
    const said = await system.web.console.inject({
      method: 'POST',
      url: new URL(url).pathname,
      headers: { ...headers, 'content-type': contentType },
      payload: body,
    })
    return { status: said.statusCode }
  }
})

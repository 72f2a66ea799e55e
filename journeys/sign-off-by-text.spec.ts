// The text of a final update asks as its mail does: by a short link, which votes by nobody's opening it, and only where the account is asked by link.
import { segments } from '@leeward/sms'
import { startFakeCarrier } from '@leeward/sms/fake-carrier'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { keys } from './support/many-channels.ts'
import { restored } from './support/restored.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Sign-off by text', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let carrier: Awaited<ReturnType<typeof startFakeCarrier>>
  let crisis: string
  beforeAll(async () => {
    carrier = await startFakeCarrier(keys)
    const text = `twilio://${keys.twilio.accountSid}:${keys.twilio.authToken}@${new URL(carrier.url).host}?from=%2B15550100&plain=1&rate=1000`
    system = await testSystem({ at: '2030-03-01T09:00:00Z', env: { LEEWARD_TEXT_URL: text } })
    const company = await smallCompany(system, 12)
    ann = await system.person('Ann', 'commander')
    await sql`update brands set text_severity = 4 where id = ${company.brandId}`.execute(system.db)
    await sql`update contacts c set phone = '+4930' || (1000000 + substr(a.key, 2)::int) from accounts a where a.id = c.account_id and not a.practice`.execute(
      system.db,
    )
    ;({ id: crisis } = await restored(system, ann, company))
    await system.deliver()
  })
  afterAll(async () => {
    await carrier.close()
    await system.close()
  })

  const textTo = (nth: number) => carrier.sent.findLast(({ to }) => to === `+4930${1_000_000 + nth}`)?.text ?? ''
  const linkIn = (text: string) => /http:\/\/status\.test(\/sign-off\/\S+)/.exec(text)?.[1] as string
  const open = (url: string, method: 'GET' | 'HEAD' = 'GET') => system.web.status.inject({ url, method })
  const proofIn = (page: string) => /name="page" value="([^"]+)"/.exec(page)?.[1] as string
  const post = (url: string, fields: Record<string, string>) =>
    system.web.status.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(fields).toString(),
    })
  const view = async () => (await ann.get(`/api/crises/${crisis}/sign-off`)).body

  test('the final update asks by a short link, in the reader’s language; enterprise is asked by a person and has none', async () => {
    expect(textTo(1)).toMatch(/Does it work for you again\? http:\/\/status\.test\/sign-off\/[\w-]{13,23} http:\/\/status\.test\//)
    expect(textTo(3)).toMatch(/Funktioniert es bei Ihnen wieder\? http:\/\/status\.test\/sign-off\/[\w-]{13,23} /)
    expect(textTo(10)).toContain('Mail works again')
    expect(textTo(10)).not.toContain('/sign-off/')
    expect(Math.max(...carrier.sent.map(({ text }) => segments(text).segments))).toBeLessThanOrEqual(3)
  })

  test('a scanner that opens every link and sends forms of its own votes for nobody', async () => {
    for (const { text } of carrier.sent.filter((each) => each.text.includes('/sign-off/'))) {
      expect((await open(linkIn(text), 'HEAD')).statusCode).toBe(200)
      expect((await open(`${linkIn(text)}?answer=works`)).body).toMatch(/Does it work|Funktioniert es/)
      expect((await post(linkIn(text), { answer: 'works' })).statusCode).toBe(422)
    }
    expect((await post(linkIn(textTo(1)), { answer: 'works', page: proofIn((await open(linkIn(textTo(2)))).body) })).statusCode).toBe(422)
    expect(await view()).toMatchObject({ works: 0, stillBroken: 0 })
  })

  test('one press on its page answers for that contact', async () => {
    const link = linkIn(textTo(1))
    expect((await post(link, { answer: 'still-broken', page: proofIn((await open(link)).body) })).statusCode).toBe(200)
    expect(await view()).toMatchObject({ works: 0, stillBroken: 1 })
    const { rows } = await sql<{ way: string; email: string }>`
      select s.way, k.email from sign_offs s join contacts k on k.id = s.contact_id where s.crisis_id = ${crisis}`.execute(system.db)
    expect(rows).toEqual([{ way: 'link', email: 'a1@real.example' }])
  })

  test('a changed letter, another delivery, or nonsense is no link; after thirty days it says that it ended', async () => {
    const link = linkIn(textTo(2))
    for (const wrong of [`${link}0`, link.slice(0, -1), `/sign-off/${'A'.repeat(12)}1`, '/sign-off/abc']) {
      expect((await open(wrong)).statusCode, wrong).toBe(410)
      expect((await post(wrong, { answer: 'works', page: 'x' })).statusCode, wrong).toBe(410)
    }
    await system.at('2030-04-01T09:00:00Z')
    expect((await open(link)).body).toContain('has reached the end of its life')
  })
})

// How a page reaches its person: methods that were tested, one after the other; practice leads nowhere; promises page whoever leads.
import { createServer, type Server } from 'node:http'
import { sql } from 'kysely'
import { Webhook as Reference } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { setCrisisClock } from '../server/src/platform/timers/crisis-clock.ts'
import { smallCompany } from './support/company.ts'
import { linkIn, type OnCallHouse, onCallHouse } from './support/on-call.ts'

let house: OnCallHouse
let system: OnCallHouse['system']
let [ann, bob, cleo] = [] as unknown as [OnCallHouse['ann'], OnCallHouse['bob'], OnCallHouse['cleo']]
beforeAll(async () => {
  house = await onCallHouse()
  ;({ system, ann, bob, cleo } = house)
})
beforeEach(() => house.reset())
afterAll(() => system.close())

describe('How somebody is reached', () => {
  let hook: Server
  let url: string
  let heard: { id: string; type: string }[]
  let status = 200
  beforeEach(async () => {
    heard = []
    status = 200
    hook = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        heard.push({
          id: String(request.headers['webhook-id']),
          type: (new Reference(secret).verify(body, request.headers as Record<string, string>) as { type: string }).type,
        })
        response.writeHead(status).end('thanks')
      })
    })
    await new Promise<void>((listening) => hook.listen(0, '127.0.0.1', listening))
    url = `http://127.0.0.1:${(hook.address() as { port: number }).port}/hook`
  })
  afterEach(() => void hook.close())
  let secret = ''
  const addHook = async () => {
    const added = await bob.post('/api/me/contact-methods', { channel: 'webhook', destination: url })
    secret = added.body.secret
    return added.body.id as string
  }

  test('only by what a test page has reached; until then by the address they sign in with', async () => {
    await house.policy()
    const id = await addHook()
    await house.declare()
    await system.sendPages()
    expect([heard, house.paged()]).toEqual([[], ['bob']])
    await bob.post(`/api/me/contact-methods/${id}/test`)
    await system.sendPages()
    expect(heard.map(({ type }) => type)).toEqual(['page.test'])
    expect((await bob.get('/api/me/contact-methods')).body[0]).toMatchObject({
      id,
      verifiedAt: expect.any(String),
      lastTest: { state: 'accepted', answer: '200 thanks' },
    })
    await house.declare()
    await system.sendPages()
    expect(heard.map(({ type }) => type)).toEqual(['page.test', 'page.escalation'])
    expect(house.paged()).toEqual(['bob'])
  })

  test('an e-mail address is proven by the button behind its link, not by being accepted', async () => {
    const { body } = await bob.post('/api/me/contact-methods', { channel: 'email', destination: 'bob@elsewhere.test' })
    await bob.post(`/api/me/contact-methods/${body.id}/test`)
    await system.sendPages()
    expect((await bob.get('/api/me/contact-methods')).body[0].verifiedAt).toBeNull()
    expect((await house.press(linkIn(system.pages.live.sent.at(-1)))).body).toContain('It works')
    expect((await bob.get('/api/me/contact-methods')).body[0].verifiedAt).not.toBeNull()
  })

  test('where one method fails the next is tried at once; one that wants no more is not used again until tested', async () => {
    await house.policy()
    const id = await addHook()
    await bob.post(`/api/me/contact-methods/${id}/test`)
    await system.sendPages()
    status = 410
    await house.declare()
    await system.sendPages()
    expect([heard.at(-1)?.type, house.paged()]).toEqual(['page.escalation', ['bob']])
    expect((await bob.get('/api/me/contact-methods')).body[0].verifiedAt).toBeNull()
  })

  test('a mail server that puts it off is asked again with the same message, until somebody leads', async () => {
    await house.policy()
    house.answerPage = () => ({ state: 'deferred', answer: '451 later' })
    const id = await house.declare()
    await system.sendPages()
    await system.at('2030-01-07T09:00:09Z')
    expect(await system.sendPages()).toBe(0)
    await system.at('2030-01-07T09:00:10Z')
    expect(await system.sendPages()).toBe(1)
    expect(new Set(system.pages.live.sent.map((mail) => mail.id)).size).toBe(1)
    await ann.post(`/api/crises/${id}/acknowledgement`)
    const before = house.paged().length
    await system.at('10:00')
    await system.sendPages()
    expect(house.paged()).toHaveLength(before)
  })

  test('two senders at once: every page goes out once', async () => {
    await house.policy()
    for (let i = 0; i < 30; i += 1) await house.declare()
    const sent = await Promise.all([system.sendPages(), system.sendPages(), system.sendPages()])
    expect(sent.reduce((sum, each) => sum + each, 0)).toBe(30)
    expect(new Set(system.pages.live.sent.map((mail) => mail.id)).size).toBe(30)
    expect(house.paged()).toHaveLength(30)
  })

  test('a sender that dies in the middle leaves a try unknown; with no other method left it is not blindly repeated', async () => {
    await house.policy()
    const id = await house.declare()
    await sql`update pages set state = 'sending', leased_by = 'dead', leased_until = ${new Date('2030-01-07T09:00:45Z')}`.execute(system.db)
    await system.at('2030-01-07T09:01:00Z')
    await system.sendPages()
    expect(house.paged()).toEqual([])
    expect((await ann.get(`/api/crises/${id}/escalation`)).body.pages[0]).toMatchObject({ state: 'unknown', tries: [{ state: 'unknown' }] })
  })

  test('an address inside the house is refused when it is given by name of a protocol, and when it is called', async () => {
    for (const destination of ['ftp://x.example/', 'https://user:pw@x.example/', 'hello'])
      expect((await bob.post('/api/me/contact-methods', { channel: 'webhook', destination })).status, destination).toBe(422)
    const { body } = await bob.post('/api/me/contact-methods', { channel: 'webhook', destination: 'https://169.254.169.254/latest' })
    await bob.post(`/api/me/contact-methods/${body.id}/test`)
    await system.sendPages()
    expect((await bob.get('/api/me/contact-methods')).body[0].lastTest).toMatchObject({ state: 'failed', answer: expect.stringContaining('may not be called') })
  })
})

test('practice pages lead nowhere, also at sixty times the speed', async () => {
  const practice = await smallCompany(system, 2, true)
  await house.policy()
  const declared = await ann.post('/api/crises', {
    title: 'Drill',
    kind: 'service-outage',
    practice: true,
    brand: practice.slug,
    severity: 1,
    severityReason: 'drill',
  })
  const start = system.now()
  await setCrisisClock(system.db, declared.body.id, { anchorReal: start, anchorCrisis: start, rate: 60 })
  await system.at('2030-01-07T09:00:05Z')
  await system.sendPages()
  expect(system.pages.live.sent).toEqual([])
  // Five minutes of the drill have passed: its commander hears of late tasks, too, and nobody outside of anything.
  const calls = system.pages.practice.sent.filter((mail) => mail.subject.includes('needs somebody to lead'))
  expect(calls.map((mail) => mail.to)).toEqual([bob.email, cleo.email])
})

test('a promise about to be missed, or missed, pages whoever leads: what happens in one moment is one page', async () => {
  const id = await house.declare()
  await ann.post(`/api/crises/${id}/acknowledgement`)
  await system.sendPages()
  const before = system.pages.live.sent.length
  await system.at('09:10')
  await system.sendPages()
  await system.at('09:15')
  await system.sendPages()
  const clockMails = system.pages.live.sent.slice(before)
  expect(clockMails.every((mail) => mail.to === ann.email)).toBe(true)
  const missed = clockMails.filter((mail) => mail.text.includes('Missed: first message to customers was due at 09:15 UTC.'))
  expect(missed).toHaveLength(1)
  expect(clockMails.filter((mail) => mail.text.includes('Soon due: first message'))).toHaveLength(1)
})

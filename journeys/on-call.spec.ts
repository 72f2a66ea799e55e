// Who is on call, asked of the API: rotations, overrides, gaps, people who have left, policies that must not run into a void, and calendars.
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApiKey } from '../server/src/platform/auth/auth.ts'
import { type OnCallHouse, onCallHouse, weekly } from './support/on-call.ts'

let house: OnCallHouse
let system: OnCallHouse['system']
let [ann, bob, cleo, olga] = [] as unknown as [OnCallHouse['ann'], OnCallHouse['bob'], OnCallHouse['cleo'], OnCallHouse['olga']]
beforeAll(async () => {
  house = await onCallHouse()
  ;({ system, ann, bob, cleo, olga } = house)
})
beforeEach(() => house.reset())
afterAll(() => system.close())

describe('Rotations over the API', () => {
  test('now and at any time, with the next hand-over', async () => {
    await rotation({ members: [bob.id, cleo.id] })
    const [entry] = (await olga.get('/api/on-call')).body
    expect(entry).toMatchObject({
      rotation: { name: 'Mail on call', timeZone: 'Europe/Berlin' },
      now: { person: { name: 'Cleo' }, until: '2030-01-14T08:00:00.000Z' },
      next: { person: { name: 'Bob' }, from: '2030-01-14T08:00:00.000Z' },
    })
    // Summer: the hand-off stays at 09:00 in Berlin, which is 07:00 UTC then.
    expect((await olga.get('/api/on-call?at=2030-07-08T06:59:59Z')).body[0].next.from).toBe('2030-07-08T07:00:00.000Z')
    expect((await olga.get('/api/on-call?at=2029-01-01T00:00:00Z')).body[0].now).toMatchObject({ person: null, because: 'not-started' })
  })

  test('shifts of a span come without holes; more than 400 days at once are refused', async () => {
    const id = await rotation({ members: [bob.id, cleo.id], duty: [{ days: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' }] })
    const shifts = (await bob.get(`/api/rotations/${id}/shifts?from=2030-01-11T00:00:00Z&until=2030-01-15T00:00:00Z`)).body
    expect(shifts.map((shift: { person: { name: string } | null; because: string | null }) => shift.person?.name ?? shift.because)).toEqual([
      'off-duty',
      'Cleo',
      'off-duty',
      'Bob',
      'off-duty',
    ])
    expect((await bob.get(`/api/rotations/${id}/shifts?from=2030-01-01T00:00:00Z&until=2032-01-01T00:00:00Z`)).status).toBe(422)
    expect((await bob.get(`/api/rotations/${id}/shifts?from=2030-01-02T00:00:00Z&until=2030-01-01T00:00:00Z`)).status).toBe(422)
  })

  test('somebody who has left stays in sight, and their turn falls to the next', async () => {
    const id = await rotation({ members: [olga.id, bob.id] })
    await system.at('2030-01-14T09:00:00Z')
    await sql`delete from user_groups where user_id = ${bob.id}`.execute(system.db)
    const view = (await ann.get(`/api/rotations/${id}`)).body
    expect(view.members).toEqual([
      { id: olga.id, name: 'Olga', here: true },
      { id: bob.id, name: 'Bob', here: false },
    ])
    await system.at('2030-01-07T09:00:00Z')
    expect((await ann.get('/api/on-call')).body[0].now).toMatchObject({ person: { name: 'Olga' }, insteadOf: { name: 'Bob' } })
    expect((await ann.put(`/api/rotations/${id}`, { ...weekly, members: [olga.id, bob.id] })).status).toBe(200)
    expect((await ann.post('/api/rotations', { ...weekly, name: 'Other', members: [bob.id] })).status).toBe(422)
  })

  test('an override of the past, by a stranger, or for somebody who is not in it is refused', async () => {
    const id = await rotation({ members: [bob.id] })
    const span = { from: '2030-01-08T00:00:00Z', until: '2030-01-09T00:00:00Z' }
    const put = async (body: object) => (await ann.post(`/api/rotations/${id}/overrides`, body)).status
    expect(await put({ ...span, person: 'nobody' })).toBe(422)
    expect(await put({ ...span, person: cleo.id, insteadOf: olga.id })).toBe(422)
    expect(await put({ from: '2029-01-01T00:00:00Z', until: '2029-01-02T00:00:00Z', person: cleo.id })).toBe(422)
    expect(await put({ from: span.until, until: span.from, person: cleo.id })).toBe(400)
    expect(await put({ ...span, person: cleo.id })).toBe(201)
    expect((await bob.get('/api/on-call?at=2030-01-08T12:00:00Z')).body[0].now).toMatchObject({ person: { name: 'Cleo' }, insteadOf: { name: 'Bob' } })
  })

  test('a name is taken once; a person is named once; a zone must exist; who may only read changes nothing', async () => {
    await rotation({ members: [bob.id] })
    expect((await ann.post('/api/rotations', { ...weekly, members: [bob.id] })).status).toBe(409)
    expect((await ann.post('/api/rotations', { ...weekly, name: 'Two', members: [bob.id, bob.id] })).status).toBe(422)
    for (const wrong of [{ timeZone: 'Europe/Atlantis' }, { startsOn: '2030-02-30' }, { handOffAt: '24:00' }, { every: 0 }, { members: [] }])
      expect((await ann.post('/api/rotations', { ...weekly, name: 'Two', members: [bob.id], ...wrong })).status, JSON.stringify(wrong)).toBe(400)
    expect((await bob.post('/api/rotations', { ...weekly, name: 'Two', members: [bob.id] })).status).toBe(403)
  })
})

describe('Escalation policies over the API', () => {
  test('a rotation that a policy pages is not removed; without the policy it is', async () => {
    const id = await house.policy()
    const refused = await ann.post(`/api/rotations/${id}/removal`)
    expect([refused.status, refused.body.detail]).toEqual([409, expect.stringContaining('“Mail”')])
    const [policy] = (await ann.get('/api/escalation-policies')).body
    await ann.post(`/api/escalation-policies/${policy.id}/removal`)
    expect((await ann.post(`/api/rotations/${id}/removal`)).status).toBe(200)
  })

  test('a step must name somebody who is there, and give people a minute', async () => {
    const put = async (steps: object[], more = {}) => (await ann.post('/api/escalation-policies', { name: 'X', steps, ...more })).status
    const now = { afterMinutes: 0, targets: [{ kind: 'person', id: bob.id }] }
    expect(await put([])).toBe(400)
    expect(await put([{ afterMinutes: 0, targets: [] }])).toBe(400)
    expect(await put([{ ...now, afterMinutes: 5 }])).toBe(400)
    expect(await put([now, now])).toBe(400)
    expect(await put([{ afterMinutes: 0, targets: [{ kind: 'person', id: 'nobody' }] }])).toBe(422)
    expect(await put([{ afterMinutes: 0, targets: [{ kind: 'rotation', id: crypto.randomUUID() }] }])).toBe(422)
    expect(await put([now], { filter: { services: [crypto.randomUUID()] } })).toBe(422)
    expect(await put([now])).toBe(201)
  })

  test('a crisis follows the first that fits it: by severity, kind and service', async () => {
    const to = (name: string, person: string, filter: object, position: number) =>
      ann.post('/api/escalation-policies', { name, position, filter, steps: [{ afterMinutes: 0, targets: [{ kind: 'person', id: person }] }] })
    await to('Rest', cleo.id, {}, 9)
    await to('Shop', bob.id, { services: [house.company.shop] }, 1)
    await to('Breach', olga.id, { kinds: ['data-breach'] }, 0)
    const shop = [{ serviceId: house.company.shop }]
    for (const crisis of [{}, { scope: shop }, { kind: 'data-breach', scope: shop }]) {
      await house.declare(crisis)
      await system.sendPages()
    }
    expect(house.paged()).toEqual(['cleo', 'bob', 'olga'])
  })

  test('an escalation under way keeps its policy, whatever is changed or removed meanwhile', async () => {
    await house.policy()
    await house.declare()
    await system.sendPages()
    const [policy] = (await ann.get('/api/escalation-policies')).body
    await ann.post(`/api/escalation-policies/${policy.id}/removal`)
    await system.at('09:05')
    await system.sendPages()
    expect(house.paged()).toEqual(['bob', 'cleo'])
  })
})

describe('Calendars', () => {
  const read = (url: string) => system.web.console.inject(new URL(url).pathname)

  test('a rotation’s is read without a session, in UTC; somebody’s own holds their shifts alone', async () => {
    const id = await rotation({ members: [bob.id, cleo.id] })
    const { url } = (await olga.get(`/api/rotations/${id}/calendar-link`)).body
    expect(url).toMatch(/^http:\/\/console\.test\/calendar\/\S+\.ics$/)
    const answer = await read(url)
    expect(answer.headers['content-type']).toBe('text/calendar; charset=utf-8')
    expect(answer.body).toContain('SUMMARY:Cleo (Mail on call)\r\n')
    expect(answer.body).toContain('DTSTART:20300114T080000Z')
    // The clocks change on 31 March 2030: the hand-off of 1 April is an hour earlier in UTC.
    expect(answer.body).toContain('DTSTART:20300401T070000Z')
    const mine = (await read((await cleo.get('/api/me/calendar-link')).body.url)).body
    expect(mine).toContain('SUMMARY:On call: Mail on call')
    expect(mine).not.toContain('Bob')
    expect(mine.match(/BEGIN:VEVENT/g)?.length).toBe(answer.body.match(/SUMMARY:Cleo/g)?.length)
  })

  test('the same address is copied each time, until a new one ends it', async () => {
    const id = await rotation({ members: [bob.id] })
    const link = async () => (await ann.get(`/api/rotations/${id}/calendar-link`)).body.url
    const old = await link()
    await system.at('10:00')
    expect(await link()).toBe(old)
    const fresh = (await ann.post(`/api/rotations/${id}/calendar-link`)).body.url
    expect([(await read(old)).statusCode, (await read(fresh)).statusCode]).toEqual([404, 200])
    expect((await bob.post(`/api/rotations/${id}/calendar-link`)).status).toBe(403)
  })

  test('a token of another purpose opens none, nor that of somebody who has left, or of a rotation that is gone', async () => {
    const id = await rotation({ members: [bob.id] })
    const [mine, whole] = [(await bob.get('/api/me/calendar-link')).body.url, (await bob.get(`/api/rotations/${id}/calendar-link`)).body.url]
    await house.declare()
    expect((await read(mine)).statusCode).toBe(200)
    await ann.post(`/api/rotations/${id}/removal`)
    await sql`delete from user_groups where user_id = ${bob.id}`.execute(system.db)
    for (const url of [mine, whole, 'http://x/calendar/none.ics', 'http://x/calendar/a.b']) expect((await read(url)).statusCode).toBe(404)
  })
})

describe('Contact methods', () => {
  test('keep their order as it is given, and the address one signs in with comes last', async () => {
    const ids: string[] = []
    for (const destination of ['one@x.test', 'two@x.test']) ids.push((await bob.post('/api/me/contact-methods', { channel: 'email', destination })).body.id)
    const names = async () => (await bob.get('/api/me/contact-methods')).body.map((method: { destination: string }) => method.destination)
    expect(await names()).toEqual(['one@x.test', 'two@x.test', bob.email])
    await bob.put('/api/me/contact-methods/order', { ids: [...ids].reverse() })
    expect(await names()).toEqual(['two@x.test', 'one@x.test', bob.email])
    expect((await bob.put('/api/me/contact-methods/order', { ids: [ids[0]] })).status).toBe(409)
    expect((await bob.post('/api/me/contact-methods', { channel: 'email', destination: 'one@x.test' })).status).toBe(409)
  })

  test('the address one signs in with may be put in a place of its own, and needs no test', async () => {
    await bob.post('/api/me/contact-methods', { channel: 'email', destination: bob.email })
    const methods = (await bob.get('/api/me/contact-methods')).body
    expect(methods).toHaveLength(1)
    expect(methods[0]).toMatchObject({ destination: bob.email, verifiedAt: expect.any(String) })
  })

  test('are nobody else’s business, and no program’s; a secret is shown once', async () => {
    const { body } = await bob.post('/api/me/contact-methods', { channel: 'webhook', destination: 'https://hook.example/' })
    expect(body.secret).toMatch(/^whsec_/)
    expect(JSON.stringify((await bob.get('/api/me/contact-methods')).body)).not.toContain('whsec_')
    for (const path of ['test', 'removal']) expect((await cleo.post(`/api/me/contact-methods/${body.id}/${path}`)).status).toBe(404)
    const key = await createApiKey(system.db, 'x', 'administrator', system.now())
    const asProgram = await system.web.console.inject({
      method: 'POST',
      url: '/api/me/contact-methods',
      headers: { authorization: `Bearer ${key}` },
      payload: { channel: 'email', destination: 'a@x.test' },
    })
    expect(asProgram.statusCode).toBe(409)
  })
})

async function rotation(more: object): Promise<string> {
  const { status, body } = await ann.post('/api/rotations', { ...weekly, ...more })
  expect(status, JSON.stringify(body)).toBe(201)
  return body.id
}

// Where a mail does not arrive, a text stands in, then somebody else at the account, then a call: nobody is forgotten, nobody is bothered who did not want it.
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { assessImpact } from '../server/src/assess/impact/impact.assess.ts'
import { standIn } from '../server/src/communicate/next-channel/next-channel.plan.ts'

import { smallCompany } from './support/company.ts'
import { keys, manyChannels } from './support/many-channels.ts'

describe('The next channel', () => {
  const we = manyChannels()
  const { bounces, later, phone, publish, look, rows, calls } = we

  test('a mail that bounces is stood in for by a text to the same person, once', async () => {
    await phone('A1', '+4930111111')
    await phone('A2', '+4930222222')
    bounces.add('a1@real.example')
    const id = await publish()
    await look()
    await look()
    expect(await rows(id, 'sms')).toEqual([{ key: 'A1', destination: '+4930111111', state: 'accepted', reason: null }])
    expect(we.carrier.sent).toHaveLength(1)
    expect(we.carrier.sent[0]).toMatchObject({ to: '+4930111111', text: expect.stringContaining('Acme: Mail is down.') })
    const { dispatches } = (await we.ann.get(`/api/crises/${we.crisis}/dispatches`)).body
    expect(dispatches.map((each: { channel: string; total: number }) => [each.channel, each.total]).toSorted()).toEqual([
      ['email', 20],
      ['sms', 1],
    ])
    expect((await we.ann.get(`/api/crises/${we.crisis}/deliveries-audit`)).body.right).toBe(true)
  })

  test('whoever left the updates, or is not to be written to, gets no text instead', async () => {
    for (const [key, number] of [
      ['A1', '+4930111111'],
      ['A2', '+4930222222'],
      ['A3', '+4930333333'],
    ] as const)
      await phone(key, number)
    await sql`insert into suppressions (channel, destination, reason, since, scope, unsubscribed_at) values ('email', 'a1@real.example', 'unsubscribed', ${we.system.now()}, 'updates', ${we.system.now()})`.execute(
      we.system.db,
    )
    await we.ann.post('/api/suppressions', { destination: 'a2@real.example' })
    await sql`insert into suppressions (channel, destination, reason, since, scope) values ('email', 'a3@real.example', 'unknown-user', ${we.system.now()}, 'all')`.execute(
      we.system.db,
    )
    const id = await publish()
    await look()
    expect((await rows(id, 'sms')).map(({ key }) => key)).toEqual(['A3'])
  })

  test('a mail that nobody took within the brand’s time is stood in for as well, and not before', async () => {
    await phone('A1', '+4930111111')
    const id = await publish()
    await sql`update deliveries set state = 'deferred', due_at = ${new Date(we.system.now().getTime() + 7_200_000)} where destination = 'a1@real.example'`.execute(
      we.system.db,
    )
    await later(29 * 60)
    await look()
    expect(we.carrier.sent).toEqual([])
    await later(2 * 60)
    await look()
    expect((await rows(id, 'sms')).map(({ key }) => key)).toEqual(['A1'])
  })

  test('where a brand says so, a grave update goes out as a text at once', async () => {
    await phone('A1', '+4930111111')
    expect((await we.ann.put(`/api/brands/${we.company.slug}/channels`, { textSeverity: 4, nextChannelMinutes: 30, inApp: false })).status).toBe(200)
    await publish()
    expect(we.carrier.sent.map(({ to }) => to)).toEqual(['+4930111111'])
  })

  test('where nobody at an account is reached, somebody else there is told, who usually is not', async () => {
    await sql`insert into contacts (account_id, email, receives_updates) select id, 'deputy@other.example', false from accounts where key = 'A1' and not practice`.execute(
      we.system.db,
    )
    await sql`insert into contacts (account_id, email, receives_updates) select id, 'third@other.example', false from accounts where key = 'A1' and not practice`.execute(
      we.system.db,
    )
    bounces.add('a1@real.example')
    const id = await publish()
    await look()
    await look()
    expect((await rows(id, 'email')).filter(({ key }) => key === 'A1').map(({ destination, state }) => [destination, state])).toEqual([
      ['a1@real.example', 'bounced'],
      ['deputy@other.example', 'accepted'],
    ])
  })

  test('a call is the last: for vulnerable and enterprise accounts, the vulnerable first, and nobody else', async () => {
    for (const key of ['a1', 'a10', 'a20']) bounces.add(`${key}@real.example`)
    await phone('A20', '+4930202020')
    we.carrier.faults([{ kind: 'refusal', code: 21614 }])
    await publish()
    await look()
    await look()
    const list = await calls()
    expect(list.items.map(({ account }: { account: { key: string } }) => account.key)).toEqual(['A20', 'A10'])
    expect(list).toMatchObject({ toCall: 2, reached: 0 })
    expect(list.items[0]).toMatchObject({
      state: 'to-call',
      why: expect.stringContaining('550'),
      people: [{ phone: '+4930202020' }],
      account: { vulnerability: 'regulated' },
    })
    expect((await we.bo.get(`/api/crises/${we.crisis}/unreached`)).body).toMatchObject({ count: 1, items: [{ key: 'A1', why: 'failed' }] })
    // The number that gets no texts is remembered.
    expect((await we.ann.get('/api/suppressions?search=4930202020')).body.items).toMatchObject([
      { channel: 'sms', destination: '+4930202020', reason: 'landline' },
    ])
  })

  test('nobody calls what somebody else is calling; each try is noted; the third that nobody answers is the last', async () => {
    bounces.add('a10@real.example')
    await publish()
    await look()
    const [{ id }] = (await calls()).items
    const path = `/api/crises/${we.crisis}/calls/${id}`
    expect((await we.bo.post(`${path}/start`)).status).toBe(200)
    expect((await we.ann.post(`${path}/start`)).status).toBe(409)
    expect((await we.ann.post(`${path}/outcome`, { outcome: 'reached' })).status).toBe(409)
    expect((await calls()).items[0].caller).toMatchObject({ name: 'Bo' })
    for (let nth = 0; nth < 3; nth += 1) {
      expect((await we.bo.post(`${path}/outcome`, { outcome: 'no-answer', note: 'rang out' })).status).toBe(200)
      await later(16 * 60)
      await look()
    }
    expect((await calls()).items).toEqual([])
    expect((await calls('?all=1')).items[0]).toMatchObject({ state: 'not-reached', tries: [{ note: 'rang out', by: { name: 'Bo' } }, {}, {}] })
    expect((await we.bo.post(`${path}/outcome`, { outcome: 'reached' })).status).toBe(409)
  })

  test('whoever is reached by a call is told, and the sums say so', async () => {
    bounces.add('a10@real.example')
    const id = await publish()
    await look()
    const [call] = (await calls()).items
    await we.bo.post(`/api/crises/${we.crisis}/calls/${call.id}/outcome`, { outcome: 'reached', note: 'spoke to the night desk' })
    await we.system.runJobs()
    expect((await we.ann.get(`/api/crises/${we.crisis}/unreached`)).body.count).toBe(0)
    const { dispatches } = (await we.ann.get(`/api/crises/${we.crisis}/dispatches`)).body
    expect(dispatches.find((each: { channel: string }) => each.channel === 'call')).toMatchObject({ state: 'finished', counts: { delivered: 1 } })
    const { rows: facts } =
      await sql`select data->>'channel' as channel from events where stream = ${`dispatch/${id}`} and type = 'DeliveriesFinished' order by position`.execute(
        we.system.db,
      )
    expect(facts).toContainEqual({ channel: 'call' })
  })

  test('a newer update looks for everybody anew, and ends the calls of the one before', async () => {
    bounces.add('a10@real.example')
    const first = await publish()
    await look()
    await publish({ phase: 'identified' })
    await look()
    expect((await rows(first, 'call'))[0]?.state).toBe('cancelled')
    expect((await calls()).items).toHaveLength(1)
  })

  test('a stopped update plans no call and no text', async () => {
    await phone('A10', '+4930101010')
    bounces.add('a10@real.example')
    const id = await publish()
    await we.ann.post(`/api/crises/${we.crisis}/dispatches/${id}/stop`)
    await look()
    expect(await rows(id, 'sms')).toEqual([])
    expect(await rows(id, 'call')).toEqual([])
  })

  test('an exercise sends no text to anybody, and its calls are of practice accounts alone', async () => {
    await smallCompany(we.system, 10, true)
    await sql`update contacts set phone = '+4930999999' where practice`.execute(we.system.db)
    const { body } = await we.ann.post('/api/crises', {
      title: 'Drill',
      kind: 'service-outage',
      practice: true,
      brand: 'acme-practice',
      scope: [{ serviceId: (await sql<{ id: string }>`select id from services where key = 'mail-practice'`.execute(we.system.db)).rows[0]?.id }],
    })
    we.crisis = body.id
    await assessImpact(we.system.deps, we.crisis, { cause: 'by-hand', by: we.ann.id })
    await sql`update contacts set email = 'noreply@real.example' where practice and email like 'a10@%'`.execute(we.system.db)
    await publish()
    await look()
    await look()
    expect(we.carrier.sent).toEqual([])
    const { dispatches } = (await we.ann.get(`/api/crises/${we.crisis}/dispatches`)).body
    expect(dispatches.find((each: { channel: string }) => each.channel === 'sms')).toMatchObject({ counts: { accepted: 1 } })
  })

  test('where nobody carries texts, none are planned, and the call comes at once', async () => {
    await phone('A10', '+4930101010')
    bounces.add('a10@real.example')
    const id = await publish()
    const { textUrl: _, ...config } = we.system.deps.config
    await standIn({ ...we.system.deps, config })
    expect(await rows(id, 'sms')).toEqual([])
    expect((await calls()).items).toHaveLength(1)
  })

  test('a receipt says that a text arrived; one that names nobody, or is not signed, moves nothing', async () => {
    await phone('A1', '+4930111111')
    bounces.add('a1@real.example')
    const id = await publish()
    await look()
    const target = `http://console.test/api/inbound/texts/${encodeURIComponent(we.provider)}`
    const {
      rows: [row],
    } = await sql<{ id: number }>`select id from deliveries where channel = 'sms'`.execute(we.system.db)
    const tell = async (url: string, form: Record<string, string>, token = keys.twilio.authToken) => {
      const { createHmac } = await import('node:crypto')
      const text = Object.entries(form)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, value]) => name + value)
        .join('')
      const signature = createHmac('sha1', token)
        .update(url + text)
        .digest('base64')
      return (
        await we.system.web.console.inject({
          method: 'POST',
          url: url.replace('http://console.test', ''),
          payload: new URLSearchParams(form).toString(),
          headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature },
        })
      ).statusCode
    }
    const said = { MessageSid: 'SM1', SmsSid: 'SM1', MessageStatus: 'delivered', To: '+4930111111', From: '+15550100', AccountSid: keys.twilio.accountSid }
    expect(await tell(`${target}?d=${row?.id}`, said, 'somebody else')).toBe(403)
    expect((await rows(id, 'sms'))[0]?.state).toBe('accepted')
    expect(await tell(`${target}?d=999999999`, { ...said, MessageSid: 'SM2', SmsSid: 'SM2' })).toBe(204)
    expect(await tell(`${target}?d=${row?.id}`, said)).toBe(204)
    expect(await tell(`${target}?d=${row?.id}`, said)).toBe(204)
    expect((await rows(id, 'sms'))[0]?.state).toBe('delivered')
    const text = { MessageSid: 'SM9', SmsSid: 'SM9', From: '+4930111111', To: '+15550100', AccountSid: keys.twilio.accountSid, NumMedia: '0' }
    expect(await tell(target, { ...text, Body: ' Stop. ' })).toBe(204)
    expect((await we.ann.get('/api/suppressions')).body.items).toMatchObject([{ channel: 'sms', destination: '+4930111111', reason: 'stopped' }])
    await publish({ phase: 'identified' })
    await look()
    expect(we.carrier.sent).toHaveLength(1)
    // STOP is kept beside what a person decided, and START takes back nothing else.
    await we.ann.post('/api/suppressions', { destination: '+4930111111', detail: 'asked by phone' })
    expect(await tell(target, { ...text, MessageSid: 'SM12', SmsSid: 'SM12', Body: 'START' })).toBe(204)
    expect((await we.ann.get('/api/suppressions')).body.items).toMatchObject([{ reason: 'by-hand' }])
    await we.ann.post('/api/suppressions/removal', { destination: '+4930111111', why: 'they called' })
    expect(await tell(target, { ...text, MessageSid: 'SM13', SmsSid: 'SM13', Body: 'stop' })).toBe(204)
    expect(await tell(target, { ...text, MessageSid: 'SM10', SmsSid: 'SM10', Body: 'START' })).toBe(204)
    expect((await we.ann.get('/api/suppressions')).body.items).toEqual([])
    expect(await tell(target, { ...text, MessageSid: 'SM11', SmsSid: 'SM11', Body: 'When does it work again?' })).toBe(204)
    expect((await we.ann.get('/api/inbound/mails?route=reply')).body.items[0]).toMatchObject({
      source: `text/${we.provider}`,
      subject: 'When does it work again?',
    })
    expect(await tell(`http://console.test/api/inbound/texts/nobody`, said)).toBe(404)
  })

  test('a provider that takes a text and drops the line is asked what became of it; nothing is sent twice', async () => {
    await phone('A1', '+4930111111')
    bounces.add('a1@real.example')
    we.carrier.faults([{ kind: 'accept-then-drop' }])
    const id = await publish()
    await look()
    expect((await rows(id, 'sms'))[0]?.state).toBe('unknown')
    await later(70)
    await we.system.deliver()
    expect((await rows(id, 'sms'))[0]?.state).toBe('accepted')
    expect(we.carrier.sent).toHaveLength(1)
  })
})

// What Leeward may do by itself, and what the law wants done: real calls to a receiver on this machine, and clocks that only evidence closes.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>
type Received = { headers: Record<string, string>; body: string }

describe('Actions', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Person
  let cy: Person
  let receiver: Server
  let answer = 200
  const received: Received[] = []
  const secrets: Record<string, string> = {}
  const declare = async (more: object = {}) =>
    (
      await ann.post('/api/crises', {
        title: 'Mail is down',
        kind: 'service-outage',
        scope: [{ serviceId: company.mail }],
        answers: { customersHurt: 'many', canWork: 'no' },
        ...more,
      })
    ).body.id as string
  const runs = async (crisis: string) => (await ann.get(`/api/crises/${crisis}/actions`)).body.runs
  const install = async (key: string, url: string) => {
    const { body, status } = await ann.put(`/api/actions/${key}`, { name: key, about: 'For tests', url })
    expect(status, JSON.stringify(body)).toBe(200)
    secrets[key] = body.secret
  }
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'administrator')
    cy = await system.person('Cy', 'observer')
    receiver = createServer((request, response) => {
      let body = ''
      request.on('data', (chunk) => (body += chunk))
      request.on('end', () => {
        received.push({ headers: request.headers as Record<string, string>, body })
        if (answer === 0) return void request.socket.destroy()
        response.writeHead(answer).end(answer === 200 ? 'rolled back' : 'no')
      })
    })
    await new Promise<void>((listening) => receiver.listen(0, '127.0.0.1', listening))
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`
    await install('roll-back', url)
    await install('pause-releases', url)
  })
  afterAll(async () => {
    receiver.close()
    await system.close()
  })

  test('one runs by itself where the playbook allows it, signed, and its end is on the timeline', async () => {
    const crisis = await declare()
    expect(await runs(crisis)).toMatchObject([{ action: 'pause-releases', automatic: true, state: 'asked', by: { name: 'Leeward' } }])
    await system.runActions()
    expect(await runs(crisis)).toMatchObject([{ state: 'succeeded', answer: '200 rolled back' }])
    const [call] = received.splice(0) as [Received]
    // Verified as any receiver would; the signature is of the real time, which the test does not move.
    const said = new Webhook(secrets['pause-releases'] as string).verify(call.body, call.headers) as { type: string; data: object }
    expect(said).toMatchObject({
      type: 'action.pause-releases',
      data: { action: 'pause-releases', run: 1, automatic: true, crisis: { number: 'C-2030-001', severity: 1 } },
    })
    const told = (await ann.get(`/api/crises/${crisis}/timeline`)).body.items.map((each: { sentence: string }) => each.sentence)
    expect(told).toEqual(expect.arrayContaining(['Started by itself, as the playbook allows: pause-releases.', 'pause-releases: done, the receiver says.']))
  })

  test('one runs by button, once at a time, and only by whoever may act', async () => {
    const crisis = await declare()
    const run = (who: Person, action = 'roll-back') => who.post(`/api/crises/${crisis}/actions/${action}/runs`)
    expect((await run(cy)).status).toBe(403)
    expect((await run(ann, 'reboot-moon')).status).toBe(409)
    const both = await Promise.all([run(ann), run(ann)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    await system.runActions()
    expect((await runs(crisis)).filter((each: { action: string }) => each.action === 'roll-back')).toMatchObject([{ state: 'succeeded', by: { name: 'Ann' } }])
    expect(received.splice(0)).toHaveLength(2)
  })

  test('a receiver that is busy is asked again with the same id, later and not for ever', async () => {
    const crisis = await declare({ answers: { customersHurt: 'one', canWork: 'yes' } })
    answer = 503
    await ann.post(`/api/crises/${crisis}/actions/roll-back/runs`)
    for (const time of ['09:00', '09:01', '09:03', '09:06', '09:20', '09:40']) {
      await system.at(time)
      await system.runActions()
    }
    const ids = received.splice(0).map((call) => call.headers['webhook-id'])
    expect(ids).toHaveLength(5)
    expect(new Set(ids).size).toBe(1)
    expect(await runs(crisis)).toMatchObject([{ state: 'failed', attempts: 5 }])
    answer = 200
  })

  test('where no answer is heard the outcome is unknown, the commander is paged, and nothing is repeated', async () => {
    const crisis = await declare({ answers: { customersHurt: 'one', canWork: 'yes' } })
    answer = 0
    await ann.post(`/api/crises/${crisis}/actions/roll-back/runs`)
    await system.runActions()
    await system.at('10:40')
    await system.runActions()
    answer = 200
    expect(received.splice(0)).toHaveLength(1)
    expect(await runs(crisis)).toMatchObject([{ state: 'unknown' }])
    await system.sendPages()
    expect(system.pages.live.sent.some((mail) => mail.text.includes('no answer was heard'))).toBe(true)
  })

  test('a process killed while calling leaves an unknown outcome, never a second call', async () => {
    const crisis = await declare({ answers: { customersHurt: 'one', canWork: 'yes' } })
    await ann.post(`/api/crises/${crisis}/actions/roll-back/runs`)
    await sql`update action_runs set state = 'calling', leased_until = ${system.now()}::timestamptz + interval '60 seconds' where crisis_id = ${crisis}`.execute(
      system.db,
    )
    await system.runActions()
    expect(await runs(crisis)).toMatchObject([{ state: 'calling' }])
    await system.at('10:50')
    await system.runActions()
    expect(await runs(crisis)).toMatchObject([{ state: 'unknown' }])
    expect(received.splice(0)).toEqual([])
  })

  test('one that is switched off is not called any more, and says so', async () => {
    const crisis = await declare({ answers: { customersHurt: 'one', canWork: 'yes' } })
    const { url } = (await ann.get('/api/actions')).body.find((each: { key: string }) => each.key === 'roll-back')
    const put = (enabled: boolean) => ann.put('/api/actions/roll-back', { name: 'roll-back', about: 'For tests', url, enabled })
    answer = 503
    await ann.post(`/api/crises/${crisis}/actions/roll-back/runs`)
    await system.runActions()
    answer = 200
    await put(false)
    await system.at('11:00')
    await system.runActions()
    await put(true)
    expect(received.splice(0)).toHaveLength(1)
    expect(await runs(crisis)).toMatchObject([{ state: 'failed', answer: 'this action was switched off before it was called' }])
  })

  test('one that waits for a busy receiver is not called once its crisis is closed', async () => {
    const crisis = await declare({ answers: { customersHurt: 'one', canWork: 'yes' } })
    answer = 503
    await ann.post(`/api/crises/${crisis}/actions/roll-back/runs`)
    await system.runActions()
    answer = 200
    await sql`update crises set status = 'closed', closed_at = ${system.now()} where id = ${crisis}`.execute(system.db)
    await system.at('11:30')
    await system.runActions()
    expect(received.splice(0)).toHaveLength(1)
    expect(await runs(crisis)).toMatchObject([{ state: 'failed', answer: 'the crisis was closed before it was called' }])
  })

  test('one end that cannot be told does not hold up the others', async () => {
    const [broken, fine] = [
      await declare({ answers: { customersHurt: 'one', canWork: 'yes' } }),
      await declare({ answers: { customersHurt: 'one', canWork: 'yes' } }),
    ]
    for (const crisis of [broken, fine]) await ann.post(`/api/crises/${crisis}/actions/roll-back/runs`)
    // A fact that nobody can read: the stream of the first one is broken.
    await sql`update events set data = '{}' where stream = ${`actions/${broken}`} and type = 'ActionAsked'`.execute(system.db)
    await system.runActions()
    const { rows } = await sql`select 1 from action_runs where crisis_id = ${fine} and told`.execute(system.db)
    expect(rows).toHaveLength(1)
    await sql`delete from action_runs where crisis_id = ${broken}`.execute(system.db)
    received.splice(0)
  })

  test('in practice nothing is called', async () => {
    const practice = await smallCompany(system, 2, true)
    const answered = await ann.post('/api/crises', {
      title: 'Drill',
      kind: 'service-outage',
      practice: true,
      brand: practice.slug,
      scope: [{ serviceId: practice.mail }],
      answers: { customersHurt: 'many', canWork: 'no' },
    })
    await system.runActions()
    expect(await runs(answered.body.id)).toMatchObject([{ state: 'rehearsed' }])
    expect(received).toEqual([])
    expect(system.pages.practiceHooks.sent).toHaveLength(1)
  })

  test('an address that may not be called is refused when it is given, or when it is called; a secret is shown once', async () => {
    for (const url of ['ftp://x.example/', 'nonsense', 'https://user:pass@x.example/'])
      expect(await ann.put('/api/actions/bad', { name: 'x', about: 'y', url }), url).toMatchObject({ status: 422 })
    await install('inside', 'https://169.254.169.254/latest')
    const crisis = await declare({ answers: { customersHurt: 'one', canWork: 'yes' } })
    await ann.post(`/api/crises/${crisis}/actions/inside/runs`)
    await system.runActions()
    expect(await runs(crisis)).toMatchObject([{ state: 'failed', answer: expect.stringContaining('may not be called') }])
    expect((await ann.put('/api/actions/inside', { name: 'x', about: 'y', url: 'https://169.254.169.254/latest' })).body).toEqual({ secret: null })
    const { rows } = await sql<{ sealed: Buffer }>`select sealed from secrets where name = 'action/inside'`.execute(system.db)
    expect(rows[0]?.sealed.toString('utf8')).not.toContain('whsec')
  })
})

describe('Clocks of the law', () => {
  let system: TestSystem
  let ann: Person
  let lea: Person
  let crisis: string
  const at = (path = '') => `/api/crises/${crisis}${path}`
  const clocks = async () => (await lea.get(at('/regulatory'))).body.clocks as { key: string; state: string; deadline: string | null; missed: boolean }[]
  const clock = async (key: string) => (await clocks()).find((each) => each.key === key)
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-04T09:00:00Z' })
    const company = await smallCompany(system, 4)
    ann = await system.person('Ann', 'commander')
    lea = await system.person('Lea', 'legal')
    const { body } = await ann.post('/api/crises', {
      title: 'Addresses were read by a stranger',
      kind: 'data-breach',
      scope: [{ serviceId: company.mail }],
      answers: { customersHurt: 'some', canWork: 'yes', dataSafetyOrLaw: true },
    })
    crisis = body.id
    await ann.post(at('/acknowledgement'))
  })
  afterAll(() => system.close())

  test('the playbook asks, and an answer starts the clocks from the moment the law counts from', async () => {
    const { questions } = (await lea.get(at('/regulatory'))).body
    expect(questions.length).toBeGreaterThan(5)
    expect((await ann.get(at())).body.law.unanswered).toBe(questions.length)
    const answered = await lea.post(at('/regulatory/questions/personal-data-eu'), { answer: 'yes', moments: { awareness: '2030-01-04T08:30:00Z' } })
    expect(answered.status).toBe(200)
    expect(await clock('gdpr-33-authority')).toMatchObject({ state: 'running', deadline: '2030-01-07T08:30:00.000Z', missed: false })
    // No number in the law: it runs without a deadline.
    expect(await clock('gdpr-34-people')).toMatchObject({ state: 'running', deadline: null })
  })

  test('the next step is one that whoever asks can take: questions of the law are for those who may answer them', async () => {
    const cy = await system.person('Cy', 'responder')
    const next = async (who: Person) => (await who.get(at())).body.next.action
    const bo = await system.person('Bo', 'communicator')
    // Customers were told, and it is known who is hurt: what comes next is the law.
    const draft = (await ann.post(at('/updates'), { phase: 'investigating', parts: { title: 'Addresses were read' } })).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    await bo.post(`/api/updates/${draft.id}/approvals`)
    await system.runJobs()
    expect([await next(ann), await next(lea)]).toEqual(['answer-law', 'answer-law'])
    expect(await next(cy)).not.toBe('answer-law')
  })

  test('what waits for a decision has no deadline until it is made: four business days, not four days', async () => {
    await lea.post(at('/regulatory/questions/listed'), { answer: 'yes' })
    expect(await clock('sec-8k-105')).toMatchObject({ state: 'waiting', deadline: null })
    // Friday; the fourth business day after it is Thursday, to the end of the day in New York.
    await lea.post(at('/regulatory/sec-8k-105/moment'), { basis: 'materiality-decision', moment: '2030-01-04T09:00:00Z' })
    expect(await clock('sec-8k-105')).toMatchObject({ state: 'running', deadline: '2030-01-11T04:59:59.000Z' })
    expect(await lea.post(at('/regulatory/sec-8k-105/moment'), { basis: 'discovery', moment: '2030-01-04T09:00:00Z' })).toMatchObject({ status: 422 })
  })

  test('what the law does not ask of us is a no, and a yes taken back says why', async () => {
    await lea.post(at('/regulatory/questions/essential-service'), { answer: 'yes' })
    expect(await clock('nis2-early-warning')).toMatchObject({ state: 'running', deadline: '2030-01-05T09:00:00.000Z' })
    expect(await clock('nis2-final-report')).toMatchObject({ state: 'waiting' })
    await lea.post(at('/regulatory/questions/essential-service'), { answer: 'no', reason: 'Counsel: we are out of scope.' })
    expect(await clock('nis2-early-warning')).toMatchObject({ state: 'dismissed' })
  })

  test('only people with the right decide about the law, and a program never', async () => {
    const olga = await system.person('Olga', 'responder')
    expect(await olga.post(at('/regulatory/questions/listed'), { answer: 'no' })).toMatchObject({ status: 403 })
    expect(await lea.post(at('/regulatory/questions/tea'), { answer: 'no' })).toMatchObject({ status: 404 })
    expect(await lea.post(at('/regulatory'), { obligation: 'tea' })).toMatchObject({ status: 422 })
    expect(await lea.post(at('/regulatory'), { obligation: 'gdpr-33-authority' })).toMatchObject({ status: 409 })
  })

  test('the commander is paged a day before a deadline of the law, and it becomes the next thing to do', async () => {
    await system.at('2030-01-06T08:31:00Z')
    await system.sendPages()
    expect(system.pages.live.sent.some((mail) => mail.to === 'ann@house.test' && mail.text.includes('A clock of the law is due soon'))).toBe(true)
    expect((await ann.get(at())).body.law.clocks[0]).toMatchObject({ key: 'gdpr-33-authority' })
  })

  test('evidence closes it: words and a file that stays what it was', async () => {
    const attach = (payload: string, headers: Record<string, string> = {}, query = '?name=receipt.pdf') =>
      system.web.console.inject({
        method: 'POST',
        url: at(`/attachments${query}`),
        payload,
        headers: { cookie: lea.cookie, 'content-type': 'application/octet-stream', ...headers },
      })
    expect((await attach('')).statusCode).toBe(422)
    expect((await attach('x', {}, '?name=../../etc/passwd')).statusCode).toBe(400)
    expect((await attach('x'.repeat(10_100_000))).statusCode).toBe(413)
    const file = (await attach('<script>alert(1)</script>')).json()
    expect(file).toMatchObject({ name: 'receipt.pdf', size: 25 })
    const download = await system.web.console.inject({ url: `/api/attachments/${file.id}`, headers: { cookie: lea.cookie } })
    expect(download.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-disposition': "attachment; filename*=UTF-8''receipt.pdf",
      'x-content-type-options': 'nosniff',
    })
    expect(await lea.post(at('/regulatory/gdpr-33-authority/completion'))).toMatchObject({ status: 422 })
    expect(await lea.post(at('/regulatory/gdpr-33-authority/completion'), { attachments: ['018f0000-0000-7000-8000-000000000000'] })).toMatchObject({
      status: 422,
    })
    expect((await lea.post(at('/regulatory/gdpr-33-authority/completion'), { evidence: 'Notified, reference 7.', attachments: [file.id] })).status).toBe(200)
    expect(await clock('gdpr-33-authority')).toMatchObject({
      state: 'met',
      missed: false,
      note: 'Notified, reference 7.',
      attachments: [{ name: 'receipt.pdf' }],
    })
    expect(await lea.post(at('/regulatory/gdpr-33-authority/completion'), { evidence: 'again' })).toMatchObject({ status: 409 })
  })

  test('the law goes on when the crisis is closed: what is missed then is said, and can still be met', async () => {
    for (const { key } of (await ann.get(at())).body.criteria) await ann.post(at(`/criteria/${key}`), { met: true })
    await ann.post(at('/restoration'))
    await ann.post(at('/closure'), { reason: 'It held in the test.' })
    await system.at('2030-01-11T06:00:00Z')
    expect(await clock('sec-8k-105')).toMatchObject({ state: 'running', missed: true })
    const told = (await ann.get(at('/timeline?limit=5'))).body.items.map((each: { sentence: string }) => each.sentence)
    expect(told).toContainEqual(expect.stringContaining('Missed by law: SEC'))
    await lea.post(at('/regulatory/sec-8k-105/completion'), { evidence: 'Filed late, with the reasons.' })
    expect(await clock('sec-8k-105')).toMatchObject({ state: 'met', missed: true })
  })
})

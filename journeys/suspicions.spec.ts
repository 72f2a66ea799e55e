// From an alert to a crisis: what speaks for trouble is gathered, people decide, and what they decided is remembered.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endEvidence, takeEvidence } from '../server/src/detect/suspicions/take-evidence.store.ts'
import { lookAtAffected } from '../server/src/detect/suspicions/affected.store.ts'
import { forgetAlerts, lookAtAlerts } from '../server/src/detect/suspicions/alerts.store.ts'
import type { SuspicionView } from '../server/src/detect/suspicions/suspicions.contract.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

describe('Suspicions', () => {
  let system: TestSystem
  let company: Awaited<ReturnType<typeof smallCompany>>
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let key: string
  let mail: string
  let shop: string
  beforeAll(async () => {
    system = await testSystem()
    company = await smallCompany(system, 20)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'observer')
    key = await newSource('Prometheus')
    const { rows } = await sql<{ id: string; key: string }>`select id, key from services`.execute(system.db)
    const keyOf = (id: string) => rows.find((row) => row.id === id)?.key as string
    ;[mail, shop] = [keyOf(company.mail), keyOf(company.shop)]
  })
  afterAll(() => system.close())

  const newSource = async (name: string, more: object = {}) =>
    (await ann.post('/api/signal-sources', { name, kind: 'signals', brand: company.slug, ...more })).body.key as string
  const send = async (signal: object, by = key) => {
    const { statusCode } = await system.web.console.inject({
      method: 'POST',
      url: '/api/signals',
      headers: { authorization: `Bearer ${by}` },
      payload: { at: system.now().getTime(), ...signal },
    })
    expect(statusCode).toBe(202)
    while ((await lookAtAlerts(system.deps)) > 0) {
      /* until nothing is new */
    }
  }
  const firing = (name: string, more: object = {}, by = key) => send({ name, title: name, state: 'firing', severity: 'error', ...more }, by)
  const over = (name: string, more: object = {}) => send({ name, title: name, state: 'resolved', ...more })
  const list = async (state = 'now'): Promise<SuspicionView[]> => (await ann.get(`/api/suspicions?state=${state}`)).body
  const only = async (state = 'now') => {
    const all = await list(state)
    expect(all).toHaveLength(1)
    return all[0] as SuspicionView
  }

  test('an alert is one, with what speaks for it', async () => {
    await firing('Checkout fails', { service: shop, region: 'eu', severity: 'critical' })
    const { id, services, evidence, ...found } = await only()
    expect(found).toMatchObject({
      state: 'open',
      title: 'Checkout fails',
      crisisKind: 'service-outage',
      playbook: { key: 'service-outage', title: expect.any(String) },
      severity: 2,
      confidence: 0.8,
      witnesses: 1,
      regions: ['eu'],
      crisis: null,
    })
    expect(services).toEqual([{ id: company.shop, name: 'Shop' }])
    expect(evidence).toEqual([expect.objectContaining({ kind: 'alert', sentence: 'Prometheus says: Checkout fails (Shop, eu).', overAt: null })])
    expect((await ann.get(`/api/suspicions/${id}`)).body.id).toBe(id)
  })
  test('whom it touches follows its evidence: a region less said is a service whole', async () => {
    await sql`insert into exposures (account_id, practice, service_id, region) select id, false, ${company.shop}, case when id % 4 = 0 then 'eu' else 'us' end from accounts`.execute(
      system.db,
    )
    await lookAtAffected(system.deps)
    expect((await only()).affected).toMatchObject({ accounts: 5 })
    await firing('Payments time out', { service: shop, alert: 'p0' })
    await over('Payments time out', { service: shop, alert: 'p0' })
    await lookAtAffected(system.deps)
    expect((await only()).affected).toMatchObject({ accounts: 20, first: expect.arrayContaining([expect.objectContaining({ key: 'A20' })]) })
  })
  test('the same again is no other one; the same service within the hour joins it', async () => {
    await system.at('09:05')
    await firing('Checkout fails', { service: shop, region: 'eu', severity: 'critical' })
    await firing('Payments time out', { service: shop, alert: 'p1' })
    await firing('Payments time out', { service: shop, alert: 'p2' })
    const { evidence, confidence } = await only()
    expect(evidence.map(({ sentence }) => sentence)).toEqual(['Prometheus says: Checkout fails (Shop, eu).', 'Prometheus says: Payments time out (Shop).'])
    expect(confidence).toBe(0.86)
  })
  test('another service is another', async () => {
    await firing('Mail is slow', { service: mail, severity: 'warning' })
    expect((await list()).map(({ title, severity }) => [title, severity])).toEqual([
      ['Checkout fails', 2],
      ['Mail is slow', 4],
    ])
  })
  test('it calms down by itself when the last is over for ten minutes', async () => {
    await over('Mail is slow', { service: mail })
    expect(await list()).toHaveLength(2)
    await system.at('09:16')
    expect((await only()).title).toBe('Checkout fails')
    expect((await only('calm')).title).toBe('Mail is slow')
  })
  test('of several machines that say it, the last ends it', async () => {
    await over('Payments time out', { alert: 'p1' })
    expect((await only()).evidence.filter(({ overAt }) => overAt)).toEqual([])
    await over('Payments time out', { alert: 'p2' })
    expect((await only()).evidence.filter(({ overAt }) => overAt)).toHaveLength(1)
  })
  test('bad answers are refused, and whoever only watches decides nothing', async () => {
    const { id } = await only()
    expect((await ann.post(`/api/suspicions/${id}/snooze`, { until: '2029-01-01T00:00:00Z' })).status).toBe(422)
    expect((await ann.post(`/api/suspicions/${id}/snooze`, { until: '2030-03-01T00:00:00Z' })).status).toBe(422)
    expect((await ann.post(`/api/suspicions/${id}/dismissal`, {})).status).toBe(400)
    expect((await ann.post('/api/suspicions/00000000-0000-7000-8000-000000000000/dismissal', { reason: 'x' })).status).toBe(404)
    expect((await ann.get('/api/suspicions/x')).status).toBe(400)
    for (const [path, body] of [
      ['snooze', { until: '2030-01-01T12:00:00Z' }],
      ['dismissal', { reason: 'x' }],
      ['promotion', { answers: {} }],
    ] as const)
      expect((await bo.post(`/api/suspicions/${id}/${path}`, body)).status).toBe(403)
  })
  test('put off, it comes back at its time, or when it is much surer', async () => {
    const { id } = await only()
    expect((await ann.post(`/api/suspicions/${id}/snooze`, { until: '2030-01-01T10:00:00Z' })).body).toMatchObject({
      state: 'snoozed',
      decidedBy: { name: 'Ann' },
    })
    await system.at('09:59')
    expect((await only()).state).toBe('snoozed')
    await system.at('10:00')
    expect((await only()).state).toBe('open')
  })
  test('in one click it is a crisis with everything filled in, and only one, whoever else clicks', async () => {
    const { id } = await only()
    const answers = await Promise.all([ann.post(`/api/suspicions/${id}/promotion`, {}), ann.post(`/api/suspicions/${id}/promotion`, {})])
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409])
    const crises = (
      await sql<{ id: string; title: string; kind: string; severity: number; onset_at: Date; detected_at: Date }>`select * from crises`.execute(system.db)
    ).rows
    expect(crises).toEqual([
      expect.objectContaining({
        title: 'Checkout fails',
        kind: 'service-outage',
        severity: 2,
        onset_at: new Date('2030-01-01T09:00:00Z'),
        detected_at: new Date('2030-01-01T09:00:00Z'),
      }),
    ])
    const { body } = await ann.get(`/api/crises/${crises[0]?.id}/impact/definition`)
    expect(body.scope).toMatchObject([{ serviceId: company.shop, degree: 'down' }])
    expect(await only('promoted')).toMatchObject({ crisis: { id: crises[0]?.id, number: 'C-2030-001' } })
  })
  test('what goes on is told there, and raises nothing else', async () => {
    await firing('Basket is empty', { service: shop })
    expect(await list()).toEqual([])
    expect((await only('promoted')).evidence.map(({ sentence }) => sentence)).toContain('Prometheus says: Basket is empty (Shop).')
  })
  test('dismissed as no trouble, the same raises nothing for a month, unless it is larger', async () => {
    await firing('Disk fills', { service: mail })
    const { id } = await only()
    expect((await ann.post(`/api/suspicions/${id}/dismissal`, { reason: 'It does so every night.' })).body).toMatchObject({
      state: 'dismissed',
      reason: 'It does so every night.',
    })
    expect((await ann.post(`/api/suspicions/${id}/dismissal`, { reason: 'x' })).status).toBe(409)
    await over('Disk fills', { service: mail })
    await system.at('2030-01-02T09:00:00Z')
    await firing('Disk fills', { service: mail })
    expect(await list()).toEqual([])
    await firing('Disk fills', { service: mail, alert: 'another machine' })
    expect((await only()).title).toBe('Disk fills')
    await over('Disk fills', { service: mail })
    await over('Disk fills', { alert: 'another machine' })
    await system.at('2030-01-02T09:11:00Z')
  })
  test('dismissed as no trouble, the same again is heard when it is clearly graver', async () => {
    const { rows } = await sql<{ brandId: string }>`select brand_id as "brandId" from services where key = ${mail}`.execute(system.db)
    const says = (weight: number) =>
      takeEvidence(
        system.deps,
        { brandId: rows[0]?.brandId as string, practice: false },
        {
          ...{ kind: 'supplier', key: 'check/cloud', weight, size: 1, sentence: 'It says so.', title: 'Cloud reports trouble', topic: 'Cloud' },
          ...{ service: null, region: null, at: system.now() },
        },
      )
    await says(0.35)
    await ann.post(`/api/suspicions/${(await only()).id}/dismissal`, { reason: 'A hiccup.' })
    await says(0.45)
    expect(await list()).toEqual([])
    await says(0.6)
    await ann.post(`/api/suspicions/${(await only()).id}/dismissal`, { reason: 'We have another.' })
    await says(0.6)
    expect(await list()).toEqual([])
    await says(0.8)
    await ann.post(`/api/suspicions/${(await only()).id}/dismissal`, { reason: 'We have another.', noise: false })
  })
  test('what was no trouble in an exercise is trouble all the same', async () => {
    const { rows } = await sql<{ brandId: string; id: string }>`select brand_id as "brandId", id from services where key = ${mail}`.execute(system.db)
    const [{ brandId, id: service }] = rows as [{ brandId: string; id: string }]
    const piece = {
      kind: 'usage' as const,
      key: `together/${service}`,
      weight: 0.5,
      size: 20,
      sentence: 'Many use less.',
      title: 'Mail: many customers use less',
    }
    const told = (practice: boolean) => takeEvidence(system.deps, { brandId, practice }, { ...piece, topic: 'Mail', service, region: null, at: system.now() })
    await told(true)
    const { id } = await only()
    expect((await ann.post(`/api/suspicions/${id}/dismissal`, { reason: 'It was an exercise.' })).status).toBe(200)
    await told(true)
    expect(await list()).toEqual([])
    await told(false)
    const real = await only()
    expect(real).toMatchObject({ practice: false, title: 'Mail: many customers use less' })
    await ann.post(`/api/suspicions/${real.id}/dismissal`, { reason: 'They have a holiday.', noise: false })
    await told(false)
    const again = await only()
    await ann.post(`/api/suspicions/${again.id}/dismissal`, { reason: 'They have a holiday.', noise: false })
  })
  test('signs too weak to bother anybody are a suspicion together', async () => {
    for (const name of ['Queue grows', 'Cache misses', 'Retries']) {
      await firing(name, { service: mail, severity: 'info' })
      expect(await list()).toEqual([])
    }
    const other = await newSource('Sales')
    await firing('Fewer logins', { service: mail, severity: 'warning' }, other)
    expect((await only()).evidence).toHaveLength(4)
  })
  test('where the playbook allows it, what is nearly certain by two who know nothing of each other is a crisis without a person', async () => {
    const { body: before } = await ann.get('/api/playbooks/service-outage')
    const edited = (before.yaml as string).replace('kinds: [service-outage]', 'kinds: [service-outage]\ndetection: { declaresByItself: true }')
    const saved = await ann.put('/api/playbooks/service-outage', { yaml: edited, revision: before.revision ?? 0, note: 'may declare by itself' })
    expect(saved.status, JSON.stringify(saved.body)).toBe(200)
    await firing('Uploads fail', { service: mail, severity: 'critical' })
    expect((await list()).some(({ title }) => title === 'Uploads fail')).toBe(true)
    const { rows } = await sql<{ brandId: string }>`select brand_id as "brandId" from services where key = ${mail}`.execute(system.db)
    await takeEvidence(
      system.deps,
      { brandId: rows[0]?.brandId as string, practice: false },
      {
        ...{
          kind: 'payments',
          key: 'series/1',
          weight: 0.7,
          size: 9,
          sentence: 'Refunds: 90 against 3 ± 2 expected.',
          title: 'Refunds',
          topic: 'Refunds',
          service: company.mail,
          region: null,
        },
        at: system.now(),
      },
    )
    const [crisis] = (await sql<{ title: string; commander: string }>`select title, commander from crises order by declared_at desc limit 1`.execute(system.db))
      .rows
    expect(crisis).toEqual({ title: 'Uploads fail', commander: ann.id })
    expect((await list('promoted')).find(({ title }) => title === 'Uploads fail')).toMatchObject({ decidedBy: { name: 'Leeward' } })
  })
  test('an exercise stays one', async () => {
    const drill = await newSource('Drill', { practice: true })
    await firing('Made up', { service: shop, severity: 'critical' }, drill)
    const found = (await list()).find(({ practice }) => practice) as SuspicionView
    const { body } = await ann.post(`/api/suspicions/${found.id}/promotion`, {})
    expect(body.number).toMatch(/^D-/)
  })
  test('what comes back after days is not over at once, because it was said first long ago', async () => {
    const { rows } = await sql<{ brandId: string }>`select brand_id as "brandId" from services where key = ${mail}`.execute(system.db)
    const about = { brandId: rows[0]?.brandId as string, practice: false }
    const piece = (key: string, weight: number) => ({
      ...{
        kind: 'anomaly' as const,
        key,
        weight,
        size: 9,
        sentence: 'Slow.',
        title: 'Slow',
        topic: 'slow tapes',
        service: null,
        region: null,
        at: system.now(),
      },
    })
    const begin = system.now().getTime()
    await takeEvidence(system.deps, about, { ...piece('check/tapes', 0.8), topic: 'tapes' })
    await takeEvidence(system.deps, about, piece('series/4711', 0.8))
    await endEvidence(system.deps, about, 'anomaly', 'series/4711')
    await system.at(new Date(begin + 30 * 3_600_000).toISOString())
    await takeEvidence(system.deps, about, piece('series/4711', 0.8))
    await forgetAlerts(system.deps)
    const own = async () => (await list()).flatMap(({ evidence }) => evidence).filter(({ key: of }) => of === 'series/4711')
    expect(await own()).toMatchObject([{ at: new Date(begin).toISOString(), overAt: null }])
    await system.at(new Date(begin + 55 * 3_600_000).toISOString())
    await forgetAlerts(system.deps)
    expect(await own()).toMatchObject([{ overAt: expect.any(String) }])
    await endEvidence(system.deps, about, 'anomaly', 'check/tapes')
    await system.at(new Date(begin + 56 * 3_600_000).toISOString())
  })
  test('an alert that goes on stays, as long as it is said again, also for weeks', async () => {
    const { key: manager } = (await ann.post('/api/signal-sources', { name: 'Alertmanager', kind: 'alertmanager', brand: company.slug })).body
    const startsAt = system.now().toISOString()
    const say = async () => {
      const { statusCode } = await system.web.console.inject({
        method: 'POST',
        url: `/api/signals/hooks/${manager}`,
        payload: { alerts: [{ status: 'firing', labels: { alertname: 'Tape is full', severity: 'error' }, startsAt, fingerprint: 'f1' }] },
      })
      expect(statusCode).toBe(202)
      while ((await lookAtAlerts(system.deps)) > 0) {
        /* until nothing is new */
      }
    }
    const goesOn = async () => (await list()).filter(({ title }) => title === 'Tape is full').flatMap(({ evidence }) => evidence.map(({ overAt }) => overAt))
    await say()
    const first = system.now().getTime()
    for (let hour = 4; hour <= 72; hour += 4) {
      await system.at(new Date(first + hour * 3_600_000).toISOString())
      await say()
      await forgetAlerts(system.deps)
      expect(await goesOn()).toEqual([null])
    }
    await system.at(new Date(first + 15 * 86_400_000).toISOString())
    await say()
    expect(await goesOn()).toEqual([null])
  })
  test('an alert that is never said to be over is over after a day', async () => {
    const last = system.now().getTime()
    await system.at(new Date(last + 25 * 3_600_000).toISOString())
    await forgetAlerts(system.deps)
    await system.at(new Date(last + 25 * 3_600_000 + 11 * 60_000).toISOString())
    expect(await list()).toEqual([])
  })
})

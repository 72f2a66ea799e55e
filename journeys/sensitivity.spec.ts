// How easily something is raised, chosen for the company, a service, a series, or watched closely for a while: taken in while it runs, and the same after a restart.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { watchClosely } from '../server/src/detect/sensitivity/sensitivity.store.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T00:00:00Z')
const names = ['a', 'b', 'c'] as const

describe('Sensitivity', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let bo: typeof ann
  let company: Awaited<ReturnType<typeof smallCompany>>
  let folder: ReturnType<typeof createFolder>
  let watch: Watch
  let key = ''
  const ids = new Map<string, number>()
  beforeAll(async () => {
    system = await testSystem({ at: new Date(begin + 400 * minuteMs).toISOString() })
    company = await smallCompany(system, 3)
    await smallCompany(system, 3, true)
    ann = await system.person('Ann', 'administrator')
    bo = await system.person('Bo', 'responder')
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
  })
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const noise = (n: number) => ((Math.sin(n * 12.9898) * 43_758.5453) % 1) + 1
  /** A small count: 0 to 2. */
  const usual = (minute: number) => Math.round(noise(minute))
  const said = (name: string, minute: number, value: number) => [
    ...Array.from({ length: 5 }, () => ({
      name,
      value: 0,
      measure: 'count',
      at: begin + minute * minuteMs,
      service: name === 'c' ? 'mail-real' : 'shop-real',
    })),
    { name, value, measure: 'count', at: begin + minute * minuteMs, service: name === 'c' ? 'mail-real' : 'shop-real' },
  ]
  const send = async (signals: object[]) => {
    for (let from = 0; from < signals.length; from += 2_000) {
      const answer = await system.web.console.inject({
        ...{ method: 'POST', url: '/api/signals', headers: { authorization: `Bearer ${key}` }, payload: signals.slice(from, from + 2_000) },
      })
      expect(answer.statusCode).toBe(202)
    }
  }
  const until = async (minute: number) => {
    await system.at(new Date(begin + minute * minuteMs + 4_000).toISOString())
    await folder.look()
    await watch.look()
  }
  const list = async () =>
    (await bo.get('/api/series')).body.items as { id: number; name: string; open: boolean; sensitivity: string; ownSensitivity: string | null }[]
  const judged = async () => Object.fromEntries((await list()).map(({ name, sensitivity }) => [name, sensitivity]))

  test('what makes no sense is refused, and only who sets things up chooses', async () => {
    expect((await ann.put('/api/sensitivity', { sensitivity: 'extreme' })).status).toBe(400)
    expect((await ann.put('/api/sensitivity', { sensitivity: null })).status).toBe(400)
    expect((await bo.put('/api/sensitivity', { sensitivity: 'low' })).status).toBe(403)
    expect((await ann.put('/api/series/999/sensitivity', { sensitivity: 'low' })).status).toBe(404)
    expect((await ann.put('/api/services/00000000-0000-4000-8000-000000000000/sensitivity', { sensitivity: 'low' })).status).toBe(404)
    const closely = (more: object) => bo.post('/api/close-watches', { services: [company.shop], until: '2030-01-08T00:00:00Z', reason: 'x', ...more })
    for (const [more, status] of [
      [{ until: '2030-01-01T00:00:00Z' }, 422],
      [{ until: '2031-01-01T00:00:00Z' }, 422],
      [{ services: [] }, 400],
      [{ services: ['00000000-0000-4000-8000-000000000000', company.shop] }, 422],
      [{ crisis: '00000000-0000-4000-8000-000000000000' }, 422],
      [{ reason: '' }, 400],
    ] as const)
      expect([more, (await closely(more)).status]).toEqual([more, status])
    // Nothing of a list that is refused is watched.
    expect((await bo.get('/api/sensitivity')).body).toMatchObject({ company: 'medium', series: [], closely: [] })
  })

  test('of the company, of a service, of a series: the closest counts', async () => {
    await send(Array.from({ length: 400 }, (_, minute) => names.flatMap((name) => said(name, minute, usual(minute)))).flat())
    await until(400)
    for (const { id, name } of await list()) ids.set(name, id)
    expect(await judged()).toEqual({ a: 'medium', b: 'medium', c: 'medium' })
    await ann.put('/api/sensitivity', { sensitivity: 'low' })
    await ann.put(`/api/services/${company.mail}/sensitivity`, { sensitivity: 'medium' })
    const { status, body } = await ann.put(`/api/series/${ids.get('a')}/sensitivity`, { sensitivity: 'high' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ company: 'low', series: [{ name: 'a', service: 'Shop', sensitivity: 'high' }], closely: [] })
    expect(body.services.find(({ id }: { id: string }) => id === company.mail).sensitivity).toBe('medium')
    expect(await judged()).toEqual({ a: 'high', b: 'low', c: 'medium' })
  })

  test('the running watcher takes it in with all that it remembers: the same rise is raised of one, and not of the other', async () => {
    for (let minute = 400; minute < 412; minute += 1) {
      await send(['a', 'b'].flatMap((name) => said(name, minute, minute === 409 ? 9 : usual(minute))))
      await until(minute + 1)
    }
    expect(watch.size()).toBe(3)
    expect((await list()).map(({ name, open }) => [name, open]).slice(0, 2)).toEqual([
      ['a', true],
      ['b', false],
    ])
    // The board marks where it began with the same measure.
    const marks = async (name: string) =>
      (
        await bo.get(
          `/api/series/${ids.get(name)}/minutes?from=${new Date(begin + 400 * minuteMs).toISOString()}&to=${new Date(begin + 412 * minuteMs).toISOString()}`,
        )
      ).body.points.filter(({ raised }: { raised: boolean }) => raised).length
    expect([await marks('a'), await marks('b')]).toEqual([1, 0])
  })

  test('after a restart the same goes on, whatever was chosen meanwhile', async () => {
    const stored = async () => {
      const { rows } = await sql<{ id: number; state: Buffer }>`select series_id as id, state from detector_states order by 1`.execute(system.db)
      return rows.map(({ id, state }) => [id, state.toString('base64')])
    }
    for (let minute = 412; minute < 430; minute += 1) await send(names.flatMap((name) => said(name, minute, usual(minute))))
    await until(418)
    // A whole process that saw every minute once, beside one that is stopped in the middle and looks at some again.
    await ann.put(`/api/series/${ids.get('a')}/sensitivity`, { sensitivity: 'low' })
    await until(419)
    const { rows: before } = await sql<{ id: number; step: number; through: Date; state: Buffer }>`
      select series_id as id, step_minutes as step, through, state from detector_states`.execute(system.db)
    await until(430)
    const whole = await stored()
    watch.stop()
    for (const { id, step, through, state } of before)
      await sql`update detector_states set step_minutes = ${step}, through = ${through}, state = ${state} where series_id = ${id}`.execute(system.db)
    await sql`update signal_fold set watched_through = ${new Date(begin + 419 * minuteMs)}`.execute(system.db)
    watch = createWatch(system.deps)
    // The place is free when the connection of the one before is gone.
    await expect.poll(() => watch.look()).toBe(10)
    expect((await stored()).map(String)).toEqual(whole.map(String))
  })

  test('what is watched closely is judged highly sensitively until its time, or until somebody ends it', async () => {
    const { status, body } = await bo.post('/api/close-watches', {
      services: [company.shop],
      until: new Date(begin + 500 * minuteMs).toISOString(),
      reason: 'After the outage of this morning',
    })
    expect(status).toBe(201)
    expect(body.closely).toMatchObject([{ service: { name: 'Shop' }, reason: 'After the outage of this morning', by: { name: 'Bo' }, crisis: null }])
    expect(await judged()).toEqual({ a: 'high', b: 'high', c: 'medium' })
    await until(500)
    expect(await judged()).toEqual({ a: 'low', b: 'low', c: 'medium' })
    const again = (
      await bo.post('/api/close-watches', { services: [company.shop, company.shop], until: new Date(begin + 600 * minuteMs).toISOString(), reason: 'Again' })
    ).body.closely
    expect(again).toHaveLength(1)
    await until(501)
    expect((await bo.post(`/api/close-watches/${again[0].id}/end`, {})).body.closely).toEqual([])
    expect((await bo.post(`/api/close-watches/${again[0].id}/end`, {})).status).toBe(404)
    expect((await judged()).b).toBe('low')
  })

  test('a restored crisis may begin it in its own transaction; an exercise never touches how real series are judged', async () => {
    const declare = (practice: boolean) =>
      ann.post('/api/crises', {
        ...{
          title: 'Shop is down',
          kind: 'service-outage',
          practice,
          brand: practice ? 'acme-practice' : company.slug,
          scope: [],
          severity: 3,
          severityReason: 'x',
        },
      })
    const [crisis, drill] = [(await declare(false)).body.id, (await declare(true)).body.id]
    const of = { services: [company.shop], until: new Date(begin + 700 * minuteMs), reason: 'After the crisis' }
    await system.db.transaction().execute((tx) => watchClosely(tx, { ...of, crisis, practice: false }, 'leeward', system.now()))
    expect((await bo.get('/api/sensitivity')).body.closely).toMatchObject([{ by: { name: 'Leeward' }, crisis: { id: crisis } }])
    expect((await bo.post('/api/close-watches', { ...of, crisis: drill })).status).toBe(422)
    const { body } = await bo.post('/api/close-watches', { ...of, crisis: drill, practice: true })
    for (const { id, practice } of body.closely) if (!practice) await bo.post(`/api/close-watches/${id}/end`, {})
    expect((await judged()).b).toBe('low')
    await expect(
      sql`insert into close_watches (id, service_id, practice, from_at, until_at, crisis_id, reason, by) values (gen_random_uuid(), ${company.shop}, false, now(), now(), ${drill}, 'x', 'x')`.execute(
        system.db,
      ),
    ).rejects.toThrow('close_watches_crisis_id_practice_fkey')
  })
})

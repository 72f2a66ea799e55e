// Watching goes on, whatever happens: Leeward was away, a number is monstrous, telling fails for a moment, values come late, a source is taken away.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missHeartbeats, tellChecks } from '../server/src/detect/checks/checks.store.ts'
import { createFolder } from '../server/src/detect/series/folder.store.ts'
import { createLateOnes } from '../server/src/detect/series/lateness.store.ts'
import type { SeriesView } from '../server/src/detect/series/series.contract.ts'
import { createWatch, type Watch } from '../server/src/detect/series/watch.store.ts'
import { createWatcher } from '../server/src/detect/series/watcher.ts'
import { lookAtAlerts } from '../server/src/detect/suspicions/alerts.store.ts'
import type { SuspicionView } from '../server/src/detect/suspicions/suspicions.contract.ts'
import { pack } from '../server/src/detect/signals/packed.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T09:00:00Z')

describe('Watching', () => {
  let system: TestSystem
  let ann: Awaited<ReturnType<TestSystem['person']>>
  let company: Awaited<ReturnType<typeof smallCompany>>
  let key: string
  let watch: Watch
  let folder: ReturnType<typeof createFolder>
  /** Minutes since the begin that are over. */
  let now = 0
  beforeAll(async () => {
    system = await testSystem({ at: new Date(begin).toISOString() })
    company = await smallCompany(system, 3)
    ann = await system.person('Ann', 'administrator')
    key = (await ann.post('/api/signal-sources', { name: 'Shop', kind: 'signals', brand: company.slug })).body.key
    folder = createFolder(system.deps)
    watch = createWatch(system.deps)
  })
  afterAll(async () => {
    watch.stop()
    await system.close()
  })
  const send = async (signals: object[], by = key) => {
    for (let from = 0; from < signals.length; from += 2_000) {
      const { statusCode } = await system.web.console.inject({
        method: 'POST',
        url: '/api/signals',
        headers: { authorization: `Bearer ${by}` },
        payload: signals.slice(from, from + 2_000),
      })
      expect(statusCode).toBe(202)
    }
  }
  const usual = (minute: number) => 100 + Math.round(6 * Math.sin(minute / 7) + 3 * Math.cos(minute / 3))
  const counted = (name: string, minute: number, value = usual(minute)) => [
    ...Array.from({ length: 5 }, () => ({ name, value: 0, measure: 'count', at: begin + minute * minuteMs })),
    { name, value, measure: 'count', at: begin + minute * minuteMs },
  ]
  /** As the clock passes the end of that minute, with `seconds` more. */
  const over = async (minute: number, seconds = 4) => {
    now = minute + 1
    await system.at(new Date(begin + now * minuteMs + seconds * 1_000).toISOString())
    await folder.look()
    await watch.look()
  }
  const both = (minute: number) => [...counted('orders', minute), ...counted('refunds', minute)]
  const pass = async (minutes: number, sent: (minute: number) => object[] = both) => {
    for (const end = now + minutes; now < end; ) {
      await send(sent(now))
      await over(now)
    }
  }
  const series = async (search: string): Promise<SeriesView[]> => (await ann.get(`/api/series?search=${search}`)).body.items
  const suspicions = async (): Promise<SuspicionView[]> => (await ann.get('/api/suspicions')).body
  const titles = async () => (await suspicions()).map(({ title }) => title)

  test('what was sent of the hours before is learned from', async () => {
    await send(Array.from({ length: 400 }, (_, i) => i - 400).flatMap(both))
    await pass(3)
    expect(watch.size()).toBe(2)
    expect(await titles()).toEqual([])
  })

  describe('of a monstrous number', () => {
    const sent = (value: number, more: object = {}) =>
      system.web.console.inject({
        method: 'POST',
        url: '/api/signals',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        payload: JSON.stringify([{ name: 'monster', value, measure: 'count', ...more }]),
      })
    test('it is refused with a sentence, however it is sent', async () => {
      for (const more of [{}, { labels: { host: 'a' } }]) {
        const { statusCode, body } = await sent(1e308, more)
        expect([statusCode, JSON.parse(body).detail]).toEqual([422, 'Nothing of this was taken. 0: value: must lie between -1e30 and 1e30'])
      }
    })
    test('and where it was taken before, it stops nothing', async () => {
      for (let n = 0; n < 6; n += 1) expect((await sent(1e30)).statusCode).toBe(202)
      const id = (await series('monster'))[0]?.id as number
      const { rows } = await sql<{ id: string }>`select id from signal_sources`.execute(system.db)
      const log = () =>
        sql`insert into signal_log (received_at, source_id, count, body) values (${system.now()}, ${rows[0]?.id}, 2, ${pack(
          [1.7e308, 1.7e308].map((value) => ({ series: id, at: begin + now * minuteMs, value })),
        )})`.execute(system.db)
      await log()
      await over(now)
      await sql`update buckets set sum = 1.7e308, max = 1.7e308 where series_id = ${id}`.execute(system.db)
      // Late, of the same minute.
      now -= 1
      await log()
      now += 1
      await pass(70, (minute) => [...both(minute), ...(minute % 2 === 0 ? counted('monster', minute) : [])])
      await sql`update buckets set sum = 'Infinity' where series_id = ${id} and at = ${new Date(begin + (now - 1) * minuteMs)}`.execute(system.db)
      expect((await ann.get('/api/series')).status).toBe(200)
      expect((await ann.get(`/api/series/${id}/minutes`)).status).toBe(200)
      watch.stop()
      watch = createWatch(system.deps)
      await pass(3)
      expect((await series('orders'))[0]?.last?.value).toBe(usual(now - 1))
      for (const { id: found } of await suspicions()) await ann.post(`/api/suspicions/${found}/dismissal`, { reason: 'made up' })
    })
  })

  test('what cannot be told at once is told with the next look', async () => {
    await send([...counted('orders', now, 900), ...counted('refunds', now)])
    now += 1
    await system.at(new Date(begin + now * minuteMs + 4_000).toISOString())
    await folder.look()
    await sql`alter table suspicions rename to suspicions_away`.execute(system.db)
    await expect(watch.look()).rejects.toThrow()
    await sql`alter table suspicions_away rename to suspicions`.execute(system.db)
    expect(await titles()).toEqual([])
    await watch.look()
    expect(await titles()).toEqual(['orders: unusually high'])
    await pass(30)
    expect(await titles()).toEqual([])
  })
  test('and what cannot be told at all holds up nothing for long', async () => {
    await send([...counted('orders', now), ...counted('refunds', now, 900)])
    now += 1
    await system.at(new Date(begin + now * minuteMs + 4_000).toISOString())
    await folder.look()
    await sql`alter table suspicions rename to suspicions_away`.execute(system.db)
    for (let look = 1; look < 20; look += 1) await expect(watch.look()).rejects.toThrow()
    expect(await watch.look()).toBe(1)
    await sql`alter table suspicions_away rename to suspicions`.execute(system.db)
    await pass(30)
  })

  describe('of what comes late as a rule', () => {
    /** A job that tells each minute half a minute after it, and each third time later still. */
    const late = (minute: number, value = usual(minute)) => counted('metered', minute, value)
    const passLate = async (minutes: number, value: (minute: number) => number = usual) => {
      const found: string[] = []
      for (const end = now + minutes; now < end; ) {
        await send([...both(now), ...late(now - 2, value(now - 2))])
        await over(now)
        found.push(...(await titles()))
      }
      return found
    }
    test('it is looked at so much later, and nothing is missing', async () => {
      await send(Array.from({ length: 100 }, (_, i) => now - 102 + i).flatMap((minute) => late(minute)))
      expect(await passLate(75)).toEqual([])
      expect((await series('metered'))[0]).toMatchObject({
        behindMinutes: 2,
        last: { value: usual(now - 3), at: new Date(begin + (now - 3) * minuteMs).toISOString() },
      })
      expect((await series('orders'))[0]).toMatchObject({ behindMinutes: 0, last: { value: usual(now - 1) } })
    })
    test('the board shows what is complete, and what is found is told', async () => {
      const from = now
      const found = await passLate(8, (minute) => (minute === from ? 900 : usual(minute)))
      expect(new Set(found)).toEqual(new Set(['metered: unusually high']))
      const [{ id }] = (await series('metered')) as [SeriesView]
      const { points } = (await ann.get(`/api/series/${id}/minutes?from=${new Date(begin + (from - 3) * minuteMs).toISOString()}`)).body
      expect(points.map(({ at, value }: { at: string; value: number }) => [(Date.parse(at) - begin) / minuteMs, value])).toEqual(
        Array.from({ length: now - from + 1 }, (_, i) => from - 3 + i).map((minute) => [minute, minute === from ? 900 : usual(minute)]),
      )
      await passLate(30)
      expect(await titles()).toEqual([])
    })
    test('so it is after a restart', async () => {
      await passLate(10)
      watch.stop()
      watch = createWatch(system.deps)
      expect(await passLate(5)).toEqual([])
      expect((await series('metered'))[0]?.behindMinutes).toBe(2)
    })
    test('where it is not late for a day, it is looked at in time again, and no minute is left out', async () => {
      const { rows } = await sql<{ id: number; through: Date; behind: number; state: Buffer }>`
        select s.id, d.through, d.behind_minutes as behind, d.state from series s join detector_states d on d.series_id = s.id where s.name = 'metered'`.execute(
        system.db,
      )
      const [{ id, through, behind, state }] = rows as [(typeof rows)[number]]
      const seen: number[] = []
      const watcher = createWatcher((_, at) => seen.push((at - begin) / minuteMs))
      watcher.know(
        { id, measure: 'count', zone: 'UTC', firstAt: begin, brand: '', service: null, practice: false },
        { step: 1, through: through.getTime(), behind, state },
      )
      const late = await createLateOnes(system.db, watcher)
      const [last, before] = [now - 1, (through.getTime() - begin) / minuteMs]
      await late.learn(begin + last * minuteMs, system.now().getTime())
      expect(seen).toEqual([])
      await late.learn(begin + now * minuteMs, system.now().getTime() + 25 * 3_600_000)
      expect(watcher.behind(id)).toBe(0)
      expect(seen).toEqual(Array.from({ length: last - before }, (_, n) => before + 1 + n))
    })
  })

  test('however much was not folded for long, it is written piece by piece, once, and nothing is over before', async () => {
    await sql`create table fold_writes (position bigint, closed_through timestamptz)`.execute(system.db)
    await sql`create function note_fold() returns trigger language plpgsql as $$ begin insert into fold_writes values (new.position, new.closed_through); return null; end $$`.execute(
      system.db,
    )
    await sql`create trigger note_fold after update of position on signal_fold for each row execute function note_fold()`.execute(system.db)
    const bulk = (minute: number) => Array.from({ length: 30 }, (_, n) => ({ name: `bulk${n}`, value: 1, measure: 'count', at: begin + minute * minuteMs }))
    for (let n = 0; n < 5; n += 1) await send([...both(now), ...bulk(now), ...bulk(now - 20)].slice(n === 0 ? 0 : 12))
    now += 1
    await system.at(new Date(begin + now * minuteMs + 4_000).toISOString())
    await createFolder(system.deps, () => {}, { points: 60, cells: 50, minutes: 100 }).look()
    const { rows: writes } = await sql<{ closed: Date | null }>`select closed_through as closed from fold_writes order by position`.execute(system.db)
    expect(writes.length).toBeGreaterThan(4)
    const before = begin + (now - 2) * minuteMs
    expect(writes.map((write) => write.closed?.getTime())).toEqual([...writes.slice(1).map(() => before), before + minuteMs])
    const { rows } = await sql<{
      count: number
      sum: number
    }>`select sum(b.count)::int as count, sum(b.sum) as sum from buckets b join series s on s.id = b.series_id where s.name like 'bulk%'`.execute(system.db)
    expect(rows).toEqual([{ count: 300, sum: 300 }])
    await sql`drop trigger note_fold on signal_fold`.execute(system.db)
    await watch.look()
    expect((await series('orders'))[0]?.last?.value).toBe(usual(now - 1))
  })

  describe('when Leeward was away for some minutes', () => {
    test('what nobody heard is not nothing: no service has stopped', async () => {
      const { body } = await ann.post('/api/checks', {
        ...{ name: 'Nightly backup', brand: company.slug, target: { kind: 'heartbeat', graceSeconds: 30 }, retries: 0, everySeconds: 60 },
      })
      const silent = {
        ...{ name: 'Orders stop', brand: company.slug, when: 'silent', figure: 'sum', value: null, unit: '', forMinutes: 4, backMinutes: 1, severity: 'error' },
        series: { name: 'orders', service: null, region: null, labels: {} },
      }
      expect((await ann.post('/api/thresholds', silent)).status).toBe(201)
      const few = { ...silent, name: 'Few orders', when: 'below', value: 50, forMinutes: 2 }
      expect((await ann.post('/api/thresholds', few)).status).toBe(201)
      const beat = async () => expect((await system.web.console.inject({ method: 'GET', url: new URL(body.heartbeatUrl).pathname })).statusCode).toBe(204)
      await beat()
      await missHeartbeats(system.deps)
      await pass(1)
      now += 6
      await over(now, 20)
      await missHeartbeats(system.deps)
      await tellChecks(system.deps)
      expect(await titles()).toEqual([])
      // Of the minute in which it came back a part was heard.
      await send([...counted('orders', now, 40), ...counted('refunds', now, 40)])
      await over(now)
      await missHeartbeats(system.deps)
      await pass(1)
      await tellChecks(system.deps)
      expect(await titles()).toEqual([])
      await missHeartbeats(system.deps)
      await tellChecks(system.deps)
      expect(await titles()).toEqual(['Nightly backup has gone silent'])
      await ann.post(`/api/checks/${body.id}/removal`)
      for (const { id } of (await ann.get('/api/thresholds')).body) await ann.post(`/api/thresholds/${id}/removal`)
      await pass(12)
    })
    test('what its senders kept for it counts all the same', async () => {
      const first = now
      now += 6
      await send(
        Array.from({ length: 6 }, (_, i) => first + i).flatMap((minute) => [
          ...counted('orders', minute),
          ...counted('refunds', minute, minute === first + 3 ? 9_000 : usual(minute)),
        ]),
      )
      await over(now, 20)
      const [{ id }] = (await series('refunds')) as [SeriesView]
      const { body } = await ann.get(`/api/series/${id}/minutes?from=${new Date(begin + (first - 1) * minuteMs).toISOString()}`)
      const at = (minute: number) => body.points.find((point: { at: string }) => Date.parse(point.at) === begin + minute * minuteMs)
      expect([first - 1, first, first + 1, first + 5].map((minute) => at(minute)?.value)).toEqual([
        usual(first - 1),
        undefined,
        usual(first + 1),
        usual(first + 5),
      ])
      expect(at(first + 3)).toMatchObject({ value: 9_000, raised: true })
      expect(await titles()).toEqual(['refunds: unusually high'])
      await pass(30)
      expect(await titles()).toEqual([])
    })
    test('that it stops is told as ever', async () => {
      await pass(6, (minute) => counted('refunds', minute))
      expect(await titles()).toEqual(['orders: unusually low'])
      await pass(30)
      expect(await titles()).toEqual([])
    })
  })
  test('a series that shows late is watched all the same', async () => {
    await send([...both(now), ...counted('late', now)])
    await over(now)
    const size = watch.size()
    const { rows } = await sql<{
      id: number
      next: number
    }>`select s.id, (select max(id) + 1000 from series) as next from series s where s.name = 'late'`.execute(system.db)
    // As it is where a higher number was seen first.
    const [{ id, next }] = rows as [(typeof rows)[number]]
    await sql`delete from detector_states where series_id = ${id}`.execute(system.db)
    await sql`update series set watched = false where id = ${id}`.execute(system.db)
    watch.stop()
    watch = createWatch(system.deps)
    await sql`insert into series (id, hash, source_id, brand_id, practice, name, measure, labels, watched, created_at) overriding system value
              select ${next}, gen_random_uuid(), source_id, brand_id, practice, 'higher', measure, labels, true, created_at from series where id = ${id}`.execute(
      system.db,
    )
    await pass(1)
    expect(watch.size()).toBe(size)
    await sql`update series set watched = true where id = ${id}`.execute(system.db)
    await pass(1)
    expect(watch.size()).toBe(size + 1)
  })
  test('of a source that is taken away nothing is watched any more, and what spoke for trouble is over', async () => {
    const other = (await ann.post('/api/signal-sources', { name: 'Old', kind: 'signals', brand: company.slug })).body
    await send(
      Array.from({ length: 300 }, (_, i) => now - 300 + i).flatMap((minute) => counted('old', minute)),
      other.key,
    )
    const size = watch.size()
    await send(counted('old', now, 900), other.key)
    await pass(1)
    await send([{ name: 'Disk full', title: 'Disk full', state: 'firing', severity: 'error', at: system.now().getTime() }], other.key)
    await lookAtAlerts(system.deps)
    expect((await titles()).toSorted()).toEqual(['Disk full', 'old: unusually high'])
    expect(watch.size()).toBe(size + 1)
    await ann.post(`/api/signal-sources/${other.id}/removal`)
    expect((await suspicions()).flatMap(({ evidence }) => evidence.filter(({ overAt }) => overAt === null))).toEqual([])
    await pass(12)
    expect(watch.size()).toBe(size)
    expect(await titles()).toEqual([])
  })
})

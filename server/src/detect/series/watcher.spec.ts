import { describe, expect, test } from 'vitest'
import { createChoices } from '../sensitivity/choices.ts'
import { evidenceOf, type Named } from './findings.ts'
import { endsWith, says, stepOf, type Sum } from './steps.ts'
import { createWatcher, type Finding, type Stored, type Watched, type Watcher } from './watcher.ts'

const minuteMs = 60_000
const begin = Date.parse('2030-01-07T00:00:00Z')
/** The same noise each time. */
const noise = (n: number) => ((Math.sin(n * 12.9898) * 43_758.5453) % 1) + 1
const busy = (n: number): Sum => ({ count: 20, sum: 100 + Math.round(noise(n) * 8) })
const series = (more: Partial<Watched> = {}): Watched => ({
  ...{ id: 1, measure: 'count', zone: 'UTC', firstAt: begin, brand: 'b', service: null, practice: false },
  ...more,
})

function run(watcher: Watcher, from: number, to: number, sumAt: (n: number) => Sum | undefined): Finding[] {
  const found: Finding[] = []
  for (let n = from; n < to; n += 1) {
    const sum = sumAt(n)
    found.push(...watcher.seeAll(begin + n * minuteMs, new Map(sum ? [[1, sum]] : [])))
  }
  return found
}

describe('How often a series is looked at', () => {
  test('busy ones each minute, quiet ones each ten', () => {
    expect(stepOf('count', 300, 60)).toBe(1)
    expect(stepOf('count', 299, 60)).toBe(10)
    expect(stepOf('gauge', 60, 60)).toBe(1)
    expect(stepOf('gauge', 12, 12)).toBe(10)
  })
  test('a step ends with its last minute', () => {
    expect(endsWith(Date.parse('2030-01-01T10:09:00Z'), 10)).toBe(true)
    expect(endsWith(Date.parse('2030-01-01T10:10:00Z'), 10)).toBe(false)
    expect(endsWith(Date.parse('2030-01-01T10:10:00Z'), 1)).toBe(true)
  })
  test('nothing is 0 of what is counted, and unknown of what is measured', () => {
    expect(says('count', { count: 0, sum: 0 })).toBe(0)
    expect(says('gauge', { count: 0, sum: 0 })).toBeUndefined()
    expect(says('gauge', { count: 4, sum: 10 })).toBe(2.5)
  })
})

describe('Watching a series', () => {
  const burst = (n: number): Sum | undefined => (n >= 400 && n < 420 ? { count: 90, sum: 900 } : busy(n))
  test('what is usual raises nothing; what is not raises once, and ends', () => {
    const watcher = createWatcher()
    watcher.know(series())
    const found = run(watcher, 0, 600, burst)
    expect(found.filter(({ raised }) => raised).map(({ at }) => (at - begin) / minuteMs)).toEqual([400])
    expect(found[0]).toMatchObject({
      series: 1,
      value: 900,
      verdict: { direction: 'up', sentence: expect.stringMatching(/^900 against 10\d ± \d+ expected for a Monday 06:00/) },
    })
    expect(found.filter(({ ended }) => ended)).toHaveLength(1)
  })
  test('after a restart it goes on with the same verdicts, whenever it was stored', () => {
    const whole = createWatcher()
    whole.know(series())
    const all = run(whole, 0, 600, burst)
    for (const stop of [120, 399, 401, 410, 433]) {
      const before = createWatcher()
      before.know(series())
      const found = run(before, 0, stop, burst)
      const [kept] = Array.from({ length: 10 }, (_, part) => before.toStore(part, 10)).flat()
      const after = createWatcher()
      after.know(series(), kept?.stored as Stored)
      found.push(...run(after, stop, 600, burst))
      expect(found.map(({ at, ended }) => [at, ended])).toEqual(all.map(({ at, ended }) => [at, ended]))
    }
  })
  test('also what is quiet is stored within ten minutes, whatever its number, and goes on from there', () => {
    const quiet = (n: number): Sum | undefined =>
      n >= 2_000 && n < 2_040 ? { count: 9, sum: 900 } : n % 7 === 0 ? { count: 1, sum: 8 + Math.round(noise(n)) } : undefined
    const ids = Array.from({ length: 10 }, (_, id) => id)
    const knowAll = (kept?: ReadonlyMap<number, Stored>) => {
      const watcher = createWatcher()
      for (const id of ids) watcher.know(series({ id }), kept?.get(id))
      return watcher
    }
    const see = (watcher: Watcher, from: number, to: number, after = (_: number) => {}) => {
      const found: Finding[] = []
      for (let n = from; n < to; n += 1) {
        const sum = quiet(n)
        found.push(...watcher.seeAll(begin + n * minuteMs, new Map(sum ? ids.map((id) => [id, sum]) : [])))
        after(n)
      }
      return found.map(({ series: id, at, ended }) => [id, at, ended])
    }
    const all = see(knowAll(), 0, 2_400)
    expect(all.length).toBeGreaterThan(0)
    for (const stop of [2_013, 2_020]) {
      const kept = new Map<number, Stored>()
      const before = knowAll()
      const found = see(before, 0, stop, (n) => {
        if (n >= stop - 10) for (const { series: id, stored } of before.toStore(n % 10, 10)) kept.set(id, stored)
      })
      expect([...kept.keys()].toSorted()).toEqual(ids)
      const after = knowAll(kept)
      // What was told before the stop is found again.
      const again = see(after, stop - 20, 2_400).filter((one) => !found.some((other) => `${one}` === `${other}`))
      expect([...found, ...again]).toEqual(all)
    }
  })
  test('where nobody listened, nothing is not 0, and what came all the same counts; of the ends a part was heard', () => {
    const said = (measure: Watched['measure'], sum: Sum | undefined) => {
      const values: number[] = []
      const watcher = createWatcher((_, at, value) => at >= begin + 300 * minuteMs && values.push(value))
      watcher.know(series({ measure }))
      run(watcher, 0, 300, busy)
      for (const [n, heard] of (['part', 'none', 'part', 'all'] as const).entries()) watcher.see(1, begin + (300 + n) * minuteMs, sum, heard)
      return values
    }
    expect(said('count', undefined)).toEqual([0])
    expect(said('count', { count: 4, sum: 8 })).toEqual([8, 8])
    expect(said('gauge', { count: 4, sum: 8 })).toEqual([2, 2, 2, 2])
  })
  test('of ten minutes of which some were not heard nothing is known', () => {
    const at: number[] = []
    const watcher = createWatcher((_, time) => at.push((time - begin) / minuteMs))
    watcher.know(series())
    for (let n = 0; n < 150; n += 1) watcher.see(1, begin + n * minuteMs, undefined, n === 75 || n === 76 ? 'none' : 'all')
    expect(at).toEqual([60, 80, 90, 100, 110, 120, 130, 140])
  })
  test('one that cannot be judged stops no other, and is judged again when it can', () => {
    const failed: number[] = []
    const watcher = createWatcher(
      undefined,
      ({ id, zone }, at) => {
        if (id === 2 && at < begin + 300 * minuteMs) throw new Error('made up')
        return { zone, sensitivity: 'medium' }
      },
      (id) => failed.push(id),
    )
    for (const id of [2, 1]) watcher.know(series({ id }))
    const found: Finding[] = []
    for (let n = 0; n < 500; n += 1) {
      const sum = burst(n) as Sum
      found.push(...watcher.seeAll(begin + n * minuteMs, new Map([2, 1].map((id) => [id, sum]))))
    }
    expect(new Set(failed)).toEqual(new Set([2]))
    expect(found.filter(({ raised }) => raised).map(({ series: id, at }) => [id, (at - begin) / minuteMs])).toEqual([
      [2, 400],
      [1, 400],
    ])
  })
  test('however large a number is, what is said of it are numbers', () => {
    for (const value of [1e30, -1e30, 1e308]) {
      const watcher = createWatcher((_, __, said, { score, expected }) => {
        for (const each of [said, score, expected.low, expected.middle, expected.high]) expect(Number.isFinite(each)).toBe(true)
      })
      watcher.know(series())
      const found = run(watcher, 0, 1_200, (n) =>
        n === 300
          ? { count: 20, sum: value }
          : n === 301
            ? { count: 20, sum: Number.POSITIVE_INFINITY }
            : n >= 1_000 && n < 1_020
              ? { count: 90, sum: 900_000 }
              : busy(n),
      )
      // What nobody may send any more is as if it had not come.
      if (value === 1e308) expect(found.filter(({ raised }) => raised).map(({ at }) => (at - begin) / minuteMs)).toEqual([1_000])
    }
  })
  test('one that comes late is seen so much later, also after a restart, and none of its minutes twice', () => {
    const at: number[] = []
    const watcher = createWatcher((_, time) => at.push((time - begin) / minuteMs))
    watcher.know(series())
    run(watcher, 0, 100, busy)
    watcher.lag(1, 2)
    expect([...watcher.late()].map(([behind, ids]) => [behind, [...ids]])).toEqual([[2, [1]]])
    run(watcher, 100, 104, busy)
    for (let n = 98; n < 102; n += 1) watcher.see(1, begin + n * minuteMs, busy(n))
    expect(at).toEqual(Array.from({ length: 42 }, (_, n) => 60 + n))
    const [kept] = watcher.toStore(1, 10)
    expect(kept?.stored).toMatchObject({ behind: 2, through: begin + 101 * minuteMs })
    const after = createWatcher()
    after.know(series(), kept?.stored as Stored)
    expect([after.behind(1), after.through(1)]).toEqual([2, begin + 101 * minuteMs])
    after.forget(1)
    expect([after.size(), [...after.late().values()].flatMap((ids) => [...ids])]).toEqual([0, []])
  })
  test('minutes that it has seen are not seen again', () => {
    const watcher = createWatcher()
    watcher.know(series())
    run(watcher, 0, 400, burst)
    expect(run(watcher, 0, 401, burst).map(({ at }) => (at - begin) / minuteMs)).toEqual([400])
  })
  test('sensitivity is taken in while it runs, memory and all; and a restart comes to the same', () => {
    const slight = (n: number): Sum | undefined => (n >= 400 && n < 420 ? { count: 20, sum: 121 } : busy(n))
    const choices = createChoices({ choices: [{ at: begin + 350 * minuteMs, series: 1, service: null, sensitivity: 'high' }], watches: [] })
    const begun = (found: Finding[]) => found.filter(({ raised }) => raised).map(({ at, sensitivity }) => [(at - begin) / minuteMs, sensitivity])
    const low = createWatcher(undefined, (of) => ({ zone: of.zone, sensitivity: 'low' }))
    low.know(series())
    const whole = createWatcher(undefined, choices)
    whole.know(series())
    const all = begun(run(whole, 0, 600, slight))
    expect(all.length).toBeGreaterThan(begun(run(low, 0, 600, slight)).length)
    expect(all.every(([at, sensitivity]) => sensitivity === ((at as number) < 350 ? 'medium' : 'high'))).toBe(true)
    for (const stop of [349, 352, 405]) {
      const before = createWatcher(undefined, choices)
      before.know(series())
      const found = begun(run(before, 0, stop, slight))
      const [kept] = Array.from({ length: 10 }, (_, part) => before.toStore(part, 10)).flat()
      const after = createWatcher(undefined, choices)
      after.know(series(), kept?.stored as Stored)
      expect([...found, ...begun(run(after, stop, 600, slight))]).toEqual(all)
    }
  })
  test('what was stored by another version, or is damaged, begins anew', () => {
    const watcher = createWatcher()
    watcher.know(series(), { step: 1, through: begin + 100 * minuteMs, state: Buffer.from('damaged') })
    expect(watcher.through(1)).toBe(begin - minuteMs)
  })
})

describe('What is found', () => {
  const named = (id: number, more: Partial<Named> = {}): Named => ({
    id,
    name: `n${id}`,
    service: 's',
    serviceName: 'Shop',
    region: null,
    source: 'signals',
    brandId: 'b',
    practice: false,
    ...more,
  })
  const finding = (id: number, score: number, sensitivity: Finding['sensitivity'] = 'medium'): Finding => ({
    sensitivity,
    series: id,
    at: begin,
    value: 47,
    raised: true,
    ended: false,
    verdict: {
      score,
      raised: true,
      direction: 'up',
      kind: 'high',
      expected: { middle: 3, low: 1, high: 5 },
      episode: null,
      sentence: '47 against 3 ± 2 expected for a Monday 00:00',
    },
  })
  test('says what, where and how unusual', () =>
    expect(evidenceOf([{ finding: finding(1, 0.7), series: named(1) }])).toEqual([
      {
        brandId: 'b',
        practice: false,
        evidence: expect.objectContaining({
          kind: 'anomaly',
          key: 'series/1',
          weight: 0.45,
          size: 22,
          title: 'Shop: n1, unusually high',
          sentence: 'n1 (Shop): 47 against 3 ± 2 expected for a Monday 00:00.',
        }),
      },
    ]))
  test('what noise alone may raise is a weak sign', () => {
    const weightAt = (score: number) => evidenceOf([{ finding: finding(1, score), series: named(1) }])[0]?.evidence.weight
    expect([0.5, 0.6, 0.64, 0.65, 0.7, 0.9].map(weightAt)).toEqual([0.05, 0.15, 0.27, 0.3, 0.45, 0.8])
  })
  test('who asks to hear of more is bothered by less, and the other way round', () => {
    const weightAt = (score: number, sensitivity: Finding['sensitivity']) =>
      evidenceOf([{ finding: finding(1, score, sensitivity), series: named(1) }])[0]?.evidence.weight
    expect([weightAt(0.59, 'high'), weightAt(0.65, 'medium'), weightAt(0.71, 'low')]).toEqual([0.3, 0.3, 0.3])
    expect(weightAt(0.65, 'low')).toBeLessThan(0.3)
  })
  test('of a service whose every series jumps, the strongest are named and the others counted', () => {
    const all = Array.from({ length: 200 }, (_, i) => ({ finding: finding(i, 0.5 + i / 1_000), series: named(i) }))
    const told = evidenceOf(all)
    expect(told.map(({ evidence: { key } }) => key)).toEqual(['series/199', 'series/198', 'series/197', 'others/s'])
    expect(told[3]?.evidence.sentence).toBe('197 more series of Shop jump in the same minute.')
  })
  test('money and parcels are witnesses of their own', () => {
    expect(evidenceOf([{ finding: finding(1, 0.6), series: named(1, { source: 'stripe' }) }])[0]?.evidence.kind).toBe('payments')
    expect(evidenceOf([{ finding: finding(1, 0.6), series: named(1, { source: 'shopify' }) }])[0]?.evidence.kind).toBe('orders')
  })
})

import { describe, expect, it } from 'vitest'
import { observe, type Sensitivity, type Verdict } from './detector.ts'
import { create, decode, encode, type State, stateBytes } from './state.ts'

const minutes = 60_000
const hour = 60 * minutes
/** A Monday, 00:00 UTC. */
const monday = Date.parse('2030-01-07T00:00Z')

describe('The detector of anomalies', () => {
  it.each<[Sensitivity, string]>([
    ['high', '11:00'],
    ['medium', '12:30'],
  ])('finds with %s sensitivity by %s that a working day stays quiet, and says what is usual then', (sensitivity, latest) => {
    // given: an office's calls each quarter of an hour, three weeks and a Monday
    const calls = (at: number, { normal }: Noise) => Math.max(0, Math.round((workingHour(at) ? 60 : 4) + 3 * normal()))
    const state = learned(calls, { step: 15 * minutes, days: 22 })
    // when: on the next Tuesday hardly anybody calls
    const day = follow(state, { from: monday + 22 * 24 * hour, step: 15 * minutes, hours: 18 }, (at, noise) => (workingHour(at) ? 5 : calls(at, noise)), {
      sensitivity,
    })
    // then
    const raised = day.filter(({ raised }) => raised)
    expect(raised.map(({ direction }) => direction)).toEqual(['down'])
    expect(raised[0]?.at).toMatch(/^(?:09|1\d):/)
    expect((raised[0]?.at ?? '') <= latest, raised[0]?.at).toBe(true)
    expect(raised[0]?.sentence).toMatch(/^5 against \d\d ± \d+ expected for a Tuesday (?:09|1\d):00/)
  })

  it('raises nothing on the working days of a usual week, nor for a weekend', () => {
    const calls = (at: number, { normal }: Noise) => Math.max(0, Math.round((workingHour(at) ? 60 : 4) + 3 * normal()))
    const state = learned(calls, { step: 15 * minutes, days: 28 })
    const week = follow(state, { from: monday + 28 * 24 * hour, step: 15 * minutes, hours: 7 * 24 }, calls)
    expect(week.filter(({ raised }) => raised)).toEqual([])
  })

  it('takes a holiday for a Sunday', () => {
    const shop = (at: number, { normal }: Noise) => Math.max(0, Math.round((workingHour(at) ? 200 : 5) + 4 * normal()))
    const closed = (_: number, { normal }: Noise) => Math.max(0, Math.round(5 + 2 * normal()))
    const holiday = { from: monday + 28 * 24 * hour, step: 30 * minutes, hours: 24 }
    const [told, untold] = [new Set(['2030-02-04']), new Set<string>()].map((holidays) => {
      const state = learned(shop, { step: 30 * minutes, days: 28 })
      return follow(state, holiday, closed, { holidays })
    })
    expect(told?.filter(({ raised }) => raised)).toEqual([])
    expect(told?.find(({ at }) => at === '10:00')?.sentence).toContain('expected for a holiday 10:00')
    expect(untold?.filter(({ raised }) => raised)).toHaveLength(1)
  })

  it('knows the hour by the clock on the wall of the zone, also after the clocks change', () => {
    // given: eight weeks to the night of 31 March 2030, opening at 09:00 on the wall
    const zone = 'Europe/Berlin'
    const open = (at: number, { normal }: Noise) =>
      Math.max(0, Math.round((workingHour(at + (at < Date.parse('2030-03-31T01:00Z') ? 1 : 2) * hour) ? 90 : 5) + 3 * normal()))
    const state = learned(open, { step: 30 * minutes, days: 84, zone })
    const week = follow(state, { from: monday + 84 * 24 * hour, step: 30 * minutes, hours: 5 * 24 }, open, { zone })
    expect(week.filter(({ raised }) => raised)).toEqual([])
    expect(week.find(({ at }) => at === '07:00')?.sentence).toContain('expected for a Monday 09:00')
  })

  it('raises a new level once, and then expects it', () => {
    const state = learned((_, { normal }) => 100 + 5 * normal(), { step: 5 * minutes, days: 7 })
    const after = follow(state, { from: monday + 7 * 24 * hour, step: 5 * minutes, hours: 48 }, (_, { normal }) => 160 + 5 * normal())
    expect(after.filter(({ raised }) => raised).map(({ index }) => index)).toEqual([0])
    expect(after.at(-1)?.expected.middle).toBeGreaterThan(150)
    expect(after.findIndex(({ episode }) => episode?.ended)).toBeLessThan(72)
  })

  it('finds a slow drift of which no single value stands out', () => {
    const state = learned((_, { normal }) => 100 + 5 * normal(), { step: 5 * minutes, days: 7 })
    const after = follow(
      state,
      { from: monday + 7 * 24 * hour, step: 5 * minutes, hours: 24 },
      (at, { normal }) => 100 + 5 * normal() + ((at - monday - 7 * 24 * hour) / hour) * 1.5,
    )
    const first = after.find(({ raised }) => raised)
    expect(first?.direction).toBe('up')
    expect(first?.index).toBeLessThan(144)
  })

  it('finds that a few more come each time, though no count is one too many by itself', () => {
    const state = learned((_, { uniform }) => poisson(3, uniform), { step: 20 * minutes, days: 14 })
    const day = follow(state, { from: monday + 14 * 24 * hour, step: 20 * minutes, hours: 24 }, (_, { uniform }) => Math.min(10, poisson(7, uniform)))
    const raised = day.filter((each) => each.raised)
    expect(raised.map(({ direction }) => direction)).toEqual(['up'])
    expect(raised[0]?.index).toBeLessThan(30)
  })

  it.each([0.02, 0.2, 1, 3])('raises 47 of what comes %d times in 20 minutes, at once', (mean) => {
    const state = learned((_, { uniform }) => poisson(mean, uniform), { step: 20 * minutes, days: 14 })
    const [first] = follow(state, { from: monday + 14 * 24 * hour + 9 * hour, step: 20 * minutes, hours: 1 }, () => 47)
    expect(first?.raised).toBe(true)
    expect(first?.sentence).toMatch(/^47 against \d(?:\.\d)? ± \d(?:\.\d)? expected for a Monday 09:00/)
    expect(first?.expected.low).toBeGreaterThanOrEqual(0)
  })

  it.each([
    [0.05, 0],
    [0.5, 0],
    [2, 4],
    [8, 4],
  ])('raises what comes %d times in 20 minutes by chance alone at most %d times a month', (mean, most) => {
    const all = follow(create({ stepMs: 20 * minutes, counts: true }), { from: monday, step: 20 * minutes, hours: 90 * 24 }, (_, { uniform }) =>
      poisson(mean, uniform),
    )
    expect(all.filter(({ raised }) => raised).length).toBeLessThanOrEqual(most * 3)
  })

  it('raises the first change of what never changed', () => {
    for (const constant of [0, 1, 99.5]) {
      const state = learned(() => constant, { step: 5 * minutes, days: 3 })
      const after = follow(state, { from: monday + 3 * 24 * hour, step: 5 * minutes, hours: 1 }, () => constant + 40)
      expect(
        after.filter(({ raised }) => raised).map(({ index }) => index),
        `from ${constant}`,
      ).toEqual([0])
    }
  })

  it('does not take what happens each day for news', () => {
    // given: a backup each night, never in the same minute
    const disk = (at: number, { normal }: Noise) => (Math.abs((at % (24 * hour)) - 3 * hour) < 10 * minutes ? 80 + normal() : 5 + normal())
    const state = learned(disk, { step: 5 * minutes, days: 10 })
    const later = follow(state, { from: monday + 10 * 24 * hour, step: 5 * minutes, hours: 7 * 24 }, disk)
    expect(later.filter(({ raised }) => raised)).toEqual([])
  })

  it('goes on over a gap, without an alarm for what was missing', () => {
    const flow = (at: number, { normal }: Noise) => 50 + 20 * Math.sin((at / (24 * hour)) * 2 * Math.PI) + 2 * normal()
    const state = learned(flow, { step: 10 * minutes, days: 14 })
    const after = follow(state, { from: monday + 14 * 24 * hour + 7 * hour, step: 10 * minutes, hours: 24 }, flow)
    expect(after.filter(({ raised }) => raised)).toEqual([])
  })

  it('does not take the beginning of a series for a crisis', () => {
    // given: four events in four days, then the collecting begins
    const early = (at: number) => ([10, 30, 51, 80].includes(Math.round((at - monday) / hour)) ? 1 : 0)
    const busy = (at: number, { uniform }: Noise) => (at < monday + 96 * hour ? early(at) : poisson(60, uniform))
    const all = follow(create({ stepMs: hour, counts: true }), { from: monday, step: hour, hours: 7 * 24 }, busy)
    expect(all.filter(({ raised }) => raised)).toEqual([])
  })

  it('tells an episode with its begin, its peak and its end, and raises it once', () => {
    const state = learned((_, { normal }) => 20 + 2 * normal(), { step: 5 * minutes, days: 5 })
    const outage = [60, 90, 140, 120, 80, 60]
    const from = monday + 5 * 24 * hour
    const after = follow(state, { from, step: 5 * minutes, hours: 6 }, (at, { normal }) => outage[Math.round((at - from) / (5 * minutes))] ?? 20 + 2 * normal())
    expect(after.filter(({ raised }) => raised)).toHaveLength(1)
    const ended = after.filter(({ episode }) => episode?.ended)
    expect(ended).toHaveLength(1)
    expect(ended[0]?.episode).toMatchObject({
      began: new Date(from),
      peak: { at: new Date(from + 10 * minutes), value: 140 },
      direction: 'up',
      ended: new Date(from + 30 * minutes),
    })
    expect(after.at(-1)?.episode).toBe(null)
  })

  it('raises more when it is to be more sensitive', () => {
    const busy = (_: number, { normal, uniform }: Noise) => 100 + 8 * normal() + (uniform() < 0.004 ? 40 + 80 * uniform() : 0)
    const raised = (sensitivity: Sensitivity) =>
      follow(create({ stepMs: 5 * minutes }), { from: monday, step: 5 * minutes, hours: 30 * 24 }, busy, { sensitivity }).filter((each) => each.raised).length
    const [low, medium, high] = [raised('low'), raised('medium'), raised('high')]
    expect(low).toBeLessThan(medium)
    expect(medium).toBeLessThan(high)
  })

  it.each([20, 60, 90])('finds within five minutes that nothing comes any more, also %d minutes after a burst', (ago) => {
    const orders = (_: number, { uniform }: Noise) => 20 + poisson(20, uniform)
    const state = learned(orders, { step: minutes, days: 1 })
    const from = monday + 24 * hour
    follow(state, { from, step: minutes, hours: 0.25 }, () => 300)
    follow(state, { from: from + 15 * minutes, step: minutes, hours: (ago - 15) / 60 }, orders)
    const raised = follow(state, { from: from + ago * minutes, step: minutes, hours: 2 }, () => 0).filter((each) => each.raised)
    expect(raised).toHaveLength(1)
    expect(raised[0]).toMatchObject({ direction: 'down', kind: 'stopped', sentence: expect.stringContaining('; nothing comes any more') })
    expect(raised[0]?.index).toBeLessThan(5)
  })

  it('does not take the end of an outbreak for a stop, nor what stops for a while each hour', () => {
    const reports = (_: number, { uniform }: Noise) => poisson(0.5, uniform)
    const outbreak = learned(reports, { step: 20 * minutes, days: 14 })
    const from = monday + 14 * 24 * hour
    follow(outbreak, { from, step: 20 * minutes, hours: 20 }, () => 700)
    expect(follow(outbreak, { from: from + 20 * hour, step: 20 * minutes, hours: 24 }, () => 0).filter(({ raised }) => raised)).toEqual([])
    const pauses = (at: number, { uniform }: Noise) => (at % hour < 3 * minutes ? 0 : 30 + poisson(10, uniform))
    const batch = learned(pauses, { step: minutes, days: 4 })
    expect(
      follow(batch, { from: monday + 4 * 24 * hour, step: minutes, hours: 12 }, pauses).filter(({ kind, raised }) => raised && kind === 'stopped'),
    ).toEqual([])
  })

  it('says up of a value above what was expected, and down of one below', () => {
    const wild = (_: number, { normal, uniform }: Noise) => 100 + 8 * normal() + (uniform() < 0.01 ? 60 * normal() : 0)
    const raised = follow(create({ stepMs: hour }), { from: monday, step: hour, hours: 400 * 24 }, wild, { sensitivity: 'high' }).filter((each) => each.raised)
    expect(new Set(raised.map(({ direction }) => direction))).toEqual(new Set(['up', 'down']))
    for (const { direction, value, expected, sentence } of raised) expect(direction, sentence).toBe(value > expected.middle ? 'up' : 'down')
  })

  it('refuses what is no value, and a value that comes late', () => {
    const state = create({ stepMs: hour, counts: true })
    const tell = (value: number, at = monday) => observe(state, new Date(at), value, { zone: 'UTC' })
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) expect(() => tell(bad)).toThrow('is a finite number')
    for (const bad of [-1, 2.5]) expect(() => tell(bad)).toThrow('A count is a whole number of 0 or more')
    expect(() => observe(state, new Date('nonsense'), 1, { zone: 'UTC' })).toThrow('Say when the value was measured.')
    expect(state.seen).toBe(0)
    tell(3)
    expect(() => tell(4)).toThrow('one of 2030-01-07T00:00:00.000Z was seen already')
    for (const stepMs of [0, -5, Number.NaN]) expect(() => create({ stepMs })).toThrow('as a number above 0')
    expect(state.seen).toBe(1)
  })
})

describe('The memory of a series', () => {
  const lively = (at: number, { normal, uniform }: Noise) => 30 + 10 * Math.sin((at / (24 * hour)) * 2 * Math.PI) + 2 * normal() + (uniform() < 0.01 ? 60 : 0)

  it('survives a restart: every later verdict is the same', () => {
    const going = learned(lively, { step: 5 * minutes, days: 9 })
    const restarted = decode(encode(going))
    const later = { from: monday + 9 * 24 * hour, step: 5 * minutes, hours: 72 }
    const [one, other] = [going, restarted].map((state) => follow(state, later, lively).map((verdict) => ({ ...verdict })))
    expect(other).toEqual(one)
    expect(one?.some(({ raised }) => raised)).toBe(true)
  })

  it('takes the same few thousand bytes after a day and after a year', () => {
    const day = encode(learned(lively, { step: 5 * minutes, days: 1 })).length
    const year = encode(learned(lively, { step: 20 * minutes, days: 365 })).length
    expect([day, year]).toEqual([stateBytes, stateBytes])
    expect(stateBytes).toBeLessThan(4_096)
  })

  it('refuses bytes of another version, and damaged ones', () => {
    const bytes = encode(learned(lively, { step: hour, days: 3 }))
    const changed = (at: number, to: number) => {
      const copy = Buffer.from(bytes)
      copy[at] = to
      return copy
    }
    expect(() => decode(changed(2, 9))).toThrow('is of version 9, and 2 is read here')
    expect(() => decode(changed(bytes.length - 40, (bytes.at(-40) as number) ^ 1))).toThrow('damaged')
    expect(() => decode(bytes.subarray(0, bytes.length - 1))).toThrow('damaged')
    expect(() => decode(Buffer.from('something else'))).toThrow('no memory of a series')
    expect(() => decode(Buffer.alloc(0))).toThrow('no memory of a series')
  })
})

const workingHour = (at: number) => {
  const time = new Date(at)
  return time.getUTCDay() % 6 !== 0 && time.getUTCHours() >= 9 && time.getUTCHours() < 18
}

type Of = (at: number, noise: Noise) => number
type Settings = { zone?: string; holidays?: Set<string>; sensitivity?: Sensitivity }

function learned(of: Of, { step, days, zone }: { step: number; days: number; zone?: string }): State {
  const state = create({ stepMs: step })
  follow(state, { from: monday, step, hours: days * 24 }, of, zone ? { zone } : {})
  return state
}

/** Every verdict of so many hours, with the time of the day it was given at (UTC). */
function follow(state: State, { from, step, hours }: { from: number; step: number; hours: number }, of: Of, settings: Settings = {}) {
  const noise = generated(from)
  return Array.from({ length: (hours * hour) / step }, (_, index) => {
    const at = from + index * step
    const value = of(at, noise)
    const verdict: Verdict = observe(state, new Date(at), value, { zone: 'UTC', ...settings })
    return Object.assign(verdict, { index, value, at: new Date(at).toISOString().slice(11, 16) })
  })
}

type Noise = { uniform: () => number; normal: () => number }

/** The same noise for the same seed (mulberry32, Box and Muller). */
function generated(seed: number): Noise {
  let state = seed >>> 0
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { uniform, normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()) }
}

function poisson(mean: number, uniform: () => number): number {
  let [count, product] = [0, uniform()]
  for (; product > Math.exp(-mean); count += 1) product *= uniform()
  return count
}

import { describe, expect, test } from 'vitest'
import { addTo, encodeSketch, type Sketch } from '../series/sketch.ts'
import { figureOf, lookAt, type Minute, passedInWords, ruleInWords } from './threshold.ts'
import { PutThreshold, ThresholdRule } from './thresholds.contract.ts'

const begin = Date.parse('2030-01-07T09:00:00Z')
const rule = (more: object = {}): ThresholdRule =>
  ThresholdRule.parse({ when: 'above', figure: 'mean', value: 500, unit: 'ms', forMinutes: 3, backMinutes: 2, ...more })
const one = (value: number): Minute => ({ count: 1, sum: value, min: value, max: value, sketch: null })
/** What happened, as “begins 09:02” and “ends 09:05”; null: nothing came in that minute. */
function told(of: ThresholdRule, values: (number | null)[], measure: 'count' | 'gauge' = 'gauge', since?: string): string[] {
  const look = lookAt(of, measure, since === undefined ? undefined : Date.parse(`2030-01-07T${since}:00Z`))
  return values.flatMap((value, n) => {
    const { begins, ends } = look.see(begin + n * 60_000, value === null ? undefined : one(value))
    return [
      ...(begins ? [`begins ${clock(begin + n * 60_000)} since ${clock(begins.since)}`] : []),
      ...(ends === undefined ? [] : [`ends ${clock(begin + n * 60_000)} as of ${clock(ends)}`]),
    ]
  })
}
const clock = (at: number) => new Date(at).toISOString().slice(11, 16)

describe('When a threshold is passed', () => {
  test('only after every minute of so many was beyond it', () => {
    expect(told(rule(), [600, 610, 400, 600, 610, 620, 630])).toEqual(['begins 09:05 since 09:03'])
    expect(told(rule(), [600, 610])).toEqual([])
  })
  test('exactly at the bound is not beyond it', () => expect(told(rule(), [500, 500, 500, 500])).toEqual([]))
  test('it is told once, however long it lasts', () =>
    expect(
      told(
        rule(),
        Array.from({ length: 90 }, () => 600),
      ),
    ).toEqual(['begins 09:02 since 09:00']))
  test('below is the other side', () => expect(told(rule({ when: 'below', value: 10 }), [9, 9, 9])).toEqual(['begins 09:02 since 09:00']))
  test('a measured series that says nothing in a minute is neither beyond nor back', () =>
    expect(told(rule(), [600, null, 600, null, 400, 400])).toEqual(['begins 09:02 since 09:00', 'ends 09:05 as of 09:04']))
  test('after a long silence what was before does not count any more', () =>
    expect(told(rule(), [600, 600, ...Array.from({ length: 8 }, () => null), 600])).toEqual([]))
  test('where nobody listened, nothing is neither 0 nor silence', () => {
    const begins = (of: ThresholdRule, deaf: readonly number[]) => {
      const look = lookAt(of, 'count')
      return Array.from({ length: 8 }, (_, n) => look.see(begin + n * 60_000, undefined, deaf.includes(n) ? 'none' : 'all').begins && n).filter(
        (n) => n !== undefined,
      )
    }
    const below = rule({ figure: 'sum', when: 'below', value: 5 })
    const silent = rule({ when: 'silent' })
    expect([below, silent].map((of) => begins(of, []))).toEqual([[2], [2]])
    expect([below, silent].map((of) => begins(of, [0, 1, 2]))).toEqual([[5], [5]])
    expect(begins(silent, [1, 2, 3])).toEqual([5])
  })
  test('of what is counted, nothing is 0', () => {
    expect(told(rule({ figure: 'sum', when: 'below', value: 5 }), [9, null, null, null], 'count')).toEqual(['begins 09:03 since 09:01'])
    expect(told(rule({ figure: 'sum', when: 'below', value: 5 }), [9, null, null, null], 'gauge')).toEqual([])
  })
})

describe('When it is over', () => {
  test('only after so many minutes back, in a row', () =>
    expect(told(rule(), [600, 600, 600, 400, 600, 400, 400])).toEqual(['begins 09:02 since 09:00', 'ends 09:06 as of 09:05']))
  test('it may be passed again afterwards', () =>
    expect(told(rule(), [600, 600, 600, 400, 400, 600, 600, 600])).toEqual(['begins 09:02 since 09:00', 'ends 09:04 as of 09:03', 'begins 09:07 since 09:05']))
  test('what was passed before the first minute ends as well', () =>
    expect(told(rule(), [600, 400, 400], 'gauge', '07:00')).toEqual(['ends 09:02 as of 09:01']))
  test('who has said nothing for an hour is not known to be beyond anything', () =>
    expect(told(rule(), [600, 600, 600, ...Array.from({ length: 61 }, () => null)])).toEqual(['begins 09:02 since 09:00', 'ends 10:02 as of 09:02']))
})

describe('Silence', () => {
  test('is nothing for so long, and over with what comes', () =>
    expect(told(rule({ when: 'silent', value: null, backMinutes: 1 }), [1, null, null, null, 1])).toEqual([
      'begins 09:03 since 09:01',
      'ends 09:04 as of 09:04',
    ]))
})

describe('Silence of what comes seldom', () => {
  const quiet = rule({ when: 'silent', value: null, forMinutes: 3, backMinutes: 4 })
  test('silent minutes between are none', () => expect(told(quiet, [1, null, null, 1, null, null, 1])).toEqual([]))
  test('it is over when it came again for so long, with the usual minutes between', () =>
    expect(told(quiet, [1, null, null, null, 1, null, 1, null, null])).toEqual(['begins 09:03 since 09:01', 'ends 09:07 as of 09:04']))
  test('and not while it is silent again', () => expect(told(quiet, [1, null, null, null, 1, null, null, null, null])).toEqual(['begins 09:03 since 09:01']))
})

describe('What a threshold looks at', () => {
  const sketch: Sketch = new Map()
  for (let value = 1; value <= 100; value += 1) addTo(sketch, value)
  const minute: Minute = { count: 100, sum: 5_050, min: 1, max: 100, sketch: encodeSketch(sketch) }
  test.each([
    ['count', 100],
    ['sum', 5_050],
    ['mean', 50.5],
    ['min', 1],
    ['max', 100],
  ] as const)('%s', (figure, value) => expect(figureOf(rule({ figure }), 'gauge', minute)).toBe(value))
  test('a quantile, right to within a fortieth', () => {
    const value = figureOf(rule({ figure: 'quantile', quantile: 0.95 }), 'gauge', minute) as number
    expect(Math.abs(value / 95 - 1)).toBeLessThan(0.03)
    expect(figureOf(rule({ figure: 'quantile', quantile: 1 }), 'gauge', minute)).toBeLessThanOrEqual(100)
  })
})

describe('What a threshold says', () => {
  test('the rule, and the last minutes of it', () => {
    const look = lookAt(rule(), 'gauge')
    for (const [n, value] of [600, 610, 620, 630, 640, 650].entries()) look.see(begin + n * 60_000, one(value))
    expect(passedInWords(rule(), look.passed() as never)).toBe('the mean above 500 ms for 6 minutes: 610, 620, 630, 640, 650')
    expect(look.passed()).toMatchObject({ worst: 650 })
  })
  test('of silence, since when', () =>
    expect(passedInWords(rule({ when: 'silent' }), { since: begin, for: 40, said: [] })).toBe('nothing for 40 minutes, since 09:00 UTC'))
  test('a quantile by its share', () =>
    expect(ruleInWords(rule({ figure: 'quantile', quantile: 0.99, unit: '', forMinutes: 1 }))).toBe('99 % quantile above 500 for 1 minute'))
})

describe('A threshold that makes no sense', () => {
  const given = { name: 'Slow', brand: 'acme', series: { name: 'latency' }, when: 'above', value: 5 }
  const refused = (more: object) => PutThreshold.safeParse({ ...given, ...more }).error?.issues[0]?.path.join('.')
  test('is refused at the field that is wrong', () => {
    expect(refused({})).toBeUndefined()
    expect(refused({ value: null })).toBe('value')
    expect(refused({ value: Number.POSITIVE_INFINITY })).toBe('value')
    expect(refused({ forMinutes: 241 })).toBe('forMinutes')
    expect(refused({ when: 'silent', value: null, forMinutes: 1_440 })).toBeUndefined()
    expect(refused({ backMinutes: 0 })).toBe('backMinutes')
    expect(refused({ series: { name: '' } })).toBe('series.name')
  })
})

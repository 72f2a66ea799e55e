import { describe, expect, test } from 'vitest'
import { addTo, decodeSketch, encodeSketch, merge, mostBins, quantile, type Sketch } from './sketch.ts'

const of = (...values: number[]): Sketch => {
  const sketch: Sketch = new Map()
  for (const value of values) addTo(sketch, value)
  return sketch
}

describe('A sketch of values', () => {
  test('knows quantiles to within a fortieth, over all sizes and below zero', () => {
    const values = Array.from({ length: 2_000 }, (_, i) => (i - 400) * 1.37)
    for (const q of [0, 0.1, 0.5, 0.9, 0.99, 1]) {
      const right = values[Math.floor(q * (values.length - 1))] as number
      expect(Math.abs((quantile(of(...values), q) as number) - right)).toBeLessThanOrEqual(Math.abs(right) * 0.03 + 1e-9)
    }
  })
  test('says nothing where nothing was measured', () => expect(quantile(new Map(), 0.5)).toBeUndefined())
  test('two add up to what one would have been', () => {
    const [one, other] = [of(1, 2, 3, 50), of(2, 900, 0, -4)]
    expect([...merge(one, other)].sort()).toEqual([...of(1, 2, 3, 50, 2, 900, 0, -4)].sort())
  })
  test('is the same after it was bytes', () => {
    const sketch = of(0, 1, -1, 1e12, -3e-7, ...Array.from({ length: 300 }, (_, i) => i * i))
    expect([...decodeSketch(encodeSketch(sketch))].sort()).toEqual([...sketch].sort())
  })
  test('is bounded, and keeps what is large', () => {
    const sketch = of(...Array.from({ length: 5_000 }, (_, i) => 1.01 ** i))
    expect(sketch.size).toBeLessThanOrEqual(mostBins)
    expect([...sketch.values()].reduce((sum, count) => sum + count, 0)).toBe(5_000)
    const largest = 1.01 ** 4_999
    expect(Math.abs((quantile(sketch, 1) as number) - largest) / largest).toBeLessThan(0.03)
  })
  test.each(['ff', 'ffffffffffffffffffff', '80'])('refuses %s, which is none', (hex) =>
    expect(() => decodeSketch(Buffer.from(hex, 'hex'))).toThrow('no sketch'),
  )
})

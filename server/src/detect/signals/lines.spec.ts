import { describe, expect, test } from 'vitest'
import { linesIn, longestLine, mostHeld } from './lines.ts'

async function* pieces(body: Buffer, size: number) {
  for (let at = 0; at < body.length; at += size) yield body.subarray(at, at + size)
}

describe('Lines as they come', () => {
  test('long ones are given on before they fill the memory, short ones by their number', async () => {
    const groups = async (line: string, count: number) => {
      const sizes: number[] = []
      const body = Buffer.from(`${JSON.stringify(line)}\n`.repeat(count))
      for await (const { items, places } of linesIn(pieces(body, 100_000), 5_000, () => {})) {
        expect(places.length).toBe(items.length)
        sizes.push(items.length)
      }
      expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count)
      return Math.max(...sizes)
    }
    expect(await groups('x', 12_000)).toBe(5_000)
    const long = longestLine - 100
    expect((await groups('x'.repeat(long), 400)) * long).toBeLessThan(mostHeld + longestLine)
  })
})

import { describe, expect, test } from 'vitest'
import { type Pumped, pump } from './pump.ts'

describe('A pump of mails', () => {
  test('each row is begun once, sent once and told once, whatever the order of the answers', async () => {
    const post = office()
    expect(await pump(rows(200), post)).toEqual([])
    expect(post.sent.toSorted(byNumber)).toEqual(rows(200))
    expect(post.told.toSorted(byNumber)).toEqual(rows(200))
  })
  test('no more are marked at a time than twice what there are lanes', async () => {
    const post = office()
    await pump(rows(200), post)
    expect(post.mostMarked).toBeLessThanOrEqual(2 * post.lanes)
  })
  test('stopped half-way, the rest is given back, and what was marked and not sent is told so', async () => {
    const post = office()
    post.stopped = () => post.sent.length >= 50
    const left = await pump(rows(200), post)
    expect([...left, ...post.told, ...post.untried_].toSorted(byNumber)).toEqual(rows(200))
    expect(post.sent.length).toBeLessThan(60)
    expect(post.told.toSorted(byNumber)).toEqual(post.sent.toSorted(byNumber))
  })
  test('a row that may not begin is not sent, and given back', async () => {
    const post = office({ mayBegin: (row) => row % 10 !== 0 })
    expect((await pump(rows(100), post)).toSorted(byNumber)).toEqual(rows(100).filter((row) => row % 10 === 0))
    expect(post.sent).not.toContain(10)
  })
  test('what was heard before the database went away for good is told once more at the end', async () => {
    const post = office({ failsAt: 3 })
    const left = await pump(rows(100), post)
    expect([...left, ...post.told, ...post.untried_].toSorted(byNumber)).toEqual(rows(100))
  })
})

const rows = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const byNumber = (one: number, other: number) => one - other
type Said = { row: number; tried: boolean }
type Kept = { sent: number[]; told: number[]; untried_: number[]; marked: Set<number>; mostMarked: number; turns: number }

function office({ mayBegin = () => true, failsAt = 0 }: { mayBegin?: (row: number) => boolean; failsAt?: number } = {}) {
  const post: Pumped<number, Said> & Kept = {
    lanes: 5,
    beat: 60_000,
    sent: [] as number[],
    told: [] as number[],
    untried_: [] as number[],
    marked: new Set<number>(),
    mostMarked: 0,
    turns: 0,
    stopped: () => false,
    untried: (row: number): Said => ({ row, tried: false }),
    send: async (row: number): Promise<Said> => {
      post.sent.push(row)
      for (let n = row % 7; n > 0; n -= 1) await Promise.resolve()
      return { row, tried: true }
    },
    exchange: async (said: Said[], begin: number[]) => {
      post.turns += 1
      await new Promise((soon) => setImmediate(soon))
      if (post.turns === failsAt) throw new Error('away')
      for (const { row, tried } of said) {
        ;(tried ? post.told : post.untried_).push(row)
        post.marked.delete(row)
      }
      const begun = begin.filter(mayBegin)
      for (const row of begun) post.marked.add(row)
      post.mostMarked = Math.max(post.mostMarked, post.marked.size)
      return begun
    },
  }
  return post
}

import { describe, expect, test } from 'vitest'
import { type Page, type Place, walkDown, type Where } from './walk-down.ts'

describe('Reading from the newest down', () => {
  /** A service with the posts 1 to `last`, three a page. */
  const service =
    (last: number, fails: (nth: number) => Page | undefined = () => undefined) =>
    (asked: Where[]) =>
    async (where: Where): Promise<Page> => {
      asked.push(where)
      const failed = fails(asked.length)
      if (failed) return failed
      const under = Number(where.next ?? where.before ?? last + 1)
      const posts = Array.from({ length: last }, (_, i) => last - i)
        .filter((nth) => nth < under && nth > Number(where.low ?? 0))
        .slice(0, 3)
      return {
        posts: posts.map((nth) => ({ mark: String(nth), id: `post ${nth}`, item: { nth } })),
        ...(posts.length === 3 ? { next: String(posts.at(-1)) } : {}),
      }
    }
  const walk = async (place: Place, of: ReturnType<typeof service>, asked: Where[] = []) => {
    const walked = await walkDown(place, of(asked), (one, other) => Number(one) - Number(other))
    if (walked.kind !== 'well') throw new Error(walked.sentence)
    return { ...walked, nths: walked.items.map(({ nth }) => nth) }
  }
  test('at first only the newest page counts', async () => {
    const { nths, place, more } = await walk({}, service(100))
    expect([nths, place.low, more]).toEqual([[100, 99, 98], '100', undefined])
  })
  test('then everything down to what is known, over pages', async () => {
    const { place } = await walk({}, service(100))
    const next = await walk(place, service(107))
    expect([next.nths, next.place.low]).toEqual([[107, 106, 105, 104, 103, 102, 101], '107'])
  })
  test('a flood is read on where it was left, and nothing of it is lost or read twice', async () => {
    let { place } = await walk({}, service(100))
    const all: unknown[] = []
    for (const last of [140, 143, 143]) {
      const walked = await walk(place, service(last))
      all.push(...walked.nths)
      place = walked.place
      if (last === 140) expect([walked.more, walked.place.low, walked.place.before]).toEqual([true, '100', '126'])
    }
    for (let turn = 0; turn < 3; turn += 1) {
      const walked = await walk(place, service(143))
      all.push(...walked.nths)
      place = walked.place
    }
    expect(all.toSorted((one, other) => Number(one) - Number(other))).toEqual(Array.from({ length: 43 }, (_, i) => 101 + i))
  })
  test('trouble at first is told; in between, what was read stays read', async () => {
    const trouble = { kind: 'failed' as const, sentence: 'It answers 500.', waitSeconds: 40 }
    await expect(
      walk(
        { low: '1' },
        service(50, () => trouble),
      ),
    ).rejects.toThrow('It answers 500.')
    const broken = await walk(
      { low: '40' },
      service(50, (nth) => (nth === 2 ? trouble : undefined)),
    )
    expect(broken).toMatchObject({ nths: [50, 49, 48], more: true, waitSeconds: 40, place: { low: '40', before: '48', top: '50' } })
    expect((await walk(broken.place, service(50))).nths).toEqual([47, 46, 45, 44, 43, 42, 41])
  })
  test('whoever always gives the same page is not asked for ever', async () => {
    const asked: Where[] = []
    const same =
      () =>
      async (where: Where): Promise<Page> => {
        asked.push(where)
        return { posts: [{ mark: '9', id: 'nine', item: { nth: 9 } }], next: 'again' }
      }
    expect((await walk({ low: '1' }, same)).nths).toEqual([9])
    expect(asked).toHaveLength(2)
  })
})

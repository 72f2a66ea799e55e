// Reads what is newest first down to what is known. Where that is more than may be asked for at once, it goes on there the next time, so that nothing in between is left out.
import type { Told } from '../signals/forms/form.ts'
import type { Asked, Trouble } from './ask.ts'
import { shortHash } from './feed.read.ts'

/** `mark`: what the other side sorts by. `item`: undefined for what is not counted (ours, passed on). */
export type Post = { mark: string; id: string; item: Told | undefined }
/** `next`: how its next page is asked for; none: this is the last. */
export type Page = { posts: Post[]; next?: string; waitSeconds?: number } | Trouble
/** `low`: known down from here. `top` and `before`: of a walk that is not at its end, where it began and where it goes on. `seen`: ids around there. */
export type Place = { low?: string; top?: string; before?: string; seen?: string[] }
/** `from`: where this walk began, the same for all its pages; `before`: the lowest that was read so far. */
export type Where = { low: string | undefined; from: string | undefined; before: string | undefined; next: string | undefined }

const [mostPages, mostSeen] = [5, 2_000]

/** @param later which of two marks is the later one, as in sorting */
export async function walkDown(place: Place, page: (where: Where) => Promise<Page>, later: (one: string, other: string) => number): Promise<Asked<Place>> {
  const seen = new Set(place.seen)
  const items: Told[] = []
  let { top, before } = place
  let next: string | undefined
  const done = (more: boolean, waitSeconds?: number): Asked<Place> => {
    const low = more ? place.low : (top ?? place.low)
    return {
      kind: 'well',
      items,
      place: {
        ...(low === undefined ? {} : { low }),
        ...(more && top !== undefined ? { top } : {}),
        ...(more && before !== undefined ? { before } : {}),
        seen: [...seen].slice(-mostSeen),
      },
      ...(more ? { more } : {}),
      ...(waitSeconds === undefined ? {} : { waitSeconds }),
    }
  }
  for (let nth = 0; nth < mostPages; nth += 1) {
    const got = await page({ low: place.low, from: place.before, before, next })
    // What was read before it stays read.
    if ('kind' in got) return nth === 0 ? got : done(true, got.waitSeconds ?? 60)
    const fresh = got.posts.filter(({ id }) => !seen.has(shortHash(id)))
    for (const { mark, id, item } of fresh) {
      seen.add(shortHash(id))
      if (item) items.push(item)
      if (top === undefined || later(mark, top) > 0) top = mark
      if (before === undefined || later(mark, before) < 0) before = mark
    }
    // The first time only the newest are looked at; and whoever gives the same again has no more.
    if (place.low === undefined || got.next === undefined || fresh.length === 0) return done(false, got.waitSeconds)
    if (got.waitSeconds !== undefined) return done(true, got.waitSeconds)
    next = got.next
  }
  return done(true)
}

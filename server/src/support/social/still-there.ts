// Whether what was written in public still stands there: some posts at a time, each now and then, so that nobody answers what is deleted or says something else by now.
import { jsonOf } from '../../detect/asked/ask.ts'
import { listed, told } from '../../detect/signals/forms/form.ts'
import type { Heard } from '../../platform/outgoing/outgoing.ts'
import { type Body, troubleIn, type Within } from './bluesky-mentions.ts'
import { wordsIn } from './mastodon-mentions.ts'
import type { Standing } from './mention.ts'

type Found = { gone: string[]; standing: (Standing | { reference: string })[] }

/** One by one, as every version of it can be asked. What it does not say stays as it is known. */
export async function standingOnMastodon(posts: readonly Standing[], ask: (path: string) => Promise<Heard>): Promise<Found> {
  const found: Found = { gone: [], standing: [] }
  for (const { reference, text } of posts) {
    const heard = await ask(`v1/statuses/${encodeURIComponent(reference)}`)
    if (heard.kind !== 'heard') return found
    const status = told(jsonOf(heard.body))
    if (heard.status === 404 && typeof status.error === 'string') found.gone.push(reference)
    if (heard.status !== 200 || status.id !== reference) continue
    const words = wordsIn(status)
    found.standing.push(words === '' || words === text ? { reference } : { reference, text: words })
  }
  return found
}

/** All at once; posts there are never changed. */
export async function standingOnBluesky(posts: readonly Standing[], within: Within, now: Date): Promise<Found> {
  if (posts.length === 0) return { gone: [], standing: [] }
  const uris = posts.map(({ reference }): [string, string] => ['uris', reference.split(' ')[0] ?? ''])
  const heard = await within('app.bsky.feed.getPosts', uris)
  const list = troubleIn(heard, now) ? undefined : told(jsonOf((heard as Body).body)).posts
  if (!Array.isArray(list)) return { gone: [], standing: [] }
  const there = new Set(listed(list, 100).map((each) => told(each).uri))
  const stands = ({ reference }: Standing) => there.has(reference.split(' ')[0])
  return {
    gone: posts.filter((each) => !stands(each)).map(({ reference }) => reference),
    standing: posts.filter(stands).map(({ reference }) => ({ reference })),
  }
}

// Searches on Bluesky: where a name is given, within a session of that account, which is signed in once and renewed.
import type { Answer } from '@leeward/channel'
import { createSessions } from '@leeward/bluesky/sessions'
import type { Outgoing } from '../../platform/outgoing/outgoing.ts'
import { instant, line, signal, text, told } from '../signals/forms/form.ts'
import type { SettingsOf } from '../signals/source-settings.contract.ts'
import { type Asked, type Asking, jsonOf, troubleOf, waitOf } from './ask.ts'
import { type Page, type Place, type Post, walkDown, type Where } from './walk-down.ts'

const method = 'app.bsky.feed.searchPosts'
const aPage = 100
/** A post may be found some minutes after it was written. */
const overlapMs = 10 * 60_000
type Settings = SettingsOf<'bluesky'>

/** One a process: it remembers sessions. */
export function createBlueskyAsker(call: Outgoing) {
  const sessions = createSessions(call)
  return (asking: Omit<Asking<Settings, Place>, 'call'>): Promise<Asked<Place>> => {
    const { settings, secret, place, since, now } = asking
    const page = async (where: Where): Promise<Page> => {
      const heard = await ask(asking, queryOf(settings, where))
      if ('kind' in heard && heard.kind !== 'heard' && 'sentence' in heard) return heard
      const trouble = troubleOf(heard, now, settings.handle !== null)
      if (trouble || heard.kind !== 'heard') return trouble ?? { kind: 'failed', sentence: 'No answer.' }
      const answer = told(jsonOf(heard.body))
      const posts = postsIn(answer.posts, settings, since)
      if (!posts) return { kind: 'failed', sentence: 'What it answers is no list of posts: is this the address of a Bluesky server?' }
      const wait = waitOf(heard.headers, now)
      const cursor = line(answer.cursor, 500)
      return { posts, ...(cursor && posts.length > 0 ? { next: cursor } : {}), ...(wait === undefined ? {} : { waitSeconds: wait }) }
    }
    const ask = async ({ settings: { server, handle } }: typeof asking, query: Record<string, string>): Promise<Answer | Extract<Page, { kind: string }>> => {
      const service = server.replace(/\/+$/, '')
      if (handle === null) return call(`${service}/xrpc/${method}?${new URLSearchParams(query)}`, { method: 'GET', headers: { 'user-agent': 'Leeward' } })
      if (!secret) return { kind: 'refused', sentence: 'An app password is missing.' }
      let heard: Answer | undefined
      const outcome = await sessions.within(
        { service, handle, password: secret },
        async (session) => {
          heard = await session.get(method, query)
          return { heard, asked: true }
        },
        () => ({ state: 'accepted', answer: '' }),
      )
      if (heard) return heard
      const waits = outcome.retryAfterSeconds === undefined ? {} : { waitSeconds: outcome.retryAfterSeconds }
      return { kind: outcome.state === 'bounced' ? 'refused' : 'failed', sentence: `It lets nobody in: ${outcome.answer}.`, ...waits }
    }
    return walkDown(place, page, (one, other) => (one < other ? -1 : one > other ? 1 : 0))
  }
}

/** On from where a walk was broken off it is asked by time; within one walk by its cursor. */
const queryOf = ({ search }: Settings, { low, from, next }: Where): Record<string, string> => ({
  q: search,
  sort: 'latest',
  limit: String(aPage),
  ...(low ? { since: new Date(Date.parse(low) - overlapMs).toISOString() } : {}),
  ...(from ? { until: new Date(Date.parse(from) + 1).toISOString() } : {}),
  ...(next ? { cursor: next } : {}),
})

/** Newest first; undefined: these are no posts. @param since what was written before is not counted */
export function postsIn(list: unknown, { ours }: Pick<Settings, 'ours'>, since: Date): Post[] | undefined {
  if (!Array.isArray(list)) return undefined
  const own = new Set(ours.map((name) => name.replace(/^@/, '').toLowerCase()))
  return list.slice(0, 200).flatMap((each): Post[] => {
    const { uri, author, record, indexedAt } = told(each)
    const { did, handle } = told(author)
    const [, repo, key] = /^at:\/\/(did:[\w:.%-]{1,200})\/app\.bsky\.feed\.post\/([\w.~:-]{1,100})$/.exec(String(uri)) ?? []
    const written = instant(told(record).createdAt)
    const found = instant(indexedAt)
    const at = written === undefined || found === undefined ? (found ?? written) : Math.min(written, found)
    if (!repo || !key || at === undefined) return []
    const words = text(told(record).text)
    const counts = words !== undefined && !own.has(String(handle).toLowerCase()) && !own.has(String(did).toLowerCase()) && at >= since.getTime()
    const item = signal({
      id: `post/${String(uri)}`,
      at,
      kind: 'message',
      name: 'posts',
      body: words,
      link: `https://bsky.app/profile/${repo}/post/${key}`,
      labels: { server: 'bluesky' },
    })
    return [{ mark: new Date(at).toISOString(), id: String(uri), item: counts ? item : undefined }]
  })
}

// Searches on Mastodon and what speaks as it does: a hashtag, which most servers tell anybody, or words, with a token.
import { instant, line, link, signal, text, told } from '../signals/forms/form.ts'
import type { SettingsOf } from '../signals/source-settings.contract.ts'
import { type Asked, type Asking, jsonOf, troubleOf, waitOf } from './ask.ts'
import { plainHtml } from './plain-html.ts'
import { type Page, type Place, type Post, walkDown, type Where } from './walk-down.ts'

const aPage = 40
type Settings = SettingsOf<'mastodon'>

export function askMastodon(asking: Asking<Settings, Place>): Promise<Asked<Place>> {
  const { settings, secret, place, since, now, call } = asking
  const headers = { 'user-agent': 'Leeward', accept: 'application/json', ...(secret ? { authorization: `Bearer ${secret}` } : {}) }
  const page = async (where: Where): Promise<Page> => {
    const heard = await call(addressOf(settings, where), { method: 'GET', headers })
    const trouble = troubleOf(heard, now, secret !== null)
    if (trouble || heard.kind !== 'heard') return trouble ?? { kind: 'failed', sentence: 'No answer.' }
    const posts = postsIn(jsonOf(heard.body), settings, since)
    if (!posts) return { kind: 'failed', sentence: 'What it answers is no list of posts: is this the address of a Mastodon server?' }
    const wait = waitOf(heard.headers, now)
    const last = posts.at(-1)?.mark
    return { posts, ...(posts.length >= aPage && last ? { next: last } : {}), ...(wait === undefined ? {} : { waitSeconds: wait }) }
  }
  return walkDown(place, page, laterId)
}

function addressOf({ server, search }: Settings, { low, before }: Where): string {
  const base = server.replace(/\/+$/, '')
  const paged = { limit: String(aPage), ...(before ? { max_id: before } : {}) }
  // The search of statuses takes the lower end as min_id, and is as newest first as a timeline.
  return search.startsWith('#')
    ? `${base}/api/v1/timelines/tag/${encodeURIComponent(search.slice(1))}?${new URLSearchParams({ ...paged, ...(low ? { since_id: low } : {}) })}`
    : `${base}/api/v2/search?${new URLSearchParams({ q: search, type: 'statuses', ...paged, ...(low ? { min_id: low } : {}) })}`
}

/** Newest first; undefined: these are no posts. @param since what was written before is not counted */
export function postsIn(answer: unknown, { server, ours }: Pick<Settings, 'server' | 'ours'>, since: Date): Post[] | undefined {
  const list = Array.isArray(answer) ? answer : told(answer).statuses
  if (!Array.isArray(list)) return undefined
  const host = new URL(server).host
  return list.slice(0, 200).flatMap((each): Post[] => {
    const { id, uri, url, content, spoiler_text: warning, created_at: created, account, reblog, visibility } = told(each)
    const mark = line(id, 64)
    if (!mark || !/^[\w-]+$/.test(mark)) return []
    const at = instant(created)
    const words = [line(warning, 300), text(plainHtml(String(content ?? '')))].filter(Boolean).join('\n')
    const counts =
      words !== '' &&
      !reblog &&
      visibility !== 'private' &&
      visibility !== 'direct' &&
      !isOurs(String(told(account).acct ?? ''), host, ours) &&
      (at ?? 0) >= since.getTime()
    const item = signal({
      id: `post/${line(uri, 250) ?? mark}`,
      at,
      kind: 'message',
      name: 'posts',
      body: words,
      link: link(url) ?? link(uri),
      labels: { server: host.slice(0, 200) },
    })
    return [{ mark, id: mark, item: counts ? item : undefined }]
  })
}

/** Of people of the server asked, only the name is told. One of ours without a server is meant there. */
function isOurs(acct: string, host: string, ours: readonly string[]): boolean {
  const whole = (name: string) => (name.includes('@') ? name : `${name}@${host}`).toLowerCase()
  return ours.some((name) => whole(name.replace(/^@/, '')) === whole(acct))
}

/** Ids grow; the longer one is the later. */
const laterId = (one: string, other: string): number => one.length - other.length || (one < other ? -1 : one > other ? 1 : 0)

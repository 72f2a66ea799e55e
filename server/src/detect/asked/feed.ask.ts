// Asks for a feed, only where it has changed; each entry is news once.
import { signal, type Told } from '../signals/forms/form.ts'
import type { SettingsOf } from '../signals/source-settings.contract.ts'
import { type Asked, type Asking, troubleOf, waitOf } from './ask.ts'
import { type Entry, readFeed, shortHash } from './feed.read.ts'

/** `seen`: keys of entries, the newest look first. */
export type FeedPlace = { seen?: string[]; etag?: string; modified?: string }
const [mostSeen, mostRedirects] = [3_000, 3]
const keptMs = 13 * 86_400_000

export async function askFeed(asking: Asking<SettingsOf<'feed'>, FeedPlace>): Promise<Asked<FeedPlace>> {
  const { place, since, now } = asking
  const heard = await fetched(asking)
  const wait = heard.kind === 'heard' ? waitOf(heard.headers, now) : undefined
  const waits = wait === undefined ? {} : { waitSeconds: wait }
  if (heard.kind === 'heard' && heard.status === 304) return { kind: 'well', items: [], place, ...waits }
  const trouble = troubleOf(heard, now, false, 'latin1')
  if (trouble || heard.kind !== 'heard') return trouble ?? { kind: 'failed', sentence: 'No answer.' }
  const read = readFeed(Buffer.from(heard.body, 'latin1'), heard.headers['content-type'])
  if ('wrong' in read) return { kind: 'failed', sentence: read.wrong, ...waits }
  const known = new Set(place.seen)
  // What stood there before anybody asked is known, and no news; what turns up later is, whatever date it has.
  const isNews = ({ key, at }: Entry) =>
    !known.has(key) && (place.seen ? (at ?? now.getTime()) > now.getTime() - keptMs : at !== undefined && at >= since.getTime())
  // Where the answer broke off, the rest is asked for again.
  const { etag, 'last-modified': modified } = heard.headers
  return {
    kind: 'well',
    items: read.entries.filter(isNews).map(itemOf),
    place: {
      seen: [...new Set([...read.entries.map(({ key }) => key), ...known])].slice(0, mostSeen),
      ...(read.whole && etag && etag.length < 500 ? { etag } : {}),
      ...(read.whole && modified && modified.length < 100 ? { modified } : {}),
    },
    ...waits,
  }
}

/** Feeds move; each address on the way is judged like the first. */
async function fetched({ settings, place, call }: Asking<SettingsOf<'feed'>, FeedPlace>) {
  let url = settings.url
  const headers = {
    'user-agent': 'Leeward',
    accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
    ...(place.etag ? { 'if-none-match': place.etag } : {}),
    ...(place.modified ? { 'if-modified-since': place.modified } : {}),
  }
  for (let moved = 0; ; moved += 1) {
    const heard = await call(url, { method: 'GET', headers })
    const to = heard.kind === 'heard' && [301, 302, 303, 307, 308].includes(heard.status) ? heard.headers.location : undefined
    if (!to || moved >= mostRedirects || !URL.canParse(to, url)) return heard
    url = new URL(to, url).href
  }
}

const itemOf = ({ key, at, title, body, link }: Entry): Told =>
  signal({ id: `entry/${shortHash(key)}`, at, kind: 'message', name: 'feed', title, body: body ?? title ?? '(an entry without words)', link })

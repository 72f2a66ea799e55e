// One update as a post in public: what it is about, what must be done, then what is most needed, when we write again, and where the rest stands.
import { lengthOf as onBluesky, longestPost, textOf as forBluesky } from '@leeward/bluesky/post'
import type { Fitted, Piece, ShortPost } from '@leeward/channel/short-post'
import { fitted } from '@leeward/channel/short-post'
import { lengthOf as onMastodon, textOf as forMastodon, usualLimits } from '@leeward/mastodon/post'
import { shownTime } from '../frame/html.ts'
import { saidParts } from '../frame/parts.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import type { Parts } from '../updates/updates.contract.ts'
import type { networks } from './social.contract.ts'
import { weighted } from './weighted.ts'

/** `link`: the incident's own page; empty where it is not for everybody. */
export type Said = {
  phase: 'investigating' | 'identified' | 'monitoring' | 'resolved'
  parts: Parts
  nextUpdateAt: Date | null
  locale: string
  timeZone: string
  practice: boolean
  link: string
}
type Network = (typeof networks)[number]
export type Post = Fitted & { network: Network; length: number; most: number }

/** Most needed first, by phase: while it lasts, whom it hurts and what helps; once it is over, why it was and will not be. */
const during = ['must', 'happened', 'affected', 'can', 'workaround', 'doing', 'estimate', 'known', 'unknown', 'why', 'prevention']
const after = ['must', 'happened', 'why', 'doing', 'prevention', 'affected', 'can', 'workaround', 'known', 'unknown', 'estimate']

/** The parts of it in the order in which they are needed; a channel takes as many as it has room for. */
export function shortPost({ phase, parts, nextUpdateAt, locale, timeZone, practice, link }: Said): ShortPost {
  const words = frame(locale)
  const language = languageOf(locale)
  const colon = colons[language] ?? ': '
  const order = phase === 'resolved' ? after : during
  const said = saidParts(parts, words, phase === 'resolved').toSorted((one, other) => order.indexOf(one.part) - order.indexOf(other.part))
  const next = nextUpdateAt ? put(words.nextUpdate, { time: shownTime(nextUpdateAt, language, timeZone) }) : phase === 'resolved' ? words.lastUpdate : ''
  return {
    pieces: [
      { name: 'title', head: `${practice ? `${words.practice} ` : ''}${words[phase]}${colon}`, text: parts.title },
      ...said.map(({ part, label, text }): Piece => {
        const head = part === 'happened' ? {} : { head: `${label}${colon}` }
        return { name: part, ...head, text, ...(part === 'must' ? { needed: true as const } : {}) }
      }),
      { name: 'next', text: next, last: true },
    ],
    ...(link ? { link } : {}),
  }
}
const colons: Record<string, string> = { fr: '\u00a0: ', ja: '：' }

/** What each network gets, and one short and one long post for all others, to be copied. */
export function postsOf(said: Said): Post[] {
  const post = shortPost(said)
  return [
    { network: 'bluesky', most: longestPost, ...counted(forBluesky(post), onBluesky) },
    { network: 'mastodon', most: usualLimits.most, ...counted(forMastodon(post), onMastodon) },
    {
      network: 'short',
      most: mostShort,
      ...counted(
        fitted(post, (text) => weighted(text) <= mostShort),
        weighted,
      ),
    },
    {
      network: 'long',
      most: mostLong,
      ...counted(
        fitted(post, (text) => text.length <= mostLong, '\n\n'),
        (text) => text.length,
      ),
    },
  ]
}
/** X, and LinkedIn. */
const [mostShort, mostLong] = [280, 3_000]
const counted = (made: Fitted, length: (text: string) => number) => ({ ...made, length: length(made.text) })

// A post as Mastodon counts and shows it: within an instance's limit, a link as 23 characters whatever its length, and nobody called by it.
import { webAddress } from '@leeward/channel/plain-text'
import { addresses, type Fitted, fitted, graphemesIn, type ShortPost } from '@leeward/channel/short-post'

/** What an instance takes, unless it says otherwise. */
export type Limits = { most: number; perLink: number }
export const usualLimits: Limits = { most: 500, perLink: 23 }

/** As an instance counts: what is read as one character as one, each link as so many. */
export function lengthOf(text: string, { perLink }: Limits = usualLimits): number {
  let rest = text
  let links = 0
  for (const { from, to, url } of addresses(text).reverse()) {
    // What has no name of a place in it is no link there, and counts as it is written.
    if (!/^https?:\/\/[^/?#]+\.\p{L}{2,}(?:[:/?#]|$)/iu.test(url)) continue
    rest = rest.slice(0, from) + rest.slice(to)
    links += perLink
  }
  return graphemesIn(rest) + links
}

export function textOf({ pieces, link }: ShortPost, limits: Limits = usualLimits): Fitted {
  const address = link && webAddress(link)
  return fitted({ pieces: pieces.map(quiet), ...(address ? { link: address } : {}) }, (text) => lengthOf(text, limits) <= limits.most)
}

/** An @name would tell whoever is called so: a sign without width stands within it. It is put in before anything is counted. */
const quiet = (piece: ShortPost['pieces'][number]) => ({ ...piece, text: uncalled(piece.text) })
/** An @name in what somebody wrote is only letters. */
export const uncalled = (text: string): string => text.replace(/(?<![\p{L}\p{N}_/=])[@＠](?=[\p{L}\p{N}_])/gu, '@\u200d')

/** The words of a status as it is shown (HTML), for comparing with what was sent. */
export function wordsOf(html: string): string {
  return spaced(
    html
      .replace(/<br\s*\/?>|<\/p>/gi, ' ')
      .replace(/<[^>]*>/g, '')
      .replace(/&(?:lt|gt|quot|apos|#39|amp);/g, (entity) => entities[entity] as string),
  )
}
const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&#39;': "'", '&amp;': '&' }
export const spaced = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim()

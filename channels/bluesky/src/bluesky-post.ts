// A post as Bluesky keeps it: a record of app.bsky.feed.post within its limits, with its links marked by their bytes.
import { addresses, type Fitted, fitted, graphemesIn, type ShortPost } from '@leeward/channel/short-post'
import { webAddress } from '@leeward/channel/plain-text'

/** https://docs.bsky.app: what is read as one character counts as one; and so many bytes, whatever it is read as. */
export const longestPost = 300
const mostBytes = 3_000
const longestLink = 60

export const lengthOf = graphemesIn
export const fits = (text: string): boolean => Buffer.byteLength(text) <= mostBytes && graphemesIn(text) <= longestPost

/** The words of it: the link without its scheme, as people read it there. */
export function textOf({ pieces, link }: ShortPost): Fitted {
  const address = link && webAddress(link)
  return fitted({ pieces, ...(address ? { link: shownLink(address) } : {}) }, fits)
}

export type Strong = { uri: string; cid: string }
export type PostRecord = {
  $type: 'app.bsky.feed.post'
  text: string
  createdAt: string
  langs: string[]
  facets?: Facet[]
  reply?: { root: Strong; parent: Strong }
}
type Facet = { index: { byteStart: number; byteEnd: number }; features: { $type: 'app.bsky.richtext.facet#link'; uri: string }[] }

/** The same post always makes the same record, so that one that is put again changes nothing. */
export function recordOf(post: ShortPost, { at, language }: { at: Date; language: string }, reply?: PostRecord['reply']): PostRecord {
  const { text } = textOf(post)
  return recordWith(text, facetsOf(text, post.link && webAddress(post.link)), { at, language }, reply)
}

/** What a person wrote, with its lines, as a record. */
export const recordOfText = (text: string, said: { at: Date; language: string }, reply: PostRecord['reply']): PostRecord =>
  recordWith(text, linksIn(text), said, reply)
export const linksIn = (text: string): Facet[] => facetsOf(text, undefined)

function recordWith(text: string, facets: Facet[], { at, language }: { at: Date; language: string }, reply: PostRecord['reply']): PostRecord {
  return {
    $type: 'app.bsky.feed.post',
    text,
    createdAt: at.toISOString(),
    langs: [language],
    ...(facets.length > 0 ? { facets } : {}),
    ...(reply ? { reply } : {}),
  }
}

/** Where each link stands, in bytes of UTF-8; an address that could lead elsewhere than it says is only letters. */
function facetsOf(text: string, link: string | undefined): Facet[] {
  const last = link ? text.length - shownLink(link).length : text.length
  const written = addresses(text.slice(0, last)).flatMap(({ from, to, url }) => {
    const address = webAddress(url)
    return address ? [facet(text, from, to, address)] : []
  })
  return link ? [...written, facet(text, last, text.length, link)] : written
}

const facet = (text: string, from: number, to: number, uri: string): Facet => {
  const byteStart = Buffer.byteLength(text.slice(0, from))
  return { index: { byteStart, byteEnd: byteStart + Buffer.byteLength(text.slice(from, to)) }, features: [{ $type: 'app.bsky.richtext.facet#link', uri }] }
}

/** The host is always whole; a long path ends in …. */
function shownLink(address: string): string {
  const { host } = new URL(address)
  const shown = address.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return shown.length <= longestLink ? shown : `${shown.slice(0, Math.max(host.length + 1, longestLink - 1))}…`
}

const sortable = '234567abcdefghijklmnopqrstuvwxyz'

/** A record's key in the form of a TID: its moment in microseconds, and ten bits; of the same moment and seed always the same. */
export function keyOf(at: Date, seed: Buffer): string {
  const micros = BigInt(at.getTime()) * 1_000n + BigInt(seed.readUInt16BE(0) % 1_000)
  let rest = ((micros & ((1n << 53n) - 1n)) << 10n) | BigInt(seed.readUInt16BE(2) % 1_024)
  let key = ''
  for (let nth = 0; nth < 13; nth += 1) {
    key = `${sortable[Number(rest & 31n)]}${key}`
    rest >>= 5n
  }
  return key
}

// What the lexicon asks of a post (app.bsky.feed.post), in words of our own: for the fake.
import { graphemesIn } from '@leeward/channel/short-post'

const known = ['$type', 'text', 'createdAt', 'langs', 'facets', 'reply']

/** What is wrong with it; undefined: nothing. */
export function wrongWith(record: Record<string, unknown>): string | undefined {
  const { $type, text, createdAt, langs, facets = [], reply } = record
  const odd = Object.keys(record).find((each) => !known.includes(each))
  if (odd) return `${odd} is not known here`
  if ($type !== 'app.bsky.feed.post') return 'wrong $type'
  if (typeof text !== 'string' || !text.isWellFormed()) return 'text must be a string'
  if (Buffer.byteLength(text) > 3_000) return 'text must not be longer than 3000 characters'
  if (graphemesIn(text) > 300) return 'text must not be longer than 300 graphemes'
  if (typeof createdAt !== 'string' || Number.isNaN(Date.parse(createdAt)) || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(createdAt))
    return 'createdAt must be an RFC 3339 datetime'
  if (!Array.isArray(langs) || langs.length > 3 || !langs.every((each) => /^[a-z]{2,3}(-[A-Za-z]{2,4})?$/.test(String(each))))
    return 'langs must be well-formed BCP 47'
  if (!Array.isArray(facets)) return 'facets must be an array'
  for (const each of facets) {
    const wrong = wrongFacet(each, Buffer.from(text))
    if (wrong) return wrong
  }
  if (reply !== undefined) {
    const { root, parent } = reply as { root?: unknown; parent?: unknown }
    if (!isStrong(root) || !isStrong(parent)) return 'reply must have root and parent, each with uri and cid'
  }
  return undefined
}

/** A link stands where whole characters begin and end, and reads as where it leads. */
function wrongFacet(given: unknown, text: Buffer): string | undefined {
  const { index, features } = given as { index?: { byteStart?: unknown; byteEnd?: unknown }; features?: { $type?: unknown; uri?: unknown }[] }
  const [from, to] = [Number(index?.byteStart), Number(index?.byteEnd)]
  if (!Number.isInteger(from) || !Number.isInteger(to) || from < 0 || to <= from || to > text.length) return 'a facet lies outside of the text'
  const shown = text.subarray(from, to).toString('utf8')
  if (shown.includes('\ufffd')) return 'a facet cuts a character'
  const uri = features?.[0]?.uri
  if (features?.length !== 1 || features[0]?.$type !== 'app.bsky.richtext.facet#link' || typeof uri !== 'string' || !URL.canParse(uri))
    return 'a facet has no link'
  if (!shown.replace(/^https?:\/\//, '').startsWith(new URL(uri).host)) return 'a link reads as another'
  return undefined
}

const isStrong = (given: unknown): boolean => {
  const { uri, cid } = (given ?? {}) as { uri?: unknown; cid?: unknown }
  return typeof uri === 'string' && uri.startsWith('at://did:') && typeof cid === 'string' && cid.startsWith('baf')
}

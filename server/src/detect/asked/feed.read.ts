// Entries of a feed: RSS 0.9 to 2.0, RDF, Atom, also where somebody wrote them by hand. What a document defines for itself (entities) is never carried out.
import { createHash } from 'node:crypto'
import { Parser } from 'htmlparser2'
import { instant, line, link, text } from '../signals/forms/form.ts'
import { plainHtml } from './plain-html.ts'

/** `key`: of its guid, its address, or what it says. `at`: undefined where it names no time. */
export type Entry = { key: string; at: number | undefined; title: string | undefined; body: string | undefined; link: string | undefined }
/** `whole`: it did not break off; an entry that did is left out. */
export type FeedRead = { entries: Entry[]; whole: boolean } | { wrong: string }

const [mostEntries, mostField, deepest] = [1_000, 60_000, 100]
const isEntry = (name: string) => name === 'item' || name === 'entry'
const roots: ReadonlySet<string> = new Set(['rss', 'feed', 'rdf'])

export function readFeed(bytes: Buffer, contentType = ''): FeedRead {
  const document = decoded(bytes, contentType)
  const prolog = document.slice(0, document.search(/<[a-z]/i) + 1 || undefined)
  if (/<!ENTITY|<!DOCTYPE[^>[]*\[/i.test(prolog)) return { wrong: 'It defines entities of its own, which no feed needs: it is not read.' }
  try {
    return fieldsIn(document)
  } catch (error) {
    if (error instanceof TooDeep) return { wrong: 'It is nested deeper than any feed: it is not read.' }
    throw error
  }
}

class TooDeep extends Error {}
type Fields = Map<string, string>

/** Only what stands directly in an entry says something of it. */
function fieldsIn(document: string): FeedRead {
  const entries: Entry[] = []
  let [depth, entryDepth, root, whole] = [0, 0, '', true]
  let fields: Fields | undefined
  let field = ''
  const parser = new Parser(
    {
      onopentag: (given, attributes) => {
        const name = plainName(given)
        depth += 1
        if (depth > deepest) throw new TooDeep()
        if (depth === 1) root = name
        if (!fields && isEntry(name) && entries.length < mostEntries) {
          fields = new Map()
          entryDepth = depth
        } else if (fields && depth === entryDepth + 1) {
          field = name
          const { href, rel } = attributes
          if (name === 'link' && href && (rel === undefined || rel === 'alternate') && !fields.has('href')) fields.set('href', href)
        } else if (fields && field !== '') add(fields, field, ' ')
      },
      ontext: (said) => {
        if (fields && field !== '') add(fields, field, said)
      },
      onclosetag: (_name, implied) => {
        if (implied) whole = false
        if (fields && depth === entryDepth) {
          if (!implied) entries.push(entryOf(fields))
          fields = undefined
        }
        if (fields && depth === entryDepth + 1) field = ''
        depth -= 1
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(document)
  return roots.has(root) ? { entries, whole } : { wrong: 'What is there is no feed (RSS or Atom).' }
}

/** `content:encoded` and `dc:date` by what they are; of two of a name the first counts. */
const plainName = (name: string): string => name.toLowerCase().replace(/^(atom|dc|rss|rdf):/, '')
function add(fields: Fields, name: string, said: string): void {
  const before = fields.get(name) ?? ''
  if (before.length < mostField) fields.set(name, before + said.slice(0, mostField))
}

function entryOf(fields: Fields): Entry {
  const of = (...names: string[]) => names.map((name) => fields.get(name)?.trim()).find(Boolean)
  const words = (given: string | undefined) => (given === undefined ? undefined : /[<&]/.test(given) ? plainHtml(given) : given)
  const title = line(words(of('title')), 300)
  const body = text(words(of('description', 'summary', 'content:encoded', 'content')), 8_000)
  const address = link(of('href', 'link'))
  const when = of('published', 'pubdate', 'date', 'updated', 'issued')
  const key = of('guid', 'id') ?? address ?? `${title ?? ''}\n${when ?? ''}\n${body ?? ''}`
  return { key: shortHash(key), at: instant(when), title, body, link: address }
}

export const shortHash = (key: string): string => createHash('sha256').update(key).digest('base64url').slice(0, 16)

/** In the encoding that its first bytes, the server, or it itself names; where that is none, in UTF-8. */
function decoded(bytes: Buffer, contentType: string): string {
  const marked =
    bytes[0] === 0xfe && bytes[1] === 0xff
      ? 'utf-16be'
      : bytes[0] === 0xff && bytes[1] === 0xfe
        ? 'utf-16le'
        : bytes[0] === 0xef && bytes[1] === 0xbb
          ? 'utf-8'
          : undefined
  const named =
    marked ??
    /charset=["']?([\w-]{1,40})/i.exec(contentType)?.[1] ??
    /^\s*<\?xml[^>]{0,200}encoding=["']([\w-]{1,40})/.exec(bytes.subarray(0, 300).toString('latin1'))?.[1] ??
    'utf-8'
  try {
    return new TextDecoder(named).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

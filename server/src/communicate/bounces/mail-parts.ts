// A mail taken apart for reading, whatever state it arrives in: headers, what people read, what machines wrote, and the mail it speaks of. Never throws.
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import { withoutFiles } from './without-files.ts'

export type MailParts = {
  headers: { key: string; value: string }[]
  subject: string
  from: string
  /** What a person would read. */
  text: string
  /** The bodies of message/delivery-status and its like. */
  statuses: string[]
  /** The bodies of message/feedback-report. */
  feedback: string[]
  /** The mail that is spoken of, or its headers. */
  original: string
  /** Everything, as text: for what is so broken that it has no parts. */
  whole: string
  /** Whether it could be read as a mail at all. */
  readable: boolean
}

/** The most of one mail that is looked at; what a bounce says stands in its first lines. */
const mostBytes = 2 * 1024 ** 2

export async function mailParts(raw: Uint8Array): Promise<MailParts> {
  const { bytes, mail } = await parsedMail(withoutFiles(raw), mostBytes)
  const whole = decoded(bytes)
  if (!mail) return { headers: [], subject: '', from: '', text: whole, statuses: [], feedback: [], original: '', whole, readable: false }
  const parts = (pattern: RegExp) => mail.attachments.filter((part) => pattern.test(part.mimeType)).map(textOfPart)
  const text = [mail.text, mail.html && !readableText(mail.text) ? plainOf(mail.html) : '', ...parts(/^text\/(?!rfc822)/)].filter(Boolean).join('\n')
  return {
    headers: mail.headers.map(({ key, value }) => ({ key, value })),
    subject: mail.subject ?? '',
    from: `${mail.from?.name ?? ''} <${mail.from?.address ?? ''}>`,
    // Broken beyond parts: all that follows the headers.
    text: unified(text).trim() || mail.attachments.length > 0 ? unified(text) : whole.slice(whole.indexOf('\n\n') + 1),
    statuses: parts(/^message\/(global-)?(delivery|disposition-notification|x-delivery)/).map(unified),
    feedback: parts(/^message\/feedback-report/).map(unified),
    original: unified(parts(/^(message\/(rfc822|global|partial)|text\/rfc822)/).join('\n')),
    whole,
    readable: mail.headers.some(({ key }) => known.has(key)),
  }
}

/** A mail has one of these; anything else is just bytes. */
const known: ReadonlySet<string> = new Set(['from', 'to', 'subject', 'date', 'message-id', 'received', 'return-path', 'content-type'])

/** The first value of a header; empty where there is none. */
export const headerOf = (mail: Pick<MailParts, 'headers'>, name: string): string => mail.headers.find(({ key }) => key === name)?.value ?? ''

/** `Name: value` lines with their continuations, as groups divided by blank lines; names in lower case, values of a repeated name divided by commas. */
export function fieldGroups(text: string): Map<string, string>[] {
  const groups: Map<string, string>[] = []
  for (const block of text.split(/\n[ \t]*\n/)) {
    const fields = new Map<string, string>()
    for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
      const [, name, value] = /^([A-Za-z][\w-]{1,60})[ \t]*:[ \t]*(.*)$/.exec(line) ?? []
      if (!name) continue
      const before = fields.get(name.toLowerCase())
      fields.set(name.toLowerCase(), before === undefined ? (value ?? '').trim() : `${before}, ${(value ?? '').trim()}`.slice(0, 20_000))
    }
    if (fields.size > 0) groups.push(fields)
  }
  return groups
}

/** A mail as the parser has it; undefined where it is none, or nested beyond reason. `cut`: what lies beyond was not looked at. */
export async function parsedMail(raw: Uint8Array, most: number): Promise<{ bytes: Uint8Array; mail: Email | undefined; cut: boolean }> {
  const all = withLineFeeds(raw.subarray(0, most))
  const bytes = all.subarray(0, endOfLines(all))
  const cut = bytes.length < raw.length
  try {
    return { bytes, cut, mail: await new Bodies({ forceRfc822Attachments: true, maxNestingDepth: 64 }).parse(bytes) }
  } catch {
    return { bytes, cut, mail: undefined }
  }
}

type Written = { value: string }[]

/**
 * The parser's own way from HTML to text takes minutes for a hundred kilobytes that were made for it, so the bodies are put together here.
 * A part that is of one kind only stands in both, where there are both.
 */
class Bodies extends PostalMime {
  renderTextContent(): void {
    const { textMap, textContent } = this as unknown as { textMap: Map<unknown, { plain?: Written; html?: Written }>; textContent: Record<string, string> }
    const nodes = [...textMap.values()]
    const all = (each: (node: (typeof nodes)[number]) => string[]) => nodes.flatMap(each).join('\n')
    const values = (of: Written | undefined) => (of ?? []).map(({ value }) => value)
    if (nodes.some(({ plain }) => plain)) textContent.plain = all(({ plain, html }) => (plain ? values(plain) : values(html).map(plainOf)))
    if (nodes.some(({ html }) => html)) textContent.html = all(({ plain, html }) => (html ? values(html) : values(plain).map(asHtml)))
  }
}

const asHtml = (text: string) => `<div>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replace(/\r?\n/g, '<br>')}</div>`

/** The parser spends kilobytes on each line: a few megabytes of empty ones would take all memory. Files are in long lines, people write fewer. */
const [mostLines, mostShortLines, shortLine] = [200_000, 50_000, 60]

function endOfLines(bytes: Uint8Array): number {
  let [lines, short] = [0, 0]
  for (let at = 0, end = bytes.indexOf(10); end >= 0; at = end + 1, end = bytes.indexOf(10, at)) {
    lines += 1
    if (end - at < shortLine) short += 1
    if (lines >= mostLines || short >= mostShortLines) return end + 1
  }
  return bytes.length
}

export const textOfPart = ({ content }: Pick<Attachment, 'content'>): string =>
  typeof content === 'string' ? content : decoded(content instanceof Uint8Array ? content : new Uint8Array(content))

/** Old machines end their lines with a carriage return alone. */
function withLineFeeds(bytes: Uint8Array): Uint8Array {
  if (bytes.includes(10) || !bytes.includes(13)) return bytes
  return bytes.map((byte) => (byte === 13 ? 10 : byte))
}

function decoded(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes)
  return unified(text.includes('\ufffd') ? new TextDecoder('latin1').decode(bytes) : text)
}

/** Japanese in its old seven bits, where no character set was named. */
const inJapanese = (text: string) => (text.includes('\x1b$') ? new TextDecoder('iso-2022-jp').decode(Buffer.from(text, 'latin1')) : text)

export const unified = (text: string) => inJapanese(text).replace(/\r\n?/g, '\n').replaceAll('\0', '')
const readableText = (text: string | undefined) => (text ?? '').trim().length > 20

/** What stands in an HTML part, without its marks; read by machines only, never shown as HTML. */
const plainOf = (html: string) =>
  html
    .replace(/<(style|script)\b[\s\S]*?(<\/\1>|$)/gi, ' ')
    .replace(/<(br|\/p|\/div|\/tr|\/h\d|\/li|\/td)\b[^>]{0,200}>/gi, '\n')
    .replace(/<[a-z/!][^<>]{0,2000}>/gi, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')

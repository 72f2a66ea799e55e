// A customer's mail as an agent reads it: who, to whom, what they wrote and what they quote, harmless HTML, files that were looked at. Never throws, whatever comes.
import type { Address, Email } from 'postal-mime'
import { parsedMail, textOfPart, unified } from '../../../communicate/bounces/mail-parts.ts'
import { plainHtml } from '../../../detect/asked/plain-html.ts'
import { nobodyWrote } from '../../../detect/mail/nobody-wrote.ts'
import { withoutQuoted } from '../../../detect/mail/written-part.ts'
import { judgeFiles, type MailFile, type Part } from './attachments.ts'
import { lookAlike } from './look-alike.ts'
import { type MailHtml, mailHtml } from './mail-html.ts'

export type Person = { address: string; name: string }
/** Our own addresses, domains and names: what a sender could imitate. */
export type Ours = { addresses: readonly string[]; domains: readonly string[]; names: readonly string[] }

/**
 * `readable`: whether it is a mail at all; else `why` says what is wrong, and the rest is as empty as it must be.
 * Addresses are in lower case; ids have their angle brackets. `html`, `quotedHtml` may be shown as they are.
 * `inline`: pictures that the HTML names as `data-cid`. `notes`: what an agent should know, in sentences.
 */
export type ReadMail = {
  readable: boolean
  why: string | null
  from: Person
  replyTo: Person[]
  to: Person[]
  cc: Person[]
  subject: string
  date: Date | null
  messageId: string | null
  inReplyTo: string[]
  references: string[]
  written: string
  quoted: string
  html: string | null
  quotedHtml: string | null
  attachments: MailFile[]
  inline: MailFile[]
  remoteImages: number
  notes: string[]
  headers: { key: string; value: string }[]
}

/** What the pipe for inbound mails keeps of one. */
const mostBytes = 10 * 1024 ** 2
const [mostText, mostPeople, mostIds, mostHeaders, mostValue, mostSubject] = [200_000, 100, 100, 300, 2_000, 500]

export async function readMail(raw: Uint8Array, { ours }: { ours: Ours }): Promise<ReadMail> {
  const { mail, cut } = await parsedMail(raw, mostBytes)
  if (!mail) return unread('It is built so that it cannot be read: its parts are nested without end, or its headers never stop.')
  if (!mail.headers.some(({ key }) => known.has(key))) return unread('It has none of the headers of a mail.')
  const { html, text, notes } = bodyOf(mail)
  const { written, rest } = withoutQuoted(text.slice(0, mostText))
  const { files: judged, uncounted } = judgeFiles(mail.attachments.map(partOf))
  const files = cut ? judged.map((file, nth) => (nth === judged.length - 1 ? halved(file) : file)) : judged
  const people = (list: readonly Address[] | undefined) => (list ?? []).flatMap(mailboxes).slice(0, mostPeople)
  const from = people([mail.from ?? mail.sender].filter((each) => each !== undefined))[0] ?? { address: '', name: '' }
  const alike = lookAlike(from.address, from.name, [...ours.domains, ...ours.addresses, ...ours.names])
  const isInline = (file: MailFile) => file.inline && file.verdict === 'kept' && html?.written.concat(html.quoted).includes(`data-cid="${escaped(file.cid)}"`)
  return {
    readable: true,
    why: null,
    from,
    replyTo: people(mail.replyTo),
    to: people(mail.to),
    cc: people(mail.cc),
    subject: line(mail.subject ?? '', mostSubject),
    date: dateOf(mail.date),
    messageId: idsIn(mail.messageId ?? '')[0] ?? null,
    inReplyTo: idsIn(mail.inReplyTo ?? ''),
    references: idsIn(mail.references ?? ''),
    written,
    quoted: rest,
    html: html ? html.written : null,
    quotedHtml: html?.quoted || null,
    attachments: files.filter((file) => !isInline(file)),
    inline: files.filter(isInline),
    remoteImages: html?.remoteImages ?? 0,
    notes: [
      ...(alike ? [alike] : []),
      ...(ours.addresses.some((each) => each.toLowerCase() === from.address) ? ['It says that it comes from an address of ours.'] : []),
      ...notes,
      ...(uncounted > 0 ? [`${uncounted} more files came with it; they are in the mail as it came.`] : []),
      ...(cut ? ['It is larger than what is read of a mail; what came last is missing here.'] : []),
    ],
    headers: mail.headers.slice(0, mostHeaders).map(({ key, value }) => ({ key: line(key, 100), value: line(value, mostValue) })),
  }
}

/** Why no person wrote it (RFC 3834 and what is usual besides), or undefined. @param lately how many came from its sender within the hour before */
export const nobodyWroteMail = ({ headers, subject, from, written }: ReadMail, lately: number): string | undefined =>
  nobodyWrote({ headers, subject, from: `${from.name} <${from.address}>`, text: written }, lately)

const known: ReadonlySet<string> = new Set(['from', 'to', 'subject', 'date', 'message-id', 'received', 'return-path', 'content-type'])

const unread = (why: string): ReadMail => ({
  readable: false,
  why,
  from: { address: '', name: '' },
  replyTo: [],
  to: [],
  cc: [],
  subject: '',
  date: null,
  messageId: null,
  inReplyTo: [],
  references: [],
  written: '',
  quoted: '',
  html: null,
  quotedHtml: null,
  attachments: [],
  inline: [],
  remoteImages: 0,
  notes: [],
  headers: [],
})

/** The text, from the HTML where there is no other. */
function bodyOf(mail: Email): { html: MailHtml | null; text: string; notes: string[] } {
  const html = mail.html ? mailHtml(unified(mail.html)) : undefined
  const plain = clean(mail.text ?? '').trim()
  const notes = mail.html && !html ? ['Its HTML is nested beyond reason and is not shown; this is its text.'] : (html?.notes ?? [])
  if (plain !== '' || !mail.html) return { html: html ?? null, text: plain, notes }
  if (!html) return { html: null, text: clean(textOfPart({ content: mail.html }).replace(/<[^<>]{0,2000}>/g, ' ')).slice(0, mostText), notes }
  const quoted = plainHtml(html.quoted, mostText)
  return { html, text: clean(`${plainHtml(html.written, mostText)}${quoted ? `\n\n${quoted.replace(/^/gm, '> ')}` : ''}`), notes }
}

const partOf = (part: Email['attachments'][number]): Part => ({
  filename: part.filename,
  mimeType: part.mimeType,
  disposition: part.disposition,
  content: typeof part.content === 'string' ? Buffer.from(part.content) : Buffer.from(part.content as ArrayBuffer),
  ...(part.contentId ? { contentId: part.contentId } : {}),
  ...(part.related ? { related: true } : {}),
})

/** Whether the last file of a mail that was not read to its end is whole cannot be told. */
const halved = (file: MailFile): MailFile => ({
  ...file,
  verdict: 'refused',
  why: file.verdict === 'refused' ? file.why : 'The mail is too large: this file may be cut off.',
  content: Buffer.alloc(0),
})

const mailboxes = (entry: Address): Person[] => {
  const of = ({ address, name }: { address?: string | undefined; name: string }): Person[] =>
    address?.includes('@') ? [{ address: line(address, 320).toLowerCase(), name: line(name, 200) }] : []
  return entry.group ? entry.group.slice(0, mostPeople).flatMap(of) : of(entry)
}

/** `<a@b>` each; some write them without brackets. */
function idsIn(header: string): string[] {
  const found = header.slice(0, 50_000).match(/<[^<>\s]{1,500}>/g) ?? (/^[^<>\s@]{1,250}@[^<>\s@]{1,250}$/.test(header.trim()) ? [`<${header.trim()}>`] : [])
  // The first is where it began, the last ones are what is answered.
  return [...new Set(found.length > mostIds ? [found[0] as string, ...found.slice(1 - mostIds)] : found)]
}

function dateOf(said: string | undefined): Date | null {
  const date = new Date(said ?? '')
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 || date.getUTCFullYear() > 9999 ? null : date
}

const escaped = (text: string | null) => (text ?? '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const clean = (text: string) => unified(text.slice(0, mostText * 2)).toWellFormed()
const line = (text: string, most: number) =>
  text
    .replace(/[\s\0-\x1f\x7f]+/g, ' ')
    .trim()
    .toWellFormed()
    .slice(0, most)
    .toWellFormed()

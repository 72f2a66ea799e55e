// Replies as mails: plain words of a person under the customer's own subject, in the thread that they began. They go out over the carriers of updates, in lanes of their own.
import type { Message, Signer } from '@leeward/email'
import { sql } from 'kysely'
import { bounceAddressOf } from '../../communicate/deliveries/bounce-address.ts'
import type { Claimed } from '../../communicate/deliveries/deliveries.store.ts'
import type { Line, Messages } from '../../communicate/deliveries/line.ts'
import { htmlMail } from '../../communicate/deliveries/mail.html.ts'
import { escaped, paragraphs } from '../../communicate/frame/html.ts'
import { languageOf } from '../../communicate/frame/strings.ts'
import { signersOf } from '../../communicate/senders/senders.store.ts'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { domainOf } from '../../platform/email-address.ts'
import { comingBack } from './coming-back.ts'
import { repliesBook } from './replies.store.ts'

/** @param line that of mails; its carriers, their health and their rates are shared */
export const repliesLine = (line: Line<Message>): Line<Message> => comingBack({ ...line, book: repliesBook, messagesOf: repliesOf, newestOnly: false })

type Row = {
  id: number
  messageId: string
  text: string
  at: Date
  subject: string
  language: string
  automatic: string | null
  files: boolean
  refs: string[]
  /** To whom it goes beside who gets this one; none: to them alone. */
  first: string
  copies: string[]
  lastText: string | null
  lastAt: Date | null
  brand: { name: string; sender: string; senderName: string; address: string; bounceAddress: string | null }
}
const mostRefs = 20

async function repliesOf(deps: Deps, batch: Claimed[]): Promise<Messages<Message>> {
  const { rows } = await sql<Row>`
    select d.id, m.message_id as "messageId", m.text, m.at, c.subject, c.language, m.automatic, o.first, o.copies, exists (select from conversation_files f where f.message_id = m.id and f.verdict = 'kept') as files, l.text as "lastText", l.at as "lastAt",
           array(select distinct on (p.id) p.message_id from conversation_messages p where p.conversation_id = c.id and p.id < m.id and p.message_id is not null and p.kind <> 'note' order by p.id desc limit ${mostRefs}) as refs,
           jsonb_build_object('name', b.name, 'sender', b.sender, 'senderName', b.sender_name, 'address', coalesce(b.support_address, b.reply_to, b.sender), 'bounceAddress', b.bounce_address) as brand
      from reply_deliveries d join conversation_messages m on m.id = d.message_id join conversations c on c.id = m.conversation_id join brands b on b.id = c.brand_id
      cross join lateral (select min(o.destination) filter (where not o.copy) as first, coalesce(array_agg(o.destination order by o.id) filter (where o.copy), '{}') as copies from reply_deliveries o where o.message_id = m.id) o
      -- What is quoted to each of several is their own: what a colleague wrote may be for us alone.
      left join lateral (
        select text, at from conversation_messages l where l.conversation_id = c.id and l.kind = 'in' and l.id < m.id and (o.copies = '{}' or coalesce(l.sender, c.address) = d.destination) order by l.id desc limit 1) l on true
     where d.id = any (${batch.map(({ id }) => id)}::bigint[])`.execute(deps.db)
  const signers = await signersOf(deps, [...new Set(rows.map(({ brand }) => domainOf(brand.sender)))])
  const found = new Map(rows.map((row) => [row.id, row]))
  const claimed = new Map(batch.map((row) => [row.id, row]))
  return {
    get: (id) => {
      const [row, to] = [found.get(id), claimed.get(id)]
      const mail = row && to ? replyMail(deps, row, to, signers.get(domainOf(row.brand.sender))) : undefined
      return mail && row?.files ? withFiles(deps.db, mail, id) : mail
    },
  }
}

/** Read as each goes out, so that a batch never holds all the files of its mails at once. */
async function withFiles(db: Db, mail: Message, id: number): Promise<Message> {
  const { rows } = await sql<{ name: string; type: string; content: Buffer }>`
    select f.name, f.type, f.content from reply_deliveries d join conversation_files f on f.message_id = d.message_id where d.id = ${id} and f.verdict = 'kept' order by f.id`.execute(
    db,
  )
  return { ...mail, attachments: rows.map(({ name, type, content }) => ({ filename: name, type: sentAs(type), content })) }
}
/** A mail within a mail may not be encoded on its way: only as plain bytes does it arrive as it is. */
const sentAs = (type: string) => (/^(message|multipart)\//.test(type) ? 'application/octet-stream' : type)

const answers = /^\s*(re|aw|sv|antw|vs|res|rv|回复|答复)\s*(\[\d+\])?\s*[:：]/i

function replyMail(deps: Deps, row: Row, to: Claimed, signer: Signer | undefined): Message {
  const { brand, text, subject, refs, lastText, first, copies } = row
  const title = answers.test(subject) ? subject : `Re: ${subject}`
  const quote = lastText ? lastText.slice(0, 4_000) : ''
  // Newest last, as mail programs want it.
  const references = refs.toReversed()
  return {
    id: row.messageId,
    from: { name: brand.senderName, address: brand.sender },
    to: to.destination,
    ...(copies.length > 0 ? { headed: { to: first, cc: copies } } : {}),
    replyTo: brand.address,
    ...(brand.bounceAddress ? { envelopeFrom: bounceAddressOf(deps.key, brand.bounceAddress, row.id) } : {}),
    subject: title,
    text: [text, `-- \n${brand.name}`, quote.replace(/^(?=[\s\S])/gm, '> ')].filter(Boolean).join('\n\n'),
    html: htmlMail({
      language: languageOf(row.language),
      title,
      preheader: text.replace(/\s+/g, ' ').slice(0, 140),
      brand: brand.name,
      body: `${paragraphs(text).replaceAll('<p>', '<p style="margin:0 0 16px">')}${quote ? `<blockquote class="lw-soft" style="margin:16px 0 0;padding-left:12px;border-left:3px solid #c5ced8;color:#51606f">${paragraphs(quote)}</blockquote>` : ''}`,
      footer: escaped(brand.name),
    }),
    ...(references.length > 0 ? { inReplyTo: references.at(-1) as string, references } : {}),
    date: deps.clock(),
    headers: {
      'Content-Language': languageOf(row.language),
      // What a person wrote is no machine's mail; what goes out by itself says so, and nobody's machine answers it.
      'Auto-Submitted': row.automatic === null ? 'no' : row.automatic === 'acknowledgement' ? 'auto-replied' : 'auto-generated',
      ...(row.automatic === null ? {} : { 'X-Auto-Response-Suppress': 'All' }),
    },
    ...(signer ? { dkim: signer } : {}),
  }
}

// The demo's own post office: a real SMTP server on loopback that keeps every mail, so that a newcomer can read what customers get.
import { promisify } from 'node:util'
import { deflateRaw, inflateRaw } from 'node:zlib'
import { sql } from 'kysely'
import { SMTPServer } from 'smtp-server'
import { tokenOfSubject } from '../communicate/proofs/proof.ts'
import { proofArrived } from '../communicate/proofs/proofs.store.ts'
import type { Deps } from '../deps.ts'

const pack = promisify(deflateRaw)
export const unpack = promisify(inflateRaw) as (packed: Buffer) => Promise<Buffer>

type Arrived = { recipient: string; subject: string; message_id: string; raw: string }

/** Listens on loopback only; mails are stored in small batches before they are acknowledged. */
export async function startMailbox({ db, clock }: Deps, port: number): Promise<{ port: number; close: () => Promise<void> }> {
  let waiting: { mail: Arrived; done: (error?: Error) => void }[] = []
  let writing = false
  const write = async () => {
    if (writing) return
    writing = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      const error = await store(batch.map(({ mail }) => mail)).then(
        () => undefined,
        (failed: Error) => failed,
      )
      for (const { done } of batch) done(error)
    }
    writing = false
  }
  const store = (mails: Arrived[]) =>
    sql`
    insert into mailbox (recipient, subject, message_id, received_at, raw)
    select recipient, subject, message_id, ${clock()}, decode(raw, 'base64') from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) as m(recipient text, subject text, message_id text, raw text)`.execute(
      db,
    )

  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    size: 5_000_000,
    logger: false,
    onRcptTo({ address }, _, callback) {
      callback(isGone(address) ? Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 }) : undefined)
    },
    onData(stream, session, callback) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks)
        const head = raw.subarray(0, Math.max(0, raw.indexOf('\r\n\r\n'))).toString('utf8')
        const recipient = session.envelope.rcptTo[0]?.address ?? ''
        // The demo reads no mailbox: that a test of the channel arrived is told here.
        const tested = tokenOfSubject(decodedSubject(head))
        if (tested)
          return void proofArrived(db, tested, clock()).then(
            () => callback(),
            () => callback(new Error('451 not stored, try again')),
          )
        const mail = { recipient, subject: decodedSubject(head), message_id: header(head, 'message-id'), raw: (await pack(raw)).toString('base64') }
        waiting.push({ mail, done: (error) => (error ? callback(new Error('451 not stored, try again')) : callback()) })
        void write()
      })
    },
  })
  server.on('error', () => {})
  await new Promise<void>((listening, failed) => {
    server.once('error' as never, failed as never)
    server.listen(port, '127.0.0.1', () => listening())
  })
  return { port: (server.server.address() as { port: number }).port, close: () => new Promise((closed) => server.close(() => closed())) }
}

/** People leave: some addresses of the demo's customers do not work any more, so that one sees what follows: a text instead, or a call. */
function isGone(address: string): boolean {
  const account = Number(/@t(\d+)\.example$/i.exec(address)?.[1] ?? 1)
  return account % 249 === 0 || (account % 83 === 0 && account % 5 === 0)
}

const header = (head: string, name: string) =>
  new RegExp(`^${name}:[ \\t]*((?:.*)(?:\\r?\\n[ \\t].*)*)`, 'im')
    .exec(head)?.[1]
    ?.replace(/\r?\n[ \t]+/g, ' ')
    .trim() ?? ''

/** RFC 2047 words in UTF-8, as our own mails have them. */
const decodedSubject = (head: string) =>
  header(head, 'subject')
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_, kind: string, text: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString('utf8')
        : Buffer.from(
            text.replaceAll('_', ' ').replace(/=([0-9a-f]{2})/gi, (__, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString('utf8'),
    )

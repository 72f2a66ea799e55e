// Mails of customers, as they come in over the pipe, and the conversations that follow from them.
import { sql } from 'kysely'
import { takeInbound } from '../../server/src/communicate/inbound/inbound.store.ts'
import type { TestSystem } from './system.ts'

export type Written = {
  from: string
  name?: string
  to?: string
  subject: string
  text: string
  id?: string
  answers?: string | undefined
  headers?: readonly string[]
}
let numbered = 0
const nextId = () => {
  numbered += 1
  return `<m${numbered}@customer.example>`
}

export const rawMail = ({ from, name, to = 'updates@acme.example', subject, text, id, answers, headers = [] }: Written): string =>
  [
    `From: ${name ? `${name} <${from}>` : from}`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: ${id ?? nextId()}`,
    ...(answers ? [`In-Reply-To: ${answers}`] : []),
    ...(answers && !headers.some((header) => header.startsWith('References:')) ? [`References: ${answers}`] : []),
    ...headers,
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
  ].join('\r\n')

/** Writes mails to us and takes them as conversations. */
export async function write(system: TestSystem, ...mails: Written[]) {
  for (const mail of mails) await takeInbound(system.deps, Buffer.from(rawMail(mail)), 'test')
  await system.tasks['take-mails']?.({}, new AbortController().signal)
}

/** The newest conversation with an address. */
export async function conversationWith(system: TestSystem, address: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`select id from conversations where address = ${address} and state <> 'merged' order by id desc limit 1`.execute(
    system.db,
  )
  return rows[0]?.id as number
}

/** What an address got from conversations so far, the oldest first. */
export const mailsTo = (system: TestSystem, address: string) => system.live.sent.filter(({ to }) => to === address)

/** Sends all replies that are planned. */
export const sendReplies = (system: TestSystem) => system.tasks['deliver-replies']?.({}, new AbortController().signal)

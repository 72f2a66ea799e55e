// The demo's own carrier of texts: the plain contract of docs/sms.md on loopback; what it takes lies beside the mails, and is soon said to have arrived.
import { createHmac, randomBytes, randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { deflateRaw } from 'node:zlib'
import { sql } from 'kysely'
import type { Clock } from '../platform/clock.ts'
import type { Config } from '../platform/config/config.ts'
import type { Db } from '../platform/database/connect.ts'

const pack = promisify(deflateRaw)
const [from, ours] = ['+15550100', '+15550199']
type Text = { id: string; to: string; text: string; statusUrl?: string }

/** Where nobody else carries texts: the settings with which the demo's carrier is used. @returns how to stop it, too */
export async function startTexts(db: Db, clock: Clock, config: Config): Promise<{ config: Config; close: () => Promise<void> }> {
  if (config.textUrl) return { config, close: async () => {} }
  const secret = randomBytes(32)
  const taken = new Set<string>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const text = readText(Buffer.concat(chunks))
      if (!text) return response.writeHead(400).end()
      // The same key is the same text.
      const again = taken.has(text.id)
      taken.add(text.id)
      if (!again) await keep(db, text, clock()).catch(() => taken.delete(text.id))
      if (!taken.has(text.id)) return response.writeHead(503).end()
      response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ id: `demo-${text.id}` }))
      if (!again) setTimeout(() => void report(text, secret), 1_500).unref()
    })
  })
  await new Promise<void>((listening, failed) => server.once('error', failed).listen(0, '127.0.0.1', () => listening()))
  const { port } = server.address() as { port: number }
  const query = new URLSearchParams({ name: 'demo-texts', from, rate: '50', secret: `whsec_${secret.toString('base64')}` })
  return {
    config: { ...config, textUrl: `text+http://:demo@127.0.0.1:${port}/texts?${query}`, textProofTo: config.textProofTo ?? ours },
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}

function readText(body: Buffer): Text | undefined {
  try {
    const read = JSON.parse(body.toString('utf8')) as Text
    return typeof read.id === 'string' && typeof read.to === 'string' && typeof read.text === 'string' ? read : undefined
  } catch {
    return undefined
  }
}

async function keep(db: Db, { id, to, text }: Text, at: Date) {
  if (to === ours) return
  const head = ['From: Text message <text@demo.invalid>', `To: <${to}>`, 'Subject: Text message', 'Content-Type: text/plain; charset=utf-8', '', text].join(
    '\r\n',
  )
  await sql`
    insert into mailbox (recipient, subject, message_id, received_at, raw)
    values (${to}, ${text.slice(0, 150)}, ${`<${id}@text.invalid>`}, ${at}, ${await pack(Buffer.from(head))})`.execute(db)
}

/** A signed receipt, as Standard Webhooks want it. */
async function report({ id, statusUrl }: Text, secret: Buffer) {
  if (!statusUrl) return
  const body = JSON.stringify({
    type: 'sms.receipt',
    timestamp: new Date().toISOString(),
    data: { id, messageId: `demo-${id}`, status: 'delivered', answer: 'delivered' },
  })
  const [event, seconds] = [`evt_${randomUUID()}`, String(Math.floor(Date.now() / 1_000))]
  const signature = `v1,${createHmac('sha256', secret).update(`${event}.${seconds}.${body}`).digest('base64')}`
  await fetch(statusUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'webhook-id': event, 'webhook-timestamp': seconds, 'webhook-signature': signature },
    body,
  }).catch(() => {})
}

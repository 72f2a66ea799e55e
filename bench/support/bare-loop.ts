// The peer of our sending: a bare pooled loop over written mails, in a process of its own; nothing is stored, nothing is known afterwards.
import type { Message } from '@leeward/email'
import nodemailer from 'nodemailer'

type Task = { url: string; connections: number; count: number; written: Message[] }

process.once('message', async ({ url, connections, count, written }: Task) => {
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: connections, maxMessages: 500 } as never)
  let at = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (at < count) {
        at += 1
        const { id, from, to, subject, html, text, headers, references } = written[at % written.length] as Message
        await transport.sendMail({ messageId: `<bare.${at}.${id.slice(1)}`, from, to, subject, html, text, headers, references })
      }
    }),
  )
  process.send?.({ seconds: (performance.now() - began) / 1_000 })
  transport.close()
  process.disconnect()
})

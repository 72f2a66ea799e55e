// The peer of our sending: a bare pooled loop over written mails, in a process of its own; nothing is stored, nothing is known afterwards.
import { createPrivateKey } from 'node:crypto'
import { type Message, signedHeaders } from '@leeward/email'
import nodemailer from 'nodemailer'

/** `key`: the signer's private half, as PEM. */
type Task = { url: string; connections: number; count: number; written: Message[]; signer: { domain: string; selector: string; key: string } }

process.once('message', async ({ url, connections, count, written, signer }: Task) => {
  const dkim = { domainName: signer.domain, keySelector: signer.selector, privateKey: createPrivateKey(signer.key), headerFieldNames: signedHeaders }
  const transport = nodemailer.createTransport({ url, pool: true, maxConnections: connections, maxMessages: 500 } as never)
  let at = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (at < count) {
        at += 1
        const { id, dkim: _, envelopeFrom: __, ...mail } = written[at % written.length] as Message
        await transport.sendMail({ ...mail, messageId: `<bare.${at}.${id.slice(1)}`, dkim } as never)
      }
    }),
  )
  process.send?.({ seconds: (performance.now() - began) / 1_000 })
  transport.close()
  process.disconnect()
})

// A file of a conversation on its way to somebody: always saved, never something that a browser would run or show as ours.
import type { FastifyReply } from 'fastify'

/** Answers with it, whatever it claims to be. */
export const asDownload = (reply: FastifyReply, { name, content }: { name: string; content: Buffer }) =>
  reply
    .header('content-disposition', `attachment; filename*=UTF-8''${encoded(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'private, no-store')
    .type('application/octet-stream')
    .send(content)

/** RFC 8187: these four are no attribute characters either. */
const encoded = (name: string) => encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)

// The browser's half of the encryption: RFC 8291 over RFC 8188, written from the standards and sharing nothing with what encrypts, so that it proves that a browser could read it.
import { createDecipheriv, type ECDH, hkdfSync } from 'node:crypto'

/** The text of a message of one record; undefined where it was not meant for this browser, or was changed. */
export function decrypt(body: Buffer, browser: ECDH, auth: Buffer): string | undefined {
  try {
    const salt = body.subarray(0, 16)
    const recordSize = body.readUInt32BE(16)
    const idLength = body[20] ?? 0
    const sender = body.subarray(21, 21 + idLength)
    const record = body.subarray(21 + idLength)
    if (record.length > recordSize) return undefined
    const shared = browser.computeSecret(sender)
    const secret = hkdf(shared, auth, Buffer.concat([Buffer.from('WebPush: info\0'), browser.getPublicKey(), sender]), 32)
    const key = hkdf(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16)
    const nonce = hkdf(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12)
    const cipher = createDecipheriv('aes-128-gcm', key, nonce)
    cipher.setAuthTag(record.subarray(-16))
    const padded = Buffer.concat([cipher.update(record.subarray(0, -16)), cipher.final()])
    // The last record ends in 2, and then in as many zeros as the sender liked.
    const end = padded.findLastIndex((byte) => byte !== 0)
    return padded[end] === 2 ? padded.subarray(0, end).toString('utf8') : undefined
  } catch {
    return undefined
  }
}

const hkdf = (secret: Buffer, salt: Buffer, info: Buffer, length: number): Buffer => Buffer.from(hkdfSync('sha256', secret, salt, info, length))

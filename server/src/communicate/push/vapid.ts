// The keys that sign notifications (RFC 8292): worked out from the installation's key, so that every node has the same ones and none is stored.
import { createECDH, hkdfSync } from 'node:crypto'
import type { Vapid } from '@leeward/push'

/** The order of the curve P-256; a private key lies below it. */
const order = Buffer.from('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551', 'hex')

/** @param statusUrl whom a push service may ask about us, where customers reach it by https */
export function vapidOf(key: Buffer, statusUrl: string): Vapid {
  for (let nth = 0; ; nth += 1) {
    const privateKey = Buffer.from(hkdfSync('sha256', key, '', `web-push/${nth}`, 32))
    // One in four billion lies above the order: then the next one is taken.
    if (privateKey.compare(order) >= 0 || privateKey.every((byte) => byte === 0)) continue
    const pair = createECDH('prime256v1')
    pair.setPrivateKey(privateKey)
    return { subject: subjectOf(statusUrl), publicKey: pair.getPublicKey('base64url'), privateKey: privateKey.toString('base64url') }
  }
}

const subjectOf = (statusUrl: string) => (/^https:\/\/[^/]+\.[^/]+/.test(statusUrl) ? statusUrl : 'mailto:postmaster@leeward.invalid')

// What a provider posts to us, signed as each of them signs; written from their descriptions, apart from the readers that check it.
import { createHash, createHmac } from 'node:crypto'

export type Posted = { url: string; headers: Record<string, string>; body: string; contentType: string }

const form = 'application/x-www-form-urlencoded'

export function postedByTwilio(url: string, fields: Record<string, string>, authToken: string): Posted {
  const text = Object.keys(fields)
    .sort()
    .reduce((sum, name) => sum + name + fields[name], url)
  const signature = createHmac('sha1', authToken).update(text, 'utf8').digest('base64')
  return { url, headers: { 'x-twilio-signature': signature }, body: new URLSearchParams(fields).toString(), contentType: form }
}

/** The JSON variant: the body's hash stands in the address, and the address is signed. */
export function jsonByTwilio(url: string, fields: Record<string, string>, authToken: string): Posted {
  const body = JSON.stringify(fields)
  const full = `${url}${url.includes('?') ? '&' : '?'}bodySHA256=${createHash('sha256').update(body).digest('hex')}`
  return { url: full, headers: { 'x-twilio-signature': createHmac('sha1', authToken).update(full).digest('base64') }, body, contentType: 'application/json' }
}

/** @param method md5 and sha1 too, so that a reader can refuse them */
export function signedByVonage(fields: Record<string, string>, secret: string, at: Date, method = 'sha256'): Record<string, string> {
  const all: Record<string, string> = { ...fields, timestamp: String(Math.floor(at.getTime() / 1_000)), nonce: 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab' }
  const hmac = createHmac(method, secret)
  for (const name of Object.keys(all).sort()) hmac.update(`&${name}=${String(all[name]).replaceAll('&', '_').replaceAll('=', '_')}`)
  return { ...all, sig: hmac.digest('hex').toUpperCase() }
}

export const postedByVonage = (url: string, fields: Record<string, string>, secret: string, at: Date): Posted => ({
  url,
  headers: {},
  body: JSON.stringify(signedByVonage(fields, secret, at)),
  contentType: 'application/json',
})

export function postedByHttp(url: string, { id, type, data }: { id: string; type: string; data: object }, secret: string, at: Date): Posted {
  const body = JSON.stringify({ type, timestamp: at.toISOString(), data })
  const seconds = String(Math.floor(at.getTime() / 1_000))
  const signature = createHmac('sha256', Buffer.from(secret.slice('whsec_'.length), 'base64'))
    .update([id, seconds, body].join('.'))
    .digest('base64')
  return { url, headers: { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': `v1,${signature}` }, body, contentType: 'application/json' }
}

// Secrets are sealed with the installation's key before they touch the database; tokens for customers are signed with it.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** 32 bytes: from the setting, or made once and kept in the data folder, readable by its owner alone. */
export function installationKey(dataDir: string, setting?: string): Buffer {
  if (setting) return Buffer.from(setting, 'hex')
  const file = join(dataDir, 'secret.key')
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  }
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')
}

const derived = new WeakMap<Buffer, Map<string, Buffer>>()
/** Worked out once per purpose: a million links are signed with the same few. */
export function derivedKey(key: Buffer, purpose: string): Buffer {
  const known = derived.get(key) ?? new Map<string, Buffer>()
  derived.set(key, known)
  const before = known.get(purpose)
  if (before) return before
  const made = Buffer.from(hkdfSync('sha256', key, '', `leeward/${purpose}`, 32))
  known.set(purpose, made)
  return made
}

/** AES-256-GCM: version byte, nonce, tag, text. */
export function seal(key: Buffer, text: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derivedKey(key, 'secrets'), nonce)
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.from([1]), nonce, cipher.getAuthTag(), sealed])
}

export function unseal(key: Buffer, sealed: Buffer): string {
  if (sealed[0] !== 1) throw new Error('This secret was sealed by a newer version of Leeward.')
  const decipher = createDecipheriv('aes-256-gcm', derivedKey(key, 'secrets'), sealed.subarray(1, 13))
  decipher.setAuthTag(sealed.subarray(13, 29))
  return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8')
}

/** A token a customer may hold: for one purpose, expiring, signed. */
export function sign(key: Buffer, purpose: string, claims: object, expires: Date): string {
  const body = Buffer.from(JSON.stringify({ ...claims, exp: Math.floor(expires.getTime() / 1000) })).toString('base64url')
  return `${body}.${mac(key, purpose, body)}`
}

/** What a token says; undefined where it is not one of ours for this purpose, whatever it is instead. */
export function verify<T>(key: Buffer, purpose: string, token: string, now: Date): T | 'expired' | undefined {
  const [body, given, ...rest] = token.split('.')
  if (!body || !given || rest.length > 0) return undefined
  const [said, expected] = [Buffer.from(given), Buffer.from(mac(key, purpose, body))]
  if (said.length !== expected.length || !timingSafeEqual(said, expected)) return undefined
  const claims = parsed(Buffer.from(body, 'base64url').toString('utf8'))
  if (typeof claims?.exp !== 'number') return undefined
  return claims.exp * 1000 < now.getTime() ? 'expired' : (claims as T)
}

function parsed(text: string): { exp?: unknown } | null {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const mac = (key: Buffer, purpose: string, body: string) =>
  createHmac('sha256', derivedKey(key, `token/${purpose}`))
    .update(body)
    .digest('base64url')

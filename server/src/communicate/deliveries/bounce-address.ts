// Where an undeliverable mail returns: an address that names its delivery, and that nobody else can make up.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '../../platform/secrets/seal.ts'

/** bounces@b.example of delivery 17 is bounces+17-3f9a…@b.example */
export function bounceAddressOf(key: Buffer, bounceAddress: string, deliveryId: number): string {
  const at = bounceAddress.lastIndexOf('@')
  return `${bounceAddress.slice(0, at)}+${deliveryId}-${macOf(key, deliveryId)}${bounceAddress.slice(at)}`
}

/** The delivery that an address names; undefined where it is none of ours. */
export function deliveryOfBounce(key: Buffer, address: string): number | undefined {
  const [, id = '', mac = ''] = /\+(-?\d{1,15})-([0-9a-f]{16})@/i.exec(address) ?? []
  if (!id) return undefined
  const [given, expected] = [Buffer.from(mac.toLowerCase()), Buffer.from(macOf(key, Number(id)))]
  return timingSafeEqual(given, expected) ? Number(id) : undefined
}

const macOf = (key: Buffer, deliveryId: number) => createHmac('sha256', derivedKey(key, 'bounce')).update(String(deliveryId)).digest('hex').slice(0, 16)

import { randomBytes } from 'node:crypto'

/** A UUID of version 7: unique, and in the order in which they were made. Those of practice have the first bit set, which no time sets before the year 6400. */
export function newId(now: Date, practice = false): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  if (practice) bytes[0] = (bytes[0] as number) | 0x80
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x70
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Whether an id is one of practice. */
export const isPracticeId = (id: string): boolean => Number.parseInt(id.slice(0, 1), 16) >= 8

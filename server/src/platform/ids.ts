import { createHash, randomBytes } from 'node:crypto'

/** A UUID of version 7: unique, and in the order in which they were made. Those of practice have the first bit set, which no time sets before the year 6400. */
export function newId(now: Date, practice = false): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(now.getTime(), 0, 6)
  if (practice) bytes[0] = (bytes[0] as number) | 0x80
  return uuid(bytes, 7)
}

/** Whether an id is one of practice. */
export const isPracticeId = (id: string): boolean => Number.parseInt(id.slice(0, 1), 16) >= 8

/** An id that follows from what it is for: the same again, however often it is asked (a UUID of version 8). Never one of practice. */
export function idFrom(text: string): string {
  const bytes = createHash('sha256').update(text).digest().subarray(0, 16)
  bytes[0] = (bytes[0] as number) & 0x7f
  return uuid(bytes, 8)
}

function uuid(bytes: Buffer, version: number): string {
  bytes[6] = ((bytes[6] as number) & 0x0f) | (version << 4)
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

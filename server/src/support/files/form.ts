// Forms with files (multipart/form-data) of people whom nobody knows: read whole, bounded in bytes and parts, and only so much of them at once.
import type { FastifyRequest } from 'fastify'
import { Refused } from '../../platform/refused.ts'
import type { Part } from '../conversations/mail/attachments.ts'
import { ofCustomer } from './files.ts'

/** The files of a message, its fields, and a little more, so that what is just too large is named by itself. */
export const largestForm = ofCustomer.together + 5_000_000
const mostParts = 60

const given = new WeakMap<object, Part[]>()
/** The files that came with a form. */
export const filesIn = (request: Pick<FastifyRequest, 'raw'>): Part[] => given.get(request.raw) ?? []

/** Its fields, each as its last text; its files by `filesIn`. What is no form, or has more parts than any form of ours, is refused. */
export async function readForm(request: Pick<FastifyRequest, 'raw' | 'headers'>, body: Buffer): Promise<Record<string, string>> {
  const type = request.headers['content-type'] ?? ''
  const boundary = /boundary=(?:"([^"]{1,200})"|([^";\s]{1,200}))/i.exec(type)
  const mark = `--${boundary?.[1] ?? boundary?.[2] ?? ''}`
  if (!boundary || partsIn(body, mark) > mostParts) throw new Refused('not-valid', 'This is no form of ours. Go back, and send it again.')
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData().catch(() => {
    throw new Refused('not-valid', 'The form cannot be read. Go back, and send it again.')
  })
  const fields: Record<string, string> = {}
  const files: Part[] = []
  for (const [name, value] of form)
    if (typeof value === 'string') Object.defineProperty(fields, name, { value, enumerable: true, configurable: true, writable: true })
    // A field for files that was left empty is sent, too.
    else if (value.size > 0 || value.name !== '')
      files.push({ filename: value.name, mimeType: value.type, disposition: 'attachment', content: Buffer.from(await value.arrayBuffer()) })
  given.set(request.raw, files)
  if (files.length > 0) fields.attached = 'yes'
  return fields
}

function partsIn(body: Buffer, mark: string): number {
  let count = 0
  for (let at = body.indexOf(mark); at >= 0 && count <= mostParts; at = body.indexOf(mark, at + mark.length)) count += 1
  return count
}

/** A form without files is small; it is never held up by those that have some. */
const small = 100_000
const [mostAtOnce, mostAnHour, hourMs, mostPlaces] = [120_000_000, 100_000_000, 3_600_000, 20_000]

export type Gate = { admit: (from: string, bytes: number | undefined, now: Date) => (() => void) | 'busy' | 'too-much' }

/** What is let in: so many bytes at once, so many an hour from one place. `admit` gives what says that it is done. */
export function createGate(): Gate {
  let inHand = 0
  const places = new Map<string, { since: number; bytes: number }>()
  return {
    admit: (from, bytes, now) => {
      if (bytes !== undefined && bytes <= small) return () => {}
      // Whoever does not say how much it is may send as much as there can be.
      const size = bytes ?? largestForm
      const at = now.getTime()
      const place = places.get(from)
      const spent = place && at - place.since < hourMs ? place : { since: at, bytes: 0 }
      if (spent.bytes + size > mostAnHour) return 'too-much'
      if (inHand + size > mostAtOnce) return 'busy'
      if (places.size >= mostPlaces) for (const [old, { since }] of places) if (at - since >= hourMs) places.delete(old)
      if (places.size >= mostPlaces && !place) return 'busy'
      places.set(from, { since: spent.since, bytes: spent.bytes + size })
      inHand += size
      let done = false
      return () => {
        if (!done) inHand -= size
        done = true
      }
    },
  }
}

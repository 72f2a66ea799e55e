// Bytes as they arrive become text: UTF-8 only, with or without its mark; bytes that are not are marked, so that only their rows are refused.
import { isUtf8 } from 'node:buffer'

/** The whole file cannot be read; the message says what to do. */
export class Unreadable extends Error {}

/** Stands where bytes were not UTF-8: half a surrogate pair, which no valid text can hold. */
export const notUtf8 = '\uDC80'

export type Text = { text: string; bytes: number }

/** Pieces that end with a line (or, in a line of more than 256 kB, with a whole character), and how many bytes were read so far. */
export async function* texts(stream: AsyncIterable<Buffer | string>): AsyncGenerator<Text> {
  let kept: Buffer = Buffer.alloc(0)
  let bytes = 0
  let begun = false
  for await (const chunk of stream) {
    const buffer = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
    bytes += buffer.length
    kept = kept.length > 0 ? Buffer.concat([kept, buffer]) : buffer
    if (!begun && kept.length < 4) continue
    if (!begun) kept = withoutMark(kept)
    begun = true
    const cut = kept.lastIndexOf(0x0a) + 1 || (kept.length > 262_144 ? wholeCharacters(kept) : 0)
    if (cut === 0) continue
    const text = decode(kept.subarray(0, cut))
    kept = kept.subarray(cut)
    yield { text, bytes }
  }
  if (!begun) kept = withoutMark(kept)
  if (kept.length > 0) yield { text: decode(kept), bytes }
}

function withoutMark(start: Buffer): Buffer {
  const [a, b, c, d] = start
  const utf16 = (a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff) || (a === 0 && b !== 0 && c === 0) || (a !== 0 && b === 0 && c !== 0 && d === 0)
  if (utf16) throw new Unreadable('This file is UTF-16. Save it as CSV in UTF-8 ("CSV UTF-8" in Excel) and import it again.')
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) throw new Unreadable('This is a spreadsheet or a ZIP file. Save it as CSV in UTF-8 and import it again.')
  return a === 0xef && b === 0xbb && c === 0xbf ? start.subarray(3) : start
}

/** Where the last whole character ends. */
function wholeCharacters(buffer: Buffer): number {
  let at = buffer.length
  while (at > buffer.length - 4 && ((buffer[at - 1] as number) & 0xc0) === 0x80) at -= 1
  return ((buffer[at - 1] as number) & 0xc0) === 0xc0 ? at - 1 : buffer.length
}

function decode(buffer: Buffer): string {
  if (isUtf8(buffer)) return buffer.toString('utf8')
  let text = ''
  for (let from = 0; from < buffer.length; ) {
    const stop = buffer.indexOf(0x0a, from) + 1 || buffer.length
    const line = buffer.subarray(from, stop)
    text += isUtf8(line) ? line.toString('utf8') : line.toString('utf8').replaceAll('\uFFFD', notUtf8)
    from = stop
  }
  return text
}

// A mail without what its files hold: pictures and documents say nothing to machines, and reading them takes most of the time that a mail takes.

/** Nobody sends more parts than this; what looks like it is no mail, and is left as it is. */
const [most, head, mostParts] = [8_192, 4_096, 500]
const isFile = /^content-type:\s*(image|audio|video|font|application)\//im
const isPacked = /^content-transfer-encoding:\s*base64/im

/** Parts stay where they are, with their headers; large ones of files are cut to their first line. Lines of such a body never begin with two dashes, so that its end is sure. */
export function withoutFiles(raw: Uint8Array): Uint8Array {
  if (raw.length < most) return raw
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.length)
  const kept: Buffer[] = []
  let copied = 0
  for (let from = 0, parts = 0; from < bytes.length; parts += 1) {
    if (parts >= mostParts) return raw
    const end = bytes.indexOf('\n--', from + 1)
    const until = end < 0 ? bytes.length : end
    const stays = until - from > most ? lengthOf(bytes.subarray(from, until)) : until - from
    if (stays < until - from) {
      kept.push(bytes.subarray(copied, from + stays))
      copied = until
    }
    from = until
  }
  return copied === 0 ? raw : Buffer.concat([...kept, bytes.subarray(copied)])
}

/** How much of a part stays. */
function lengthOf(part: Buffer): number {
  const top = part.toString('latin1', 0, head)
  const begin = /\r?\n\r?\n/.exec(top)
  if (!begin) return part.length
  const headers = top.slice(0, begin.index)
  if (!isFile.test(headers) || !isPacked.test(headers)) return part.length
  const line = part.indexOf('\n', begin.index + begin[0].length)
  return line < 0 ? part.length : line + 1
}

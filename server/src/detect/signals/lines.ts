// Lines of JSON as they come over the line, in pieces of any size: a bounded number of bytes is held, whatever somebody sends.

export const longestLine = 65_536
/** Bytes of lines that are held at a time. */
export const mostHeld = 8 * 1_024 ** 2

type Lines = { items: unknown[]; places: number[] }

/** Groups of at most `most` lines, and of at most so many bytes, each parsed, with their places. What is no JSON, or too long, is told to `wrong`; empty lines are nothing. */
export async function* linesIn(chunks: AsyncIterable<Buffer>, most: number, wrong: (index: number, sentence: string) => void): AsyncGenerator<Lines> {
  let lines: Lines = { items: [], places: [] }
  let [index, rest, skipping] = [0, Buffer.alloc(0), false]
  let held = 0
  const tooLong = () => {
    wrong(index, `This line is longer than ${longestLine} bytes.`)
    index += 1
  }
  const read = (line: Buffer) => {
    if (line.length > longestLine) return tooLong()
    const text = line.toString('utf8').trim()
    if (text === '') return
    try {
      lines.items.push(JSON.parse(text))
      held += line.length
      lines.places.push(index)
    } catch {
      wrong(index, 'This line is not JSON.')
    }
    index += 1
  }
  for await (const chunk of chunks) {
    let piece = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    for (let end = piece.indexOf(10); end >= 0; end = piece.indexOf(10)) {
      if (skipping) skipping = false
      else read(piece.subarray(0, end))
      piece = piece.subarray(end + 1)
      if (lines.items.length < most && held < mostHeld) continue
      yield lines
      ;[lines, held] = [{ items: [], places: [] }, 0]
    }
    if (piece.length > longestLine && !skipping) {
      tooLong()
      skipping = true
    }
    rest = skipping ? Buffer.alloc(0) : Buffer.from(piece)
  }
  if (rest.length > 0 && !skipping) read(rest)
  if (lines.items.length > 0) yield lines
}

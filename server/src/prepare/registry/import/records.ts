// CSV text, in pieces as it arrives, becomes records: good ones are taken, broken ones are refused with the line at fault, and reading goes on behind them.
// Why not csv-parse: after one broken quote it gives up the rest of the file, it names the last line instead of the one where the quote opened,
// it reports a too long record once per character, and it takes about five times as long. A property test holds this reader to its answers.

/** `fields` is reused for the next record: keep its strings, not the array. `plain`: nothing in it needs a second look (no control character, backslash or quoted field). */
export type Take = (fields: string[], line: number, plain: boolean) => void
export type Refuse = (line: number, reason: string, value: string) => void
export type Records = { push: (text: string) => void; end: () => void }

const QUOTE = 34
const LF = 10
const CR = 13

/** Reads records; lines count from 1; `longest` bounds a record (in characters) and so the memory. */
export function createRecords(delimiter: string, take: Take, refuse: Refuse, longest = 1_000_000): Records {
  const fields: string[] = []
  const suspicious = delimiter === '\t' ? /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\\\uDC80]|\r(?!\n)/ : /[\0-\x09\x0b\x0c\x0e-\x1f\x7f\\\uDC80]|\r(?!\n)/
  let rest = ''
  let line = 1
  let skipping: 'no' | 'bare' | 'quoted' = 'no'

  const push = (text: string) => {
    rest = scan(rest + (skipping === 'no' ? text : afterSkipped(text)), false)
    if (rest.length <= longest) return
    refuse(line, tooLong(longest), rest)
    skipping = 'bare'
    rest = afterSkipped(rest)
  }
  const end = () => {
    rest = scan(rest, true)
  }

  /** Passes over the remainder of a record that is too long; a line end inside quotes does not end it. */
  function afterSkipped(text: string): string {
    let quoted = skipping === 'quoted'
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) quoted = !quoted
      else if (code === LF) {
        line += 1
        if (!quoted) {
          skipping = 'no'
          return text.slice(at + 1)
        }
      }
    }
    skipping = quoted ? 'quoted' : 'bare'
    return ''
  }

  /** Takes every complete record and returns what is not complete yet. */
  function scan(all: string, last: boolean): string {
    const odd = suspicious.test(all)
    let quote = 0
    let at = 0
    while (at < all.length) {
      let stop = all.indexOf('\n', at)
      if (stop < 0) {
        if (!last) break
        stop = all.length
      }
      if (quote >= 0 && quote <= at) quote = all.indexOf('"', at)
      if (quote >= 0 && quote < stop) {
        const next = scanQuoted(all, at, last)
        if (next < 0) break
        at = next
        continue
      }
      const until = all.charCodeAt(stop - 1) === CR && stop > at ? stop - 1 : stop
      if (until - at > longest) refuse(line, tooLong(longest), all.slice(at, at + 200))
      else if (until > at) {
        split(all, at, until)
        take(fields, line, !odd)
      }
      line += 1
      at = stop + 1
    }
    return at < all.length ? all.slice(at) : ''
  }

  function split(all: string, from: number, until: number) {
    let n = 0
    let at = from
    for (let comma = all.indexOf(delimiter, at); comma >= 0 && comma < until; comma = all.indexOf(delimiter, at)) {
      fields[n++] = all.slice(at, comma)
      at = comma + 1
    }
    fields[n++] = all.slice(at, until)
    fields.length = n
  }

  /** A record with a quote in its first line; answers where the next one begins, or -1 when its end has not arrived yet. */
  function scanQuoted(all: string, from: number, last: boolean): number {
    const opened = line
    let lines = 0
    let n = 0
    let at = from
    const refused = (atLine: number, reason: string, next: number) => {
      refuse(atLine, reason, all.slice(from, from + 200))
      line = opened + countLines(all, from, next)
      return next
    }
    for (;;) {
      if (all.charCodeAt(at) !== QUOTE) {
        const stop = endOfBare(all, at)
        if (stop === all.length && !last) return -1
        const until = all.charCodeAt(stop) === LF && stop > at && all.charCodeAt(stop - 1) === CR ? stop - 1 : stop
        fields[n++] = all.slice(at, until)
        at = stop
      } else {
        const quotedAt = opened + lines
        let value = ''
        let close = at
        for (let part = at + 1; ; part = close + 1) {
          close = all.indexOf('"', part)
          if (close < 0) return last ? refused(quotedAt, neverClosed(quotedAt), all.length) : -1
          value += all.slice(part, close)
          if (close + 1 === all.length && !last) return -1
          if (all.charCodeAt(close + 1) !== QUOTE) break
          value += '"'
          close += 1
        }
        lines += countLines(all, at, close)
        fields[n++] = value
        at = close + 1
        if (all.charCodeAt(at) === CR && all.charCodeAt(at + 1) === LF) at += 1
        else if (all.charCodeAt(at) === CR && at + 1 === all.length) {
          if (!last) return -1
          at += 1
        }
        if (at < all.length && all.charCodeAt(at) !== LF && all[at] !== delimiter) {
          const stop = all.indexOf('\n', at)
          if (stop < 0 && !last) return -1
          return refused(quotedAt, badlyClosed(quotedAt, opened + lines), stop < 0 ? all.length : stop + 1)
        }
      }
      if (at >= all.length || all.charCodeAt(at) === LF) break
      at += 1
    }
    fields.length = n
    if (at - from > longest) return refused(opened, tooLong(longest), at + 1)
    take(fields, opened, false)
    line = opened + lines + 1
    return at + 1
  }

  function endOfBare(all: string, from: number): number {
    for (let at = from; at < all.length; at += 1) if (all[at] === delimiter || all.charCodeAt(at) === LF) return at
    return all.length
  }

  return { push, end }
}

function countLines(text: string, from: number, until: number): number {
  let lines = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < until; at = text.indexOf('\n', at + 1)) lines += 1
  return lines
}

/** The character that separates the columns, as the header line shows: comma, semicolon or tab. */
export function delimiterOf(header: string): string {
  const line = header.split('\n', 1)[0] ?? ''
  const bare = line.replaceAll(/"[^"]*"/g, '')
  const count = (delimiter: string) => bare.split(delimiter).length
  return [',', ';', '\t'].reduce((best, each) => (count(each) > count(best) ? each : best))
}

const tooLong = (longest: number) =>
  `This row is longer than ${longest.toLocaleString('en')} characters. Shorten it; or a quote (") that opens here is never closed: close it.`
const neverClosed = (line: number) =>
  `The quote (") that opens in line ${line} is never closed, so that everything after it was swallowed. Close it, or write a quote inside a text twice ("").`
const badlyClosed = (line: number, closed: number) =>
  `The quote (") that opens in line ${line} closes ${closed === line ? '' : `in line ${closed} `}in the middle of a text. Close it at the end of the field, and write a quote inside a text twice ("").`

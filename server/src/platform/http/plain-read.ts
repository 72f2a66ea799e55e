// A plain read, told apart from everything else that may come over a line: a whole GET or HEAD by HTTP/1.1, without a body and with no wish that needs a parser.
// What is not certainly that is not judged here at all. Deciding only on whole and dull heads is what makes smuggling impossible: no byte is read in two ways.

/** `query`: whether the address had one; it changes nothing about a file. */
export type Read = {
  method: 'GET' | 'HEAD'
  path: string
  query?: boolean
  host?: string | undefined
  ifNoneMatch?: string | undefined
  ifModifiedSince?: string | undefined
  acceptEncoding?: string | undefined
  acceptLanguage?: string | undefined
}

/** The read that begins at `from` and where the next one would begin; undefined for anything else, also for a head that is not whole yet. `text` is latin1. */
export function plainRead(text: string, from: number): { read: Read; end: number } | undefined {
  whole.lastIndex = from
  const [all, method, path, lines] = whole.exec(text) ?? []
  if (all === undefined || lines === undefined || all.length > longestHead) return undefined
  const said: Said = { host: undefined, ifNoneMatch: undefined, ifModifiedSince: undefined, acceptEncoding: undefined, acceptLanguage: undefined }
  for (let at = 0, end = 0; at < lines.length; at = end + 2) {
    end = lines.indexOf('\r\n', at)
    if (!takeLine(said, lines, at, end)) return undefined
  }
  if (!said.host) return undefined
  return { read: { method: method as Read['method'], path: pathOf(path as string), query: (path as string).includes('?'), ...said }, end: from + all.length }
}

/** A query changes nothing about a file. */
export const pathOf = (target: string): string => {
  const query = target.indexOf('?')
  return query < 0 ? target : target.slice(0, query)
}

/** Longer ones are for Node to bear or to refuse. */
const longestHead = 8_192
/** Lines end in CR LF, names are tokens with the colon right behind them, nothing is folded, no control characters. */
const whole = /(GET|HEAD) (\/[!-~]*) HTTP\/1\.1\r\n((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*)\r\n/y

type Said = Record<'host' | 'ifNoneMatch' | 'ifModifiedSince' | 'acceptEncoding' | 'acceptLanguage', string | undefined>

/** Whether the line leaves it a plain read; what it says of the answer is kept. What is said twice is for others to understand. */
function takeLine(said: Said, lines: string, at: number, end: number): boolean {
  const colon = lines.indexOf(':', at)
  const name = lines.slice(at, colon).toLowerCase()
  if (notPlain.has(name)) return false
  const field = kept.get(name)
  if (!field && name !== 'connection') return true
  const value = lines.slice(colon + 1, end).trim()
  if (!field) return value.toLowerCase() === 'keep-alive'
  if (said[field] !== undefined) return false
  said[field] = value
  return true
}
const kept = new Map<string, keyof Said>([
  ['host', 'host'],
  ['if-none-match', 'ifNoneMatch'],
  ['if-modified-since', 'ifModifiedSince'],
  ['accept-encoding', 'acceptEncoding'],
  ['accept-language', 'acceptLanguage'],
])
/** A body, an answer before the request is over, another protocol. */
const notPlain = new Set(['content-length', 'transfer-encoding', 'trailer', 'te', 'expect', 'upgrade', 'http2-settings', 'proxy-connection'])

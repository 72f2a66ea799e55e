// Which form of a file a reader takes, and whether it has that one already (RFC 9110, sections 12.5.3 and 13).
import type { Read } from './plain-read.ts'

export type Encoding = 'br' | 'gzip' | 'identity'

/** The smallest form that the reader says it takes. */
export function encodingFor(accept: string | undefined): Encoding {
  if (!accept) return 'identity'
  const taken = new Map(accept.toLowerCase().split(',').map(weighed))
  return (['br', 'gzip'] as const).find((name) => (taken.get(name) ?? 0) > 0) ?? 'identity'
}

const weighed = (part: string): [string, number] => {
  const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))
  return [name, weight === undefined ? 1 : Number(weight.slice(2))]
}

/** Whether the reader has this one. A tag decides where one is given; only without one does the time. */
export function hasAlready({ ifNoneMatch, ifModifiedSince }: Read, etag: string, changedAt: Date): boolean {
  if (ifNoneMatch !== undefined) return ifNoneMatch === etag || ifNoneMatch.trim() === '*' || tagsIn(ifNoneMatch).includes(etag)
  if (ifModifiedSince === undefined) return false
  const since = Date.parse(ifModifiedSince)
  // A time in the header has whole seconds.
  return httpDate.test(ifModifiedSince) && Math.floor(changedAt.getTime() / 1_000) * 1_000 <= since
}

/** Tags are compared weakly: W/"x" is "x". A tag may hold a comma. */
const tagsIn = (list: string): string[] => list.match(/"[^"]*"/g) ?? []
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

// What people wrote, made fit for places that read more into text than its letters.

/** Without control characters (line breaks stay), without the marks that turn the direction of what follows, and well-formed: nothing can look like what it is not. */
export const plain = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/\t/g, ' ')
    .replace(/[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .trim()

/**
 * The text, or its beginning and …, so that its size is at most `most`. Never in the middle of what is read as one character.
 * @param size how the place that it goes to counts; must grow with the text
 */
export function cut(text: string, most: number, size: (text: string) => number = (each) => each.length): string {
  // What no way of counting can make fit needs no counting: keeps the search short where a text is endless.
  const bounded = text.length > most ? text.slice(0, most + 1) : text
  if (bounded === text && size(text) <= most) return text
  if (size('…') > most) return ''
  const length = largest(bounded.length, (each) => size(`${whole(bounded, each)}…`) <= most)
  return `${whole(bounded, length)}…`
}

/** The largest whole number from 0 to `most` that fits, where whatever is smaller than one that fits, fits too. */
export function largest(most: number, fits: (number: number) => boolean): number {
  // Mostly all of it fits.
  if (fits(most)) return most
  let low = 0
  let high = Math.max(0, most - 1)
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (fits(middle)) low = middle
    else high = middle - 1
  }
  return low
}

/** A web address as it may be handed on, or nothing where it is none. */
export function webAddress(text: string, most = 2_000): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  if ((url.protocol !== 'https:' && url.protocol !== 'http:') || url.username || url.password || url.href.length > most) return undefined
  return url.href
}

const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const around = 40

/** The first `length` code units, less those of a character that they would split. */
function whole(text: string, length: number): string {
  if (length >= text.length) return text
  const from = Math.max(0, length - around)
  const begins = characters.segment(text.slice(from, length + around)).containing(length - from)?.index ?? 0
  return text.slice(0, from + begins).replace(/[\ud800-\udbff]$/, '')
}

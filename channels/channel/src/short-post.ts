// A text that must be short: the most needed first, whole where it fits, else cut between words; the link is never cut.
import { largest, plain } from './plain-text.ts'

/**
 * `needed`: never left out, only cut where nothing else helps. `last`: stands at the end, and is left out before anything needed is cut.
 * `head`: stands before the text, and goes with it.
 */
export type Piece = { name: string; head?: string; text: string; needed?: true; last?: true }
/** The first piece is the title. `link` stands at the end, as it is. */
export type ShortPost = { pieces: Piece[]; link?: string }
/** `left`: what found no place; `cut`: what is there in part. */
export type Fitted = { text: string; left: string[]; cut: string[] }
type Fits = (text: string) => boolean

/** A title is not cut below this for the sake of what stands behind it, in characters. */
const shortestTitle = 60
/** Less than this of a piece says nothing. */
const shortestPart = 40

/** @param fits whether a whole text is short enough; whatever is shorter than one that fits, fits too. `between` stands between pieces. */
export function fitted(post: ShortPost, fits: Fits, between = '\n'): Fitted {
  const pieces = post.pieces.map((piece) => ({ ...piece, text: inOneLine(piece.text) })).filter(({ text }) => text !== '')
  const whole = (kept: Piece[]) => joined(kept, post.link, between)
  const all = (names: Set<string>) => pieces.filter(({ name }) => names.has(name))
  const kept = new Set(pieces.filter(({ needed, last }, nth) => nth === 0 || needed || last).map(({ name }) => name))
  if (!fits(whole(all(kept)))) for (const { name, last } of pieces) if (last) kept.delete(name)
  if (!fits(whole(all(kept)))) return short(all(kept), pieces, whole, fits)
  for (const piece of pieces) {
    if (kept.has(piece.name)) continue
    if (fits(whole(all(new Set([...kept, piece.name]))))) {
      kept.add(piece.name)
      continue
    }
    const began = (text: string) =>
      pieces.filter(({ name }) => kept.has(name) || name === piece.name).map((each) => (each.name === piece.name ? { ...each, text } : each))
    const some = atWord(piece.text, (text) => fits(whole(began(text))))
    const left = pieces.filter(({ name }) => !kept.has(name)).map(({ name }) => name)
    if (some.length < shortestPart) return { text: whole(all(kept)), left, cut: [] }
    return { text: whole(began(some)), left: left.filter((name) => name !== piece.name), cut: [piece.name] }
  }
  return { text: whole(all(kept)), left: [], cut: [] }
}

/** Even what is needed is too long: the title gives way first, then the rest of it, so that each has its beginning. */
function short(needed: Piece[], pieces: Piece[], whole: (kept: Piece[]) => string, fits: Fits): Fitted {
  const cut: string[] = []
  let kept = needed
  for (const [nth, { name, text }] of needed.entries()) {
    if (fits(whole(kept))) break
    const put = (piece: string) => kept.map((each) => (each.name === name ? { ...each, text: piece } : each))
    const least = nth === 0 && needed.length > 1 ? atWord(text, (each) => each.length <= shortestTitle) : ''
    const most = atWord(text, (each) => fits(whole(put(each))))
    kept = put(most.length > least.length ? most : least)
    cut.push(name)
  }
  return { text: whole(kept), left: pieces.filter(({ name }) => !needed.some((each) => each.name === name)).map(({ name }) => name), cut }
}

const joined = (pieces: Piece[], link: string | undefined, between: string): string =>
  [...pieces.map(({ head, text }) => `${head ?? ''}${text}`), ...(link ? [link] : [])].join(between)

/** What people wrote, as it may stand in public: nothing invisible, in one line. What joins letters and emoji stays. */
export const inOneLine = (text: string): string =>
  plain(text)
    .replace(/[\u00ad\u180e\u200b\u2060-\u2064]/g, '')
    .replace(/\s+/g, ' ')
    .trim()

/** The same with its lines as they were written; of empty ones in a row one stays. */
export const linesOf = (text: string): string =>
  plain(text)
    .split('\n')
    .map(inOneLine)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()

/** The text, or as much of it as fits with … behind it; it ends where a word does, and never within an address or what is read as one character. */
export function atWord(text: string, fits: Fits): string {
  if (fits(text)) return text
  const ends = wordEnds(text)
  const nth = largest(ends.length, (each) => each === 0 || fits(began(text, ends[each - 1] as number)))
  if (nth > 0) return began(text, ends[nth - 1] as number)
  // One word, and longer than there is room.
  const characters = [...graphemes.segment(text)].map(({ index, segment }) => index + segment.length)
  const count = largest(characters.length, (each) => each === 0 || fits(began(text, characters[each - 1] as number)))
  return count > 0 && addresses(text)[0]?.from !== 0 ? began(text, characters[count - 1] as number) : ''
}

const began = (text: string, end: number): string => `${text.slice(0, end).replace(/[\s,;:–-]+$/u, '')}…`
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const words = new Intl.Segmenter('en', { granularity: 'word' })
/** Written without spaces between words: there a word ends where the dictionary says. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\p{Extended_Pictographic}\p{Regional_Indicator}]/u

function wordEnds(text: string): number[] {
  const links = addresses(text)
  const found = [...words.segment(text)]
  return found.flatMap(({ index, segment }, nth) => {
    const end = index + segment.length
    const next = found[nth + 1]?.segment
    if (/^\s+$/.test(segment) || next === undefined || links.some(({ from, to }) => from < end && end < to)) return []
    return /^\s/.test(next) || unspaced.test(segment) || unspaced.test(next) ? [end] : []
  })
}

/** Web addresses in a text, without the signs that end the sentence around them. */
export const addresses = (text: string): { from: number; to: number; url: string }[] =>
  [...text.matchAll(/https?:\/\/[^\s<>"“”「」（）]+/giu)].map(({ 0: found, index }) => {
    const url = found.replace(/[.,;:!?)\]}'’…。、]+$/u, '')
    return { from: index, to: index + url.length, url }
  })

/** What is read as one character counts as one. */
export const graphemesIn = (text: string): number => {
  let count = 0
  for (const _ of graphemes.segment(text)) count += 1
  return count
}

// Which words of a mail were another's: prints of what it quotes, compared with prints of what others wrote.

/**
 * Prints of a text: of each five words in a row a number, and of those a fixed fourth, so that the same words give the same prints wherever they stand.
 * Wrapping, marks of quoting, case and punctuation change nothing. Bounded, whatever the text; may be stored beside it.
 */
export function printsOf(text: string): number[] {
  const words = wordsOf(text)
  const prints = new Set<number>()
  for (let at = 0; at + inARow <= words.length && prints.size < mostPrints; at += 1) {
    const print = hashed(words, at)
    if (print % everyNth === 0) prints.add(print)
  }
  return [...prints]
}

/** The lines that are marked as another's; where none are, all of what follows who is said to have written it. Signatures and footers of lists are neither. */
export function quotedLines(quoted: string): string {
  const marked = quoted
    .slice(0, mostRead)
    .split('\n')
    .filter((line) => marks.test(line))
  return marked.length > 0 ? marked.join('\n') : quoted
}

/** Whether anything is marked as another's, or somebody is said to have written it. */
export const quotesSomebody = (quoted: string): boolean =>
  /^[ \t]{0,8}(?:>|[A-Z]\w{0,15}>)|^.{0,200}(wrote|writes|schrieb|écrit|escribió|escreveu|scritto|skrev|schreef)\s?:\s*$/im.test(quoted.slice(0, mostRead))

const [inARow, everyNth, mostPrints, mostRead] = [5, 4, 256, 20_000]

const marks = /^[ \t]{0,8}(?:[>|]|\p{Lu}\p{L}{0,15}>)/u

const wordsOf = (text: string): string[] => {
  const plain = text
    .slice(0, mostRead)
    .replace(/^[ \t]{0,8}(?:[>|:][> |:]{0,20}|\w{1,16}>+ ?)/gm, '')
    .toLowerCase()
  // Languages without spaces: each sign is a word.
  return plain.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{N}]+/gu) ?? []
}

/** FNV-1a over the words; 31 bits, so that a database's integer holds it. */
function hashed(words: readonly string[], from: number): number {
  let hash = 0x811c9dc5
  for (let at = from; at < from + inARow; at += 1) {
    const word = words[at] as string
    for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ 32, 0x01000193)
  }
  return (hash ^ (hash >>> 15)) & 0x7fffffff
}

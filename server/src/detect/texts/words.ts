// A text becomes words as people mean them: "SOOOO late!!!" is "soo late !!", an address is an address and not its letters.

/** At most so many characters of a text are read; what a person has to say stands at its beginning. */
export const longestRead = 20_000

const token =
  /https?:\/\/\S+|www\.\S+|@[\p{L}\p{N}_]+|[\p{L}\p{M}]+(?:['’][\p{L}]+)*|\p{N}+(?:[.,:]\p{N}+)*|\p{Extended_Pictographic}|[!?！？¿…]+|\.{2,}|<3|[:;=8][-^']?[()DPp/\\|[\]]/gu
const plainToken = /https?:\/\/\S+|www\.\S+|@[a-zA-Z0-9_]+|[a-zA-Z]+(?:'[a-zA-Z]+)*|[0-9]+(?:[.,:][0-9]+)*|[!?]+|\.{2,}|<3|[:;=8][-^']?[()DPp/\\|[\]]/g
const entities: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&nbsp;': ' ' }
const spaceless = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** Words in lower case, "<link>", "<name>" and "<number>" for what differs in every text, and marks; characters of scripts without spaces each by themselves. */
export function wordsOf(text: string): string[] {
  const read = plain(text)
  const words: string[] = []
  const ascii = isAscii.test(read)
  for (const [found] of read.matchAll(ascii ? plainToken : token)) {
    const code = found.charCodeAt(0)
    if (code === 64) words.push('<name>')
    else if (code >= 48 && code <= 57) words.push(code === 56 && faceEnd.test(found) ? found : '<number>')
    else if (code === 104 || code === 119 || code === 72 || code === 87) words.push(isLink.test(found) ? '<link>' : word(found))
    else if (!ascii && spaceless.test(found)) words.push(...found)
    else if (marks.test(found)) words.push(found.slice(0, 2))
    else if (code < 128 && elided.test(found)) words.push(...word(found).split("'"))
    else words.push(word(found))
  }
  return words
}

/** Cut to what is read, entities resolved, apostrophes and control characters made alike. */
export function plain(text: string): string {
  const cut = text.length > longestRead ? text.slice(0, longestRead) : text
  const decoded = cut.includes('&') ? cut.replace(/&(?:amp|lt|gt|quot|#39|nbsp);/g, (entity) => entities[entity] as string) : cut
  return isAscii.test(decoded) ? decoded : decoded.normalize('NFKC').replace(/[’‘´`]/g, "'")
}

const word = (found: string) => found.toLowerCase().replace(/(.)\1{2,}/gu, '$1$1')
const isAscii = /^[\x00-\x7f]*$/
const isLink = /^(?:https?:|www\.)/i
/** l'application, j'attends: two words. */
const elided = /^(?:[ldjncsmt]|qu)'/i
const marks = /^[!?！？¿….]/
const faceEnd = /[()DPp/\\|[\]]$/

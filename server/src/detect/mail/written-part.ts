// What somebody wrote in a mail, without what they quote and without their signature: only that says anything new.

/** The words above, between and below what is quoted; empty where there are none. Line by line, so that the time goes with the length of the mail. */
export const writtenPart = (text: string): string => withoutQuoted(text).written

/** The same, and all the rest as it stands there: what is quoted, who is said to have written it, the signature. */
export function withoutQuoted(text: string): { written: string; rest: string } {
  const read = text.slice(0, mostRead)
  const lines = read.replace(/\r\n?/g, '\n').split('\n')
  const kept: string[] = []
  const others: string[] = []
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] as string
    if (isQuoted(line) || isNamed(lines, i)) {
      others.push(line)
      continue
    }
    if (isDivider(line)) return parted(kept, [...others, ...lines.slice(i)], text)
    const introduced = introduces(lines, i)
    if (introduced > 0) {
      // What follows is marked as quoted, and the answer may stand below it; else all of the rest is the other mail.
      if (!isQuoted(nextSaid(lines, i + introduced))) return parted(kept, [...others, ...lines.slice(i)], text)
      others.push(...lines.slice(i, i + introduced))
      i += introduced - 1
      continue
    }
    if (isSignature(line, kept)) {
      // Some write their answer below a quoted mail that ends with a signature; nobody writes below their own.
      return parted(kept, [...others, ...lines.slice(i)], text)
    }
    kept.push(line)
  }
  return parted(kept, others, text)
}

const parted = (kept: string[], others: string[], text: string) => ({
  written: tidy(kept.join('\n')),
  rest: tidy(`${others.join('\n')}${text.slice(mostRead)}`),
})
const tidy = (text: string) => text.replace(/\n{3,}/g, '\n\n').trim()

const mostRead = 100_000
const longest = 400

const isQuoted = (line: string | undefined): boolean => line !== undefined && /^\s{0,3}(>|\|\s)/.test(line)
/** “Ann> …” on each line, as some old programs mark it: the same name on the line before or after, for people write “Menu> File”, too. */
const isNamed = (lines: string[], at: number): boolean => {
  const name = nameOf(lines[at])
  return name !== undefined && (name === nameOf(lines[at - 1]) || name === nameOf(lines[at + 1]))
}
const nameOf = (line: string | undefined): string | undefined => /^\s{0,8}(\p{Lu}\p{L}{0,15})>/u.exec((line ?? '').slice(0, 40))?.[1]
const nextSaid = (lines: string[], from: number): string | undefined => lines.slice(from, from + 5).find((line) => line.trim() !== '')

/** “-----Original Message-----” and its like, in the languages of large mail programs. */
const isDivider = (line: string): boolean =>
  line.length < longest &&
  (/^\s*[-_–—*]{2,}\s?(original (message|appointment)|forwarded (message|by)|ursprüngliche nachricht|weitergeleitete nachricht|message d.origine|message transféré|mensaje original|mensaje reenviado|mensagem original|messaggio originale|元のメッセージ|転送されたメッセージ)/iu.test(
    line,
  ) ||
    /^_{20,}\s*$/.test(line))

/** How many lines from here on say only who wrote the mail that follows; 0: they say something else. */
function introduces(lines: string[], at: number): number {
  const first = (lines[at] as string).slice(0, longest)
  if (headers.test(first)) return isHead(lines, at)
  if (!/^\s*(on|am|le|el|em|il|den|op)\b|^\s*\d{4}[年/-]/iu.test(first)) return 0
  // A program breaks it over two lines, or three.
  for (let count = 1; count <= 3; count += 1) {
    const said = lines
      .slice(at, at + count)
      .join(' ')
      .slice(0, longest)
      .trimEnd()
    if (wrote.test(said) && dated.test(said)) return count
    if ((lines[at + count] ?? '').trim() === '') return 0
  }
  return 0
}
const wrote =
  /(wrote|schrieb( .{1,120})?|a écrit|escribió|escreveu|ha scritto|schreef( .{1,120})?|skrev( .{1,120})?|のメール|さんは書きました|@.{1,120})\s?[:：]$/iu
const dated = /\d{4}|\d{1,2}[:.]\d\d/

/** From, Sent, To, Subject below each other: a mail that is carried along as Outlook does. */
const headers = /^\s*\*?(from|von|de|da|van|差出人)\*?\s?[:：]/iu
const others =
  /^\s*\*?(sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|data|assunto|inviato|a|oggetto|送信日時|宛先|件名)\*?\s?[:：]/iu
const isHead = (lines: string[], at: number): number => (lines.slice(at + 1, at + 4).filter((line) => others.test(line.slice(0, longest))).length >= 2 ? 1 : 0)

/** “-- ” as RFC 3676 has it, and what telephones put there. Nothing is folded away before somebody said something. */
const isSignature = (line: string, before: string[]): boolean =>
  line.length < longest &&
  (/^--\s?$/.test(line) ||
    (before.some((each) => each.trim() !== '') &&
      /^\s*(sent from my \S|sent from (outlook|yahoo|mail|proton)|get outlook for|von meinem .{1,40} gesendet|gesendet (von|mit) |envoyé (de|depuis) |enviado (desde|do) |inviato da |iphoneから送信)/iu.test(
        line,
      )))

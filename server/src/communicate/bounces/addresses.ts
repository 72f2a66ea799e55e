// The addresses a failure notice names: those that begin a line first, for that is where every system puts what failed.

const address = '[^\\s<>()\\[\\]"\',;:|/\\\\=@]{1,80}(?:=[^\\s<>()\\[\\]"\',;:|/\\\\@]{1,80})?@[A-Za-z0-9][A-Za-z0-9.-]{0,200}[A-Za-z0-9]'
const anywhere = new RegExp(address, 'g')
/** `<a@b>:`, `a@b`, `To: a@b`, `>>> a@b`, `Recipient: <a@b>`; up to three short words may stand before it. */
const atLineStart = new RegExp(`^[\\s>|*#.-]{0,20}(?:(?:[\\w'-]{1,20}[ ]?){0,5}:)?[\\s]{0,20}["'<]{0,3}(${address})["'>]{0,3}`)
const daemons = /^(mailer-?daemon|postmaster|post_master|mail-daemon|no-?reply|do-?not-?reply|bounces?|abuse|support|helpdesk)@/i

export const addressesIn = (text: string): string[] => [...new Set([...text.matchAll(anywhere)].map(([found]) => found.toLowerCase()))]

export type Lines = { address: string; text: string }

/**
 * What is said of each address that begins a line: from there to the next one.
 * `not`: whoever wrote the mail that came back, and who reports it.
 */
export function saidOfEach(text: string, not: ReadonlySet<string>): Lines[] {
  const found: Lines[] = []
  for (const line of text.split('\n')) {
    const address = aboutSender.test(line) ? undefined : atLineStart.exec(line.slice(0, 400))?.[1]?.toLowerCase()
    const same = found.find((each) => each.address === address) ?? (address && !not.has(address) && !daemons.test(address) ? undefined : found.at(-1))
    if (same) same.text += `\n${line}`
    else if (address && !not.has(address) && !daemons.test(address)) found.push({ address, text: line })
  }
  return found
}
const aboutSender = /^\s*(from|sender|reply-to|mail from|x-[\w-]+|return-path|message-id)\b[^:]{0,20}:/i

/** The same where no line begins with an address: whoever is named, all told the same. */
export const saidOfAll = (text: string, not: ReadonlySet<string>): Lines[] =>
  addressesIn(text)
    .filter((each) => !not.has(each) && !daemons.test(each))
    .map((each) => ({ address: each, text }))

// Whether a sender only looks like somebody known: who asks for money or a password in another's name does it so.
import { domainToUnicode } from 'node:url'
import { isMasked, isMixed, skeleton } from './letters.ts'

/**
 * A sentence for the agent, or undefined.
 * @param known whom a sender could imitate: domains (`acme.example`), addresses, and names (of our brands, of colleagues); those of ours and of the account's contacts
 */
export function lookAlike(address: string, name: string, known: readonly string[]): string | undefined {
  const sender = address.trim().toLowerCase().slice(0, 320)
  const domain = shownDomain(sender.slice(sender.lastIndexOf('@') + 1))
  const domains = known
    .filter((each) => !each.includes(' ') && each.includes('.'))
    .map((each) => shownDomain(each.toLowerCase().slice(each.lastIndexOf('@') + 1)))
  const isOurs = domains.some((each) => domain === each || domain.endsWith(`.${each}`))
  return inName(sender, name) ?? (isOurs ? undefined : (inDomain(domain, domains) ?? inWords(name, domain, known)))
}

const shownDomain = (domain: string) => domainToUnicode(domain) || domain

/** “ceo@acme.example” as the name of somebody who writes from elsewhere. */
function inName(sender: string, name: string): string | undefined {
  if (/[\u202a-\u202e\u2066-\u2069]/.test(name)) return 'The name of the sender was written backwards in part, to look like another.'
  const named = /[^\s<>"'(),;:]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,8}/iu.exec(name.slice(0, 1_000).normalize('NFKC'))?.[0].toLowerCase()
  return named && named !== sender ? `The sender calls themselves ${named}, but writes from ${sender}.` : undefined
}

function inDomain(domain: string, domains: readonly string[]): string | undefined {
  if (domain === '') return undefined
  const looks = skeleton(domain)
  for (const each of domains) {
    if (looks === skeleton(each)) return `The sender's domain ${domain} only looks like ${each}.`
    // “acme.example.evil.test” and “acme-example.test” begin like the known one.
    if (each.length >= 6 && domain.startsWith(`${each}.`)) return `The sender's domain ${domain} begins like ${each}, but belongs to somebody else.`
    const [own, known] = [labelOf(domain), labelOf(each)]
    if (known.length >= 5 && own !== known && isNear(skeleton(own), skeleton(known))) return `The sender's domain ${domain} differs from ${each} by one letter.`
    if (known.length >= 5 && own !== known && own.split('-').includes(known))
      return `The sender's domain ${domain} carries the name of ${each}, but belongs to somebody else.`
  }
  return isMasked(domain) ? `The sender's domain ${domain} mixes letters of several alphabets, to look like another.` : undefined
}

/** A known name, in letters as they look, of somebody who does not write from where it belongs. */
function inWords(name: string, domain: string, known: readonly string[]): string | undefined {
  const looks = ` ${wordsOf(name)} `
  for (const each of known) {
    if (each.includes('@') || (each.includes('.') && !each.includes(' '))) continue
    const words = wordsOf(each)
    if (words.length >= 3 && looks.includes(` ${words} `)) return `The sender is called like ${each}, but writes from ${domain || 'nowhere'}.`
  }
  return isMixed(name) ? 'The name of the sender mixes letters of several alphabets, to look like another.' : undefined
}

const wordsOf = (text: string) => (text.slice(0, 300).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map(skeleton).join(' ')

/** What stands before the public ending: “acme” of acme.example and of acme.co.uk. */
function labelOf(domain: string): string {
  const labels = domain.split('.')
  const short = (labels.at(-2) ?? '').length <= 3 && (labels.at(-1) ?? '').length === 2
  return labels.at(labels.length > 2 && short ? -3 : -2) ?? domain
}

/** One letter more, less, another, or two that changed places. */
function isNear(one: string, other: string): boolean {
  if (one === other) return true
  if (Math.abs(one.length - other.length) > 1) return false
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  const [a, b] = [one.slice(at), other.slice(at)]
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
}

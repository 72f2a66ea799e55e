// What a domain tells receivers to do with mail that neither its keys nor its servers vouch for (DMARC, RFC 7489).
import type { Dns } from '../../platform/dns/dns.ts'
import { tagsOf, txtLine } from './dns-lines.ts'
import type { Finding } from './senders.contract.ts'

/** `signed`: mails carry a signature of this very domain. `bounceDomains`: where bounces of its mails go, which is what SPF speaks for. */
export async function checkDmarc(dns: Dns, domain: string, signed: boolean, bounceDomains: string[]): Promise<Finding> {
  const finding = (state: Finding['state'], sentence: string, lines: Finding['lines'] = []): Finding => ({ about: 'dmarc', state, domain, sentence, lines })
  const looked = await nearestPolicy(dns, domain)
  if (looked.failed !== undefined) return finding('unknown', `The DNS ${looked.failed} when asked for the DMARC record of ${domain}. Check again later.`)
  const { at, records } = looked
  const suggested = [txtLine(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`)]
  if (!at)
    return finding(
      'wrong',
      `${domain} has no DMARC record. The large mail providers then turn away much of what is sent to many. Begin with this one.`,
      suggested,
    )
  if (records.length > 1) return finding('wrong', `_dmarc.${at} has ${records.length} DMARC records; receivers then heed none of them. Keep one.`)
  const tags = tagsOf(records[0] as string)
  const policy = (at === domain ? undefined : tags.get('sp')?.toLowerCase()) ?? tags.get('p')?.toLowerCase() ?? ''
  if (!policies.has(policy))
    return finding('wrong', `The DMARC record at _dmarc.${at} has no policy that receivers know (p=none, quarantine or reject). Correct it.`)
  const strict = tags.get('aspf')?.toLowerCase() === 's'
  const aligned = bounceDomains.filter((each) => each === domain || (!strict && (each === at || each.endsWith(`.${at}`))))
  if (!signed && aligned.length < bounceDomains.length)
    return finding(
      'wrong',
      `DMARC asks that a signature or SPF speaks for ${domain} itself. Mails are not signed for it, and their bounces go to ${bounceDomains.filter((each) => !aligned.includes(each)).join(', ')}, another domain${strict ? ' (aspf=s wants exactly the same)' : ''}. Switch on a key.`,
    )
  const vouch = signed ? 'the signature speaks for it' : 'only SPF speaks for it, which forwarding breaks'
  const so = `The DMARC policy of ${domain} is ${policy}${at === domain ? '' : ` (from ${at})`}, and ${vouch}`
  if (!signed) return finding('warning', `${so}. Switch on a key.`)
  if (policy === 'none')
    return finding(
      'warning',
      `${so}. With none, forged mail in your name is still delivered: once the reports show that yours passes, change it to quarantine.`,
    )
  if (!/^mailto:.+@/i.test(tags.get('rua') ?? ''))
    return finding('warning', `${so}, but it names no address for reports (rua=mailto:…): you will not see what fails.`)
  const stranger = await unwillingReader(dns, at, tags.get('rua') ?? '')
  if (stranger)
    return finding(
      'warning',
      `${so}, but reports to ${stranger} are not sent: that domain does not say that it takes yours (a TXT record at ${at}._report._dmarc.${stranger}).`,
    )
  const part = Number(tags.get('pct') ?? 100)
  if (part < 100) return finding('warning', `${so}, but it holds for ${part} % of mail only (pct). Take that out once reports are clean.`)
  return finding('right', `${so}.`)
}

const policies = new Set(['none', 'quarantine', 'reject'])

/** A domain that gets reports about another must say that it wants them (RFC 7489, 7.1); the first that does not. */
async function unwillingReader(dns: Dns, at: string, rua: string): Promise<string | undefined> {
  const others = [...rua.matchAll(/mailto:[^,!\s]+@([a-z0-9.-]+)/gi)]
    .map(([, domain = '']) => domain.toLowerCase())
    .filter((domain) => domain !== at && !domain.endsWith(`.${at}`))
  for (const domain of others.slice(0, 3)) {
    const looked = await dns.txt(`${at}._report._dmarc.${domain}`)
    if (looked.found && !looked.found.some((text) => /^v=DMARC1/i.test(text))) return domain
  }
  return undefined
}

/** The domain's own record, or that of the nearest domain above it; never a whole country's. */
async function nearestPolicy(dns: Dns, domain: string): Promise<{ failed: string } | { failed?: undefined; at?: string; records: string[] }> {
  const labels = domain.split('.')
  for (let from = 0; from <= Math.min(labels.length - 2, 4); from += 1) {
    const at = labels.slice(from).join('.')
    const looked = await dns.txt(`_dmarc.${at}`)
    if (looked.failed !== undefined) return { failed: looked.failed }
    const records = looked.found.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text))
    if (records.length > 0) return { at, records }
  }
  return { records: [] }
}

// Everything the DNS says about a sender's domain, judged: which mails receivers will trust, and what to change.
import type { Dns } from '../../platform/dns/dns.ts'
import { domainOf } from '../../platform/email-address.ts'
import { checkBounces } from './bounces.ts'
import { checkDmarc } from './dmarc.ts'
import { checkKey, type KeyRow } from './published-key.ts'
import type { Finding, SenderBrand } from './senders.contract.ts'
import { checkSpf } from './spf.ts'

/** `mailServer`: the name of the server that mails are handed to. `statusUrl`: the host of the links by which one leaves. */
type Ours = { mailServer?: string | undefined; statusUrl: string }

/** All questions are asked at once; each finding stands for itself, whatever becomes of the others. */
export async function checkSender(
  dns: Dns,
  domain: string,
  brands: SenderBrand[],
  keys: KeyRow[],
  now: Date,
  { mailServer, statusUrl }: Ours,
): Promise<Finding[]> {
  const bounces = new Map(brands.map(({ sender, bounceAddress }) => [domainOf(bounceAddress ?? sender), bounceAddress ?? sender]))
  const signed = keys.some(({ state }) => state === 'signing')
  const found = await Promise.all([
    ...keys.map((key) => checkKey(dns, key, now)),
    ...[...bounces.keys()].map((each) => checkSpf(dns, each, mailServer)),
    checkDmarc(dns, domain, signed, [...bounces.keys()]),
    ...[...bounces].map(([each, address]) => checkBounces(dns, each, address)),
  ])
  return [...(keys.length === 0 ? [unsigned(domain)] : []), ...found, ...(statusUrl.startsWith('https://') ? [] : [insecure(domain, statusUrl)])]
}

const insecure = (domain: string, statusUrl: string): Finding => ({
  about: 'unsubscribe',
  state: 'warning',
  domain,
  sentence: `Mail programs offer to leave with one click over https only, and customers reach this installation at ${statusUrl}. Set LEEWARD_STATUS_URL to an https address.`,
  lines: [],
})

const unsigned = (domain: string): Finding => ({
  about: 'dkim',
  state: 'wrong',
  domain,
  sentence: `Mails from ${domain} are not signed, so that much of them lands in spam. Make a key.`,
  lines: [],
})

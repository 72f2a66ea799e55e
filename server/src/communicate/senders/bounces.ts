// Whether undeliverable mail finds its way back.
import type { Dns } from '../../platform/dns/dns.ts'
import type { Finding } from './senders.contract.ts'

export async function checkBounces(dns: Dns, domain: string, address: string): Promise<Finding> {
  const finding = (state: Finding['state'], sentence: string): Finding => ({ about: 'bounces', state, domain, sentence, lines: [] })
  const asked = (failed: string, what: string) => finding('unknown', `The DNS ${failed} when asked for ${what}. Check again later.`)
  const looked = await dns.mx(domain)
  if (looked.failed !== undefined) return asked(looked.failed, `the mail servers (MX) of ${domain}`)
  const lost = `Bounces go to ${address}`
  if (looked.found.length === 0) {
    const own = await dns.addresses(domain)
    if (own.failed !== undefined) return asked(own.failed, `the address of ${domain}`)
    return own.found.length > 0
      ? finding('warning', `${lost}, but ${domain} has no MX record; senders then try ${domain} itself. Add an MX record that names your mail server.`)
      : finding(
          'wrong',
          `${lost}, but ${domain} has no MX record: they get lost, and you do not learn who was not reached. Add one that names your mail server.`,
        )
  }
  const exchanges = looked.found.sort((one, other) => one.priority - other.priority).map(({ exchange }) => exchange.toLowerCase().replace(/\.$/, ''))
  if (exchanges.every((exchange) => exchange === ''))
    return finding(
      'wrong',
      `${lost}, but ${domain} says that it takes no mail at all (MX “.”). Choose another bounce address, or give the domain a mail server.`,
    )
  for (const exchange of exchanges) {
    const there = await dns.addresses(exchange)
    if (there.failed !== undefined) return asked(there.failed, `${exchange}, a mail server of ${domain}`)
    if (there.found.length === 0)
      return finding('wrong', `${lost}, but its mail server ${exchange} has no address in the DNS. Correct the MX record of ${domain}.`)
  }
  return finding('right', `${lost}, which ${exchanges.slice(0, 2).join(' and ')} ${exchanges.length > 1 ? 'take' : 'takes'}.`)
}

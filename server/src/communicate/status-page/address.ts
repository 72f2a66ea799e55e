// A name of its own for a page: the line that its DNS needs, and whether it leads here yet.
import { isIP } from 'node:net'
import type { Dns } from '../../platform/dns/dns.ts'
import type { PageAddress } from './theme.contract.ts'

type Found = Pick<PageAddress, 'line' | 'state' | 'sentence'>

/** @param statusUrl where the status host is reached */
export async function addressOf(dns: Dns, domain: string | null, statusUrl: string): Promise<Found> {
  if (domain === null) return { line: null, state: 'none', sentence: null }
  const host = new URL(statusUrl).hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) || !host.includes('.'))
    return {
      ...{ line: null, state: 'unknown' },
      sentence: `The status host is called ${host} here, which no DNS can point to. Set LEEWARD_STATUS_URL to the name that customers reach it by.`,
    }
  const line = { name: domain, type: 'CNAME' as const, value: host }
  if (domain === host) return { line: null, state: 'right', sentence: `${domain} is the status host itself.` }
  const [named, ours] = await Promise.all([dns.addresses(domain), dns.addresses(host)])
  if (named.failed !== undefined)
    return { line, state: 'unknown', sentence: `Nobody can tell what ${domain} leads to: ${named.failed}. Look again in a moment.` }
  if (named.found.length === 0)
    return { line, state: 'wrong', sentence: `${domain} leads nowhere yet. Add the line; it may take an hour until everybody sees it.` }
  if (ours.failed !== undefined || ours.found.length === 0)
    return { line, state: 'unknown', sentence: `${domain} leads to ${named.found[0]}; what ${host} leads to cannot be told now. Look again in a moment.` }
  if (named.found.some((address) => ours.found.includes(address)))
    return {
      line,
      state: 'right',
      sentence: `${domain} leads to the status host. What ends TLS there must have a certificate for it, and pass the name on as Host.`,
    }
  return {
    ...{ line, state: 'wrong' },
    sentence: `${domain} leads to ${named.found[0]}, and the status host is at ${ours.found[0]}. Change the line; where a proxy of yours stands there, it must pass the name on as Host.`,
  }
}

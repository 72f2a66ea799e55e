// Whether a domain's SPF record (RFC 7208) can be followed by receivers, and what it says about strangers.
import type { Dns, Looked } from '../../platform/dns/dns.ts'
import { txtLine } from './dns-lines.ts'
import type { Finding } from './senders.contract.ts'

const mostLookups = 10
type Walk = { lookups: number; wrong: string[]; failed: string[] }

/** @param mailServer the name of the server that mails are handed to, for the line to add */
export async function checkSpf(dns: Dns, domain: string, mailServer?: string): Promise<Finding> {
  const finding = (state: Finding['state'], sentence: string, value?: string): Finding => ({
    about: 'spf',
    state,
    domain,
    sentence,
    lines: value ? [txtLine(domain, value)] : [],
  })
  const own = await spfRecords(dns, domain)
  if (own.failed !== undefined) return finding('unknown', `The DNS ${own.failed} when asked for the SPF record of ${domain}. Check again later.`)
  const [record, ...more] = own.found
  if (record === undefined)
    return finding(
      'wrong',
      `${domain} has no SPF record: receivers cannot tell who may send in its name. Add one that names your mail server.`,
      `v=spf1 ${mailServer ? `a:${mailServer}` : 'mx'} ~all`,
    )
  if (more.length > 0)
    return finding('wrong', `${domain} has ${own.found.length} SPF records; receivers then heed none of them. Replace them by this one.`, merged(own.found))
  const walk: Walk = { lookups: 0, wrong: [], failed: [] }
  await follow(dns, domain, record, walk, [domain])
  if (walk.wrong[0]) return finding('wrong', walk.wrong[0])
  if (walk.lookups > mostLookups)
    return finding(
      'wrong',
      `The SPF record of ${domain} needs ${walk.lookups > 2 * mostLookups ? 'more than 20' : walk.lookups} look-ups. Receivers stop at ${mostLookups} and take it for broken: replace includes by the addresses behind them, or leave out what no longer sends.`,
    )
  if (walk.failed[0]) return finding('unknown', walk.failed[0])
  const end = endOf(record)
  const so = `${domain} has one SPF record, which needs ${walk.lookups} of ${mostLookups} look-ups`
  if (end === '+all') return finding('wrong', `${so}, but ends in +all: anybody may send in its name. End it with ~all.`, withEnd(record))
  if (end === '?all' || end === undefined)
    return finding('warning', `${so}, but says nothing about servers that are not in it. End it with ~all.`, withEnd(record))
  if (/(^|\s)[+?~-]?ptr(:|\s|$)/i.test(record)) return finding('warning', `${so}, but uses ptr, which many receivers no longer follow. Name addresses instead.`)
  return finding('right', `${so} and ends in ${end}.`)
}

/** Counts what each receiver would have to look up, through includes and redirects. */
async function follow(dns: Dns, domain: string, record: string, walk: Walk, path: string[]): Promise<void> {
  const hasAll = endOf(record) !== undefined && !/(^|\s)redirect=[^\s]*/i.test(record.replace(/\s[+?~-]?all(\s|$)/i, ' '))
  for (const term of record.split(/\s+/).slice(1).filter(Boolean)) {
    const [, name = '', value = ''] = /^[+?~-]?([a-z0-9._-]+)[:=/]?(.*)$/i.exec(term) ?? []
    const kind = name.toLowerCase()
    if (!known.has(kind) && !term.includes('=')) {
      walk.wrong.push(
        `The SPF record of ${domain} holds “${term.slice(0, 60)}”, which SPF does not know; receivers take the whole record for broken. Correct it.`,
      )
      return
    }
    if (!lookedUp.has(kind) || (kind === 'redirect' && hasAll)) continue
    walk.lookups += 1
    if (walk.lookups > 2 * mostLookups) return
    if ((kind !== 'include' && kind !== 'redirect') || value.includes('%{')) continue
    const target = value.toLowerCase().replace(/\.$/, '')
    if (path.includes(target)) {
      walk.wrong.push(`The SPF record of ${domain} leads in a circle through ${target}. Take that out.`)
      return
    }
    await followInto(dns, domain, kind, target, walk, path)
  }
}

async function followInto(dns: Dns, domain: string, kind: string, target: string, walk: Walk, path: string[]) {
  const theirs = await spfRecords(dns, target)
  if (theirs.failed !== undefined)
    walk.failed.push(`The DNS ${theirs.failed} when asked for ${target}, which the SPF record of ${domain} includes. Check again later.`)
  else if (theirs.found.length !== 1)
    walk.wrong.push(
      `The SPF record of ${domain} ${kind === 'include' ? 'includes' : 'redirects to'} ${target}, which has ${theirs.found.length === 0 ? 'none' : 'several'}; receivers take the whole record for broken. Take it out, or correct its name.`,
    )
  else await follow(dns, target, theirs.found[0] as string, walk, [...path, target])
}

async function spfRecords(dns: Dns, domain: string): Promise<Looked<string>> {
  const looked = await dns.txt(domain)
  return looked.found ? { found: looked.found.filter((text) => /^v=spf1(\s|$)/i.test(text)) } : looked
}

const known = new Set(['all', 'include', 'a', 'mx', 'ptr', 'ip4', 'ip6', 'exists', 'redirect', 'exp'])
const lookedUp = new Set(['include', 'a', 'mx', 'ptr', 'exists', 'redirect'])

/** What happens to servers that are not in it; a redirect answers that elsewhere. */
function endOf(record: string): string | undefined {
  const [, sign] = /(?:^|\s)([+?~-]?)all(?:\s|$)/i.exec(record) ?? []
  if (sign !== undefined) return `${sign || '+'}all`
  return /(^|\s)redirect=/i.test(record) ? 'a redirect' : undefined
}
const withEnd = (record: string) => `${record.replace(/\s+[+?~-]?all(?=\s|$)/gi, '')} ~all`
const merged = (records: string[]) => {
  const terms = new Set(records.flatMap((record) => record.split(/\s+/).slice(1)).filter((term) => !/^[+?~-]?all$/i.test(term)))
  return ['v=spf1', ...terms, '~all'].join(' ')
}

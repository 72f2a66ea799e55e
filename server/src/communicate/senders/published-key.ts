// Whether the DNS shows a signing key as it should.
import type { Dns } from '../../platform/dns/dns.ts'
import { keyLine, keyName, tagsOf } from './dns-lines.ts'
import type { Finding } from './senders.contract.ts'

export type KeyRow = { domain: string; selector: string; publicKey: string; state: 'waiting' | 'signing' | 'retired'; mayGoAt?: Date | null }

export async function checkKey(dns: Dns, key: KeyRow, now: Date): Promise<Finding> {
  const { domain, selector, publicKey, state } = key
  const name = keyName(domain, selector)
  const lines = [keyLine(domain, selector, publicKey)]
  const finding = (found: Finding['state'], sentence: string, add = false): Finding => ({
    about: 'dkim',
    state: found,
    domain,
    sentence,
    lines: add ? lines : [],
  })
  const looked = await dns.txt(name)
  if (looked.failed !== undefined) return finding('unknown', `The DNS ${looked.failed} when asked for the key ${name}. Check again later.`)
  const wrong = wrongWith(looked.found, publicKey)
  if (state === 'retired') {
    if (wrong === 'missing') return finding('right', `The former key ${selector} is gone from the DNS, as it should be.`)
    const early = key.mayGoAt && key.mayGoAt > now
    return finding('right', `The former key ${selector} is still published${early ? ', which mails under way need' : '; its line may be removed now'}.`)
  }
  if (!wrong)
    return state === 'signing'
      ? finding('right', `Mails are signed with the key ${selector}, and it is published.`)
      : finding('right', `The key ${selector} is published. Switch to it.`)
  const then = state === 'signing' ? 'Every signature fails meanwhile. ' : ''
  if (wrong === 'missing')
    return state === 'signing'
      ? finding('wrong', `Mails are signed with the key ${selector}, but the DNS does not show it. ${then}Add the line.`, true)
      : finding('warning', `The key ${selector} is not published yet. Add its line, then switch to it.`)
  if (wrong === 'testing')
    return finding('warning', `The key ${selector} is published as a test (t=y): receivers treat signed mail as unsigned. Take t=y out.`, true)
  return finding('wrong', `${sentences[wrong](name, looked.found.length)} ${then}Replace it by this line.`, true)
}

type Wrong = 'missing' | 'several' | 'revoked' | 'another' | 'kind' | 'testing'
const sentences: Record<Exclude<Wrong, 'missing' | 'testing'>, (name: string, count: number) => string> = {
  several: (name, count) => `${name} has ${count} TXT records, and receivers may take the wrong one.`,
  revoked: (name) => `The key at ${name} is published as revoked (an empty p=).`,
  another: (name) => `Another key is published at ${name}.`,
  kind: (name) => `What is published at ${name} cannot be read as an RSA key for e-mail.`,
}

/** What is wrong with the records at a key's name; undefined where it is this key, fit for use. */
export function wrongWith(records: string[], publicKey: string): Wrong | undefined {
  const [record, ...more] = records
  if (record === undefined) return 'missing'
  if (more.length > 0) return 'several'
  const tags = tagsOf(record)
  if (tags.has('v') && tags.get('v') !== 'DKIM1') return 'kind'
  const published = tags.get('p')?.replace(/\s+/g, '')
  if (published === undefined) return 'kind'
  if (published === '') return 'revoked'
  if ((tags.get('k') ?? 'rsa').toLowerCase() !== 'rsa' || !listed(tags.get('h'), 'sha256') || !listed(tags.get('s'), 'email')) return 'kind'
  if (published !== publicKey) return 'another'
  return (tags.get('t') ?? '').split(':').includes('y') ? 'testing' : undefined
}

const listed = (list: string | undefined, wanted: string) =>
  list === undefined ||
  list
    .toLowerCase()
    .split(':')
    .some((each) => each.trim() === wanted || each.trim() === '*')

// Which network addresses the outside world may have us call: public ones, and what the operator allows besides.
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Never, whatever is allowed: where a cloud hands its machines their credentials. */
const metadata = ['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', '192.0.0.192', 'fd00:ec2::254']
const notPublic = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Of IPv6 only 2000::/3 is the public internet; in it, tunnels that end at some IPv4 address, and documentation.
  '::/3',
  '4000::/2',
  '8000::/1',
  '2001::/32',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]

export type Verdict = { allowed: true; internal: boolean } | { allowed: false; why: string }

/** @param allow ranges in CIDR notation that may be called although they are not public */
export function addressJudge(allow: string[]): (address: string) => Verdict {
  const [never, blocked, allowed] = [listOf(metadata.map((each) => `${each}/${isIPv6(each) ? 128 : 32}`)), listOf(notPublic), listOf(allow)]
  return (given) => {
    const address = plain(given)
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (isIP(address) === 0) return { allowed: false, why: `${given} is no network address` }
    if (never.check(address, family)) return { allowed: false, why: `${address} is an address of the cloud's own machines` }
    if (!blocked.check(address, family)) return { allowed: true, internal: false }
    return allowed.check(address, family) ? { allowed: true, internal: true } : { allowed: false, why: `${address} is not a public address` }
  }
}

/** Whether a text is a range such as 10.0.0.0/8; one that is not would allow nothing, or too much. */
export function isRange(text: string): boolean {
  try {
    listOf([text])
    return true
  } catch {
    return false
  }
}

function listOf(ranges: string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/')
    const family = isIP(address)
    if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 6 ? 128 : 32)) throw new Error(`${range} is no range such as 10.0.0.0/8`)
    list.addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** An IPv4 address in IPv6 clothes is judged as what it is; a zone index says nothing about where it leads. */
function plain(address: string): string {
  const bare = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  if (isIP(bare) !== 6) return bare
  const hex = new URL(`http://[${bare}]/`).hostname.slice(1, -1)
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(hex)
  if (!mapped) return hex
  const [high, low] = [Number.parseInt(mapped[1] as string, 16), Number.parseInt(mapped[2] as string, 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

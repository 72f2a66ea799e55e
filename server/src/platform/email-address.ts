// One spelling of an e-mail address, so that the same person is written to once.
import { domainToASCII } from 'node:url'

/**
 * Trimmed, lower case, its domain in ASCII (bücher.example → xn--bcher-kva.example).
 * The part before the @ is folded too: no server in use tells Ada@ from ada@, and people write both. What is no address stays as it is.
 */
export function normalAddress(text: string): string {
  const lower = text.trim().toLowerCase()
  const at = lower.lastIndexOf('@')
  if (at < 1 || isAscii.test(lower)) return lower.endsWith('.') && at > 0 ? lower.replace(/\.+$/, '') : lower
  const domain = domainToASCII(lower.slice(at + 1))
  return domain ? `${lower.slice(0, at)}@${domain.replace(/\.$/, '')}` : lower
}

/** The domain of an address, in ASCII. */
export const domainOf = (address: string): string => normalAddress(address).split('@').at(-1) ?? ''

const isAscii = /^[\x00-\x7f]*$/

// The lines that a sender's domain needs in its DNS.
import type { DnsLine } from './senders.contract.ts'

/** A TXT record; a string of the DNS holds 255 characters, longer values are several strings of one record. */
export const txtLine = (name: string, value: string): DnsLine => ({
  name,
  type: 'TXT',
  value,
  zone: `${name}. IN TXT ${(value.match(/.{1,255}/g) ?? ['']).map((part) => `"${part}"`).join(' ')}`,
})

export const keyName = (domain: string, selector: string) => `${selector}._domainkey.${domain}`
export const keyLine = (domain: string, selector: string, publicKey: string): DnsLine => txtLine(keyName(domain, selector), `v=DKIM1; k=rsa; p=${publicKey}`)

/** The tags of a DKIM or DMARC record, by name in lower case; white space inside a key is no part of it. */
export const tagsOf = (record: string): Map<string, string> =>
  new Map(
    record
      .split(';')
      .map((tag) => tag.trim())
      .filter(Boolean)
      .map((tag) => {
        const equals = tag.indexOf('=')
        return equals < 0 ? [tag.toLowerCase(), ''] : [tag.slice(0, equals).trim().toLowerCase(), tag.slice(equals + 1).trim()]
      }),
  )

// What belongs to a person is taken out of a text before it is kept: addresses, numbers, keys. What is masked once stays as it is when masked again.
import { isIPv6 } from 'node:net'
import { cards, iban, nationalIds } from './personal/checks.ts'
import { keys, streets, told } from './personal/patterns.ts'
import { phones } from './personal/phones.ts'

export const personalKinds = ['link', 'secret', 'e-mail', 'iban', 'card', 'id', 'ip', 'phone', 'address', 'name'] as const
export type PersonalKind = (typeof personalKinds)[number]
export type Masked = { text: string; counts: Partial<Record<PersonalKind, number>> }

/** `ours`: names on social networks that are the company's own and stay. Every pattern is bounded, so that the time goes with the length of the text, whatever is in it. */
export function maskPersonal(given: string, ours: readonly string[] = []): Masked {
  const counts: Masked['counts'] = {}
  const found = (kind: PersonalKind, mask = `[${kind}]`) => {
    counts[kind] = (counts[kind] ?? 0) + 1
    return mask
  }
  const own = new Set(ours.map((name) => name.toLowerCase().replace(/^@/, '')))
  let text = asciiDigits(given.replace(invisible, ''))
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const next = maskOnce(text, own, found)
    if (next === text) break
    text = next
  }
  return { text, counts }
}

/** What stood directly beside something masked can be seen only then. */
const mostTurns = 6

function maskOnce(given: string, own: Set<string>, found: (kind: PersonalKind, mask?: string) => string): string {
  let text = given
  if (text.includes('/')) text = maskLinks(text, found)
  for (const { pattern } of keys) text = text.replace(pattern, () => found('secret'))
  text = text.replace(told, (all, name: string, between: string, value: string) => (isSecret(between, value) ? `${name}${between}${found('secret')}` : all))
  if (text.includes('@') || bracketed.test(text)) text = text.replace(email, () => found('e-mail'))
  if (text.includes('@')) text = text.replace(handle, (all) => (own.has(all.slice(1).toLowerCase()) ? all : found('name')))
  if (!/\d/.test(text)) return text
  text = iban(text, () => found('iban'))
  text = text.replace(fourGroups, (all) => (all.split('.').every((part) => Number(part) < 256) ? found('ip') : all))
  if (text.includes(':')) text = text.replace(hexGroups, (all) => (isIPv6(all) && /[\da-f]/i.test(all) ? found('ip') : all))
  text = cards(text, () => found('card'))
  for (const { pattern, valid, near } of nationalIds)
    text = text.replace(pattern, (all: string, ...rest) => {
      const at = rest.find((each) => typeof each === 'number') as number
      return valid(all) && (!near || near.test(text.slice(Math.max(at - 40, 0), at))) ? found('id') : all
    })
  text = phones(text, () => found('phone'))
  for (const street of streets) text = text.replace(street, () => found('address'))
  return text
}

const invisible = /[\0\u200b\u200c\u2060\ufeff\u00ad]/g
const email = /[\p{L}\p{N}._%+'-]{1,64}(?:@|\s?[[(]at[\])]\s?)[\p{L}\p{N}-]{1,63}(?:(?:\.|\s?[[(]dot[\])]\s?)[\p{L}\p{N}-]{1,63}){1,6}/giu
const handle = /(?<![\p{L}\p{N}_./@-])@[\p{L}\p{N}_]{2,40}/gu
const bracketed = /[[(]at[\])]/i
const fourGroups = /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d]|\.\d)/g
const hexGroups = /(?<![\w:])[\da-f]{0,4}(?::[\da-f]{0,4}){2,7}(?![\w:])/gi

/** A link keeps where it leads; what it asks with, and who it signs in as, goes. */
function maskLinks(text: string, found: (kind: PersonalKind, mask: string) => string): string {
  return text.replace(/((?:https?|ftp):\/\/|www\.)([^\s<>"'?#]*)([?#][^\s<>"']*)?/gi, (all, scheme: string, rest: string, asked?: string) => {
    const slash = rest.indexOf('/')
    const host = slash < 0 ? rest : rest.slice(0, slash)
    const at = host.lastIndexOf('@')
    const open = asked && asked.length > 1 && asked !== '?[link]'
    if (!open && at < 0) return all
    return `${scheme}${rest.slice(at + 1)}${open ? found('link', '?[link]') : found('link', asked ?? '')}`
  })
}

/** After a colon all is believed to be the secret; after "is" only what looks like one: "my password is wrong" stays. */
const isSecret = (between: string, value: string) =>
  value !== '[secret]' && !value.startsWith('[secret]') && (/[:=：]/.test(between) || /\d|[^\p{L}\p{N}.,!?;]./u.test(value))

/** Digits of other scripts (０, ٠, ०) are written as 0 to 9, so that no rule overlooks them. */
function asciiDigits(text: string): string {
  return /[\uff01-\uff5e\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/.test(text)
    ? text
        .replace(/[\uff0b\uff08-\uff09\uff0d-\uff1a\uff20]/g, (one) => String.fromCharCode(one.charCodeAt(0) - 0xfee0))
        .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (one) =>
          String((one.charCodeAt(0) - (one < '\u0670' ? 0x660 : one < '\u0700' ? 0x6f0 : 0x966)) % 10),
        )
    : text
}

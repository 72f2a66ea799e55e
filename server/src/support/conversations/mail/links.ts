// Which addresses in a mail may be pressed: plain ones of the web and of mail, whose names are what they look like.
import { domainToUnicode } from 'node:url'
import { isMasked } from './letters.ts'

const longest = 2_000

/** The address as it may stand in a link; undefined: it is none, hides where it leads, or only looks like another. */
export function safeLink(given: string): string | undefined {
  const text = given.replace(/[\0-\x20\x7f-\xa0\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
  if (text === '' || text.length > longest || !/^(https?:\/\/|mailto:)/i.test(text)) return undefined
  try {
    const url = new URL(text)
    if (url.protocol === 'mailto:') return url.href
    // “https://your-bank.example@evil.example” leads to the latter.
    if (url.username !== '' || url.password !== '' || isMasked(domainToUnicode(url.hostname))) return undefined
    return url.href
  } catch {
    return undefined
  }
}

/** Whether a link's words name an address of the web that is not the one it leads to. */
export function misleads(words: string, href: string): string | undefined {
  const shown = /^\s*(?:https?:\/\/)?(?:www\.)?((?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24})(?:[/?#:]\S{0,2000})?\s*$/iu
    .exec(words.slice(0, longest))?.[1]
    ?.toLowerCase()
  if (!shown || href.startsWith('mailto:')) return undefined
  const leads = domainToUnicode(new URL(href).hostname.replace(/^www\./, ''))
  return related(shown, leads) ? undefined : leads
}

const related = (one: string, other: string) => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)

// Harmless HTML in two halves: what somebody wrote, and what is quoted. Links whose words name another address than theirs are taken apart, too.
import { Parser } from 'htmlparser2'
import { misleads } from './links.ts'

type Element = { name: string; into: string[]; quotes: boolean; link?: { at: number; href: string; words: string } | undefined }

/** @param clean from the sanitiser: well-formed, its marks `data-quoted` ours; they do not remain */
export function splitHtml(clean: string): { written: string; quoted: string; misleading: string[] } {
  const [written, quoted]: [string[], string[]] = [[], []]
  const open: Element[] = []
  const misleading = new Set<string>()
  let into = written
  let rest = false
  const link = () => open.findLast((each) => each.link !== undefined)?.link
  const parser = new Parser(
    {
      onopentag: (name, { 'data-quoted': mark, ...attributes }) => {
        if (mark === 'rest') rest = true
        const quotes = mark === 'this' && into === written
        if (rest || quotes) into = quoted
        if (!single.has(name))
          open.push({ name, into, quotes, link: name === 'a' && attributes.href ? { at: into.length, href: attributes.href, words: '' } : undefined })
        into.push(tagOf(name, attributes))
      },
      ontext: (text) => {
        const within = link()
        if (within && within.words.length < 500) within.words += text
        into.push(escaped(text))
      },
      onclosetag: (name) => {
        if (single.has(name)) return
        const element = open.pop()
        if (!element) return
        const leads = element.link && misleads(element.link.words, element.link.href)
        if (element.link && leads) {
          element.into[element.link.at] = tagOf('a', { title: element.link.href })
          if (misleading.size < 5)
            misleading.add(`A link that shows ${element.link.words.trim().slice(0, 100)} leads to ${leads.slice(0, 100)}; it cannot be pressed.`)
        }
        element.into.push(`</${element.name}>`)
        if (element.quotes && !rest) into = written
      },
    },
    { decodeEntities: true },
  )
  parser.end(clean)
  return { written: written.join('').trim(), quoted: quoted.join('').trim(), misleading: [...misleading] }
}

const single: ReadonlySet<string> = new Set(['br', 'hr', 'img', 'col'])
const tagOf = (name: string, attributes: Record<string, string>) =>
  `<${name}${Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escaped(value).replaceAll('"', '&quot;')}"`)
    .join('')}>`
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

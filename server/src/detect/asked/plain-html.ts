// What people read in a piece of HTML: its words, line by line. Read by machines only, never shown as HTML.
import { Parser } from 'htmlparser2'

const lines: ReadonlySet<string> = new Set(['p', 'div', 'br', 'li', 'tr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'table', 'pre'])
const unread: ReadonlySet<string> = new Set(['script', 'style', 'template', 'head', 'title', 'svg', 'noscript', 'iframe', 'object'])

/** @param most so many characters of it are read */
export function plainHtml(html: string, most = 50_000): string {
  let [text, hidden] = ['', 0]
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (unread.has(name)) hidden += 1
        else if (lines.has(name)) text += '\n'
      },
      onclosetag: (name) => {
        if (unread.has(name)) hidden = Math.max(0, hidden - 1)
        else if (lines.has(name) && name !== 'br') text += '\n'
      },
      ontext: (said) => {
        if (hidden === 0) text += said
      },
    },
    { decodeEntities: true },
  )
  parser.end(html.slice(0, most))
  return text
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

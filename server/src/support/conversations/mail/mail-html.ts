// The HTML of a mail, made harmless once, before it is kept: a short list of what may stay, nothing that loads, and quoted mail told apart.
import { Parser } from 'htmlparser2'
import sanitize from 'sanitize-html'
import { quotedFrom } from './html-quotes.ts'
import { safeLink } from './links.ts'
import { splitHtml } from './split-html.ts'

/** `written`, `quoted`: to be shown as they are. `remoteImages`: how many stand there as `data-remote`, to be fetched by the server if somebody asks for them. */
export type MailHtml = { written: string; quoted: string; remoteImages: number; notes: string[] }

/** Longer than any letter; what is beyond is in the mail itself. */
const mostRead = 512 * 1024
/** Letters of the worst programs nest tables thirty deep; a parser takes time for each level of each tag. */
const [mostDepth, shownDepth] = [400, 100]

/** Undefined where it is made so that nobody could show it; its text is read all the same. */
export function mailHtml(html: string): MailHtml | undefined {
  const read = html.slice(0, mostRead).replaceAll('\0', '')
  if (isTooDeep(read)) return undefined
  const seen = { remote: 0, refused: 0, unseen: 0 }
  const clean = sanitize(read, { ...allowed, transformTags: { '*': (name, given) => ({ tagName: name, attribs: kept(name, given, seen) }) } })
  const { written, quoted, misleading } = splitHtml(clean)
  return { written, quoted, remoteImages: seen.remote, notes: notesOf(seen, misleading, html.length > mostRead) }
}

/** What stands in them is no text. Others that are not allowed lose their marks only: nothing that is written may vanish. */
const nothing = ['script', 'style', 'title', 'textarea', 'option', 'xmp', 'noscript', 'template', 'noembed']
const allowed: sanitize.IOptions = {
  allowedTags:
    'a abbr address b big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot th thead tr tt u ul var'.split(
      ' ',
    ),
  nonTextTags: nothing,
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'title', 'data-quoted'],
    a: ['href', 'rel', 'target'],
    img: ['alt', 'width', 'height', 'data-remote', 'data-cid'],
    td: ['colspan', 'rowspan', 'align', 'valign'],
    th: ['colspan', 'rowspan', 'align', 'valign'],
    ol: ['start', 'type'],
  },
  // Neither colours nor sizes: with them words are hidden, and nothing could be read on a dark screen.
  allowedStyles: {
    '*': {
      'font-weight': [/^(bold|normal|[1-9]00)$/],
      'font-style': [/^(italic|normal)$/],
      'text-decoration': [/^(underline|line-through|none)$/],
      'text-align': [/^(left|right|center|justify)$/],
      'white-space': [/^(pre|pre-wrap|nowrap|normal)$/],
    },
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowProtocolRelative: false,
  nestingLimit: shownDepth,
  disallowedTagsMode: 'discard',
}

type Seen = { remote: number; refused: number; unseen: number }

/** Attributes are made anew from those that are known; nothing of what a mail calls its elements remains. */
function kept(name: string, given: Record<string, string>, seen: Seen): Record<string, string> {
  const made: Record<string, string> = {}
  for (const each of plain) if (given[each] !== undefined) made[each] = (given[each] as string).slice(0, 300)
  if (given.style) made.style = given.style.slice(0, 1_000)
  const quoted = quotedFrom(name, given)
  if (quoted) made['data-quoted'] = quoted
  if (name === 'a' && given.href !== undefined) {
    const href = safeLink(given.href)
    if (href) Object.assign(made, { href, rel: 'noopener noreferrer nofollow', target: '_blank' })
    else seen.refused += 1
  }
  if (name === 'img') Object.assign(made, picture(given, seen))
  return made
}
const plain = ['dir', 'lang', 'title', 'alt', 'colspan', 'rowspan', 'align', 'valign', 'start', 'type'] as const

/** Never an address that a browser would load by itself. */
function picture(given: Record<string, string>, seen: Seen): Record<string, string> {
  const size: Record<string, string> = {}
  for (const side of ['width', 'height']) if (/^\d{1,4}$/.test(given[side] ?? '')) size[side] = given[side] as string
  const source = (given.src ?? '').trim()
  const cid = /^cid:(.{1,300})$/i.exec(source)?.[1]
  if (cid) return { ...size, 'data-cid': decodedCid(cid) }
  const remote = safeLink(source)
  if (!remote || remote.startsWith('mailto:')) {
    if (source) seen.refused += 1
    return size
  }
  // One that nobody can see only tells its sender that the mail was opened.
  if (Number(size.width ?? 9) <= 2 && Number(size.height ?? 9) <= 2) {
    seen.unseen += 1
    return size
  }
  seen.remote += 1
  return { ...size, 'data-remote': remote }
}

function decodedCid(cid: string): string {
  try {
    return decodeURIComponent(cid)
  } catch {
    return cid
  }
}

function isTooDeep(html: string): boolean {
  let depth = 0
  const tooDeep = new Error('too deep')
  const parser = new Parser({
    onopentag: () => {
      depth += 1
      if (depth > mostDepth) throw tooDeep
    },
    onclosetag: () => {
      depth -= 1
    },
  })
  try {
    parser.end(html)
    return false
  } catch (error) {
    if (error === tooDeep) return true
    throw error
  }
}

function notesOf({ refused, unseen }: Seen, misleading: string[], cut: boolean): string[] {
  return [
    ...(refused > 0
      ? [`${refused === 1 ? 'One link or picture was' : `${refused} links or pictures were`} left out: what they lead to is no plain address.`]
      : []),
    ...(unseen > 0 ? ['A picture that nobody can see was left out: it would tell its sender that the mail was opened.'] : []),
    ...misleading,
    ...(cut ? ['The mail is longer than what is shown.'] : []),
  ]
}

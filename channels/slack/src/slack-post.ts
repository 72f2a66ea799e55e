// A post as Slack shows it: Block Kit within Slack's limits, and nothing that anybody wrote can call people or lead elsewhere than it says.
import { cut, largest, plain, webAddress } from '@leeward/channel/plain-text'

export type Post = {
  title: string
  badge: { text: string; tone: 'bad' | 'warning' | 'good' }
  lines: { label: string; text: string }[]
  footer: string
  link: { url: string; text: string }
}
export type Block =
  | { type: 'header'; text: { type: 'plain_text'; text: string; emoji: false } }
  | { type: 'section'; text: Markup }
  | { type: 'context'; elements: Markup[] }
type Markup = { type: 'mrkdwn'; text: string; verbatim: true }
export type Payload = { text: string; blocks: Block[]; unfurl_links: false; unfurl_media: false; link_names: false }

const longest = { title: 150, badge: 100, label: 200, section: 3_000, footer: 1_000, link: 200, notification: 3_000 }
const mostBlocks = 50
const shortestLine = 40
/** Slack refuses all blocks of a message together beyond some 12,000 characters, and does not say how it counts: a margin stays. */
const mostTogether = 10_000

/** What both kinds of destination take. Where all of it is too much, the longest lines are cut first. */
export function payloadOf(given: Post): Payload {
  const post = { ...given, lines: given.lines.slice(0, mostBlocks).map(shortened) }
  const perLine = Math.max(
    shortestLine,
    largest(longest.section, (each) => together(blocksOf(post, each)) <= mostTogether),
  )
  return { text: notificationOf(post), blocks: blocksOf(post, perLine), unfurl_links: false, unfurl_media: false, link_names: false }
}

/** What can never be shown is not counted over and over. */
const shortened = ({ label, text }: Post['lines'][number]) => ({ label: cut(plain(label), longest.section), text: cut(plain(text), longest.section) })

function blocksOf({ title, badge, lines, footer, link }: Post, perLine: number): Block[] {
  const address = webAddress(link.url)
  const shown = plain(link.text) || address || ''
  const head: Block[] = [
    { type: 'header', text: { type: 'plain_text', text: called(cut(plain(title) || '…', longest.title, (each) => called(each).length)), emoji: false } },
  ]
  if (plain(badge.text)) head.push(section(`${marks[badge.tone]} *${within(boldly(badge.text), longest.badge)}*`))
  const foot: Block[] = [
    ...(address ? [section(`<${inLink(address)}|${within(shown.replaceAll('|', '¦'), longest.link)}>`)] : []),
    ...(plain(footer) ? [{ type: 'context' as const, elements: [markup(within(footer, longest.footer))] }] : []),
  ]
  const room = mostBlocks - head.length - foot.length
  const body = lines.map((line) => lineOf(line, perLine)).filter((text) => text !== '')
  const fitting = body.length > room ? [...body.slice(0, room - 1), '…'] : body
  return [...head, ...fitting.map(section), ...foot]
}

const marks = { bad: '🔴', warning: '🟠', good: '🟢' }
const section = (text: string): Block => ({ type: 'section', text: markup(text) })
/** `verbatim`: Slack makes no links and no mentions of what only looks like them. */
const markup = (text: string): Markup => ({ type: 'mrkdwn', text, verbatim: true })
const together = (blocks: Block[]): number => JSON.stringify(blocks).length

function lineOf({ label, text }: Post['lines'][number], most: number): string {
  const head = label ? `*${within(boldly(label), Math.min(longest.label, most))}*\n` : ''
  const rest = text ? within(text, Math.max(1, most - head.length)) : ''
  return rest || head.trim() ? `${head}${rest}`.trim() : ''
}

/** What a phone shows, and what a screen reader reads. */
function notificationOf({ title, badge, lines }: Post): string {
  const all = [`${plain(badge.text)}: ${plain(title)}`, ...lines.map(({ label, text }) => `${label}: ${text}`)]
  return within(all.map((each) => each.replace(/^: /, '')).join('\n'), longest.notification)
}

/** For mrkdwn: `<!channel>`, `<@U1>` and `<https://evil|click>` are only letters. */
export const escaped = (text: string): string => called(text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'))

/** Words that would call a whole channel, were they taken for a mention: a sign without width stands within them. */
const called = (text: string): string => text.replace(/@(?=(?:channel|here|everyone|group)\b)/gi, '@\u2060')

/** Escaped, and cut before it was, so that no entity is cut in half. */
const within = (text: string, most: number): string => escaped(cut(plain(text), most, (each) => escaped(each).length))

/** What ends bold type is taken out of what is set in bold; a line break would end it too. */
const boldly = (text: string): string => text.replaceAll('*', '').replace(/\s+/g, ' ')

const inLink = (address: string): string => address.replaceAll('|', '%7C').replaceAll('<', '%3C').replaceAll('>', '%3E').replaceAll('&', '&amp;')

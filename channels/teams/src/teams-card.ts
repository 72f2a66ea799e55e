// A post as Teams shows it: an Adaptive Card below Teams' limit, in which nothing that anybody wrote is read as markup.
import { cut, largest, plain, webAddress } from '@leeward/channel/plain-text'

export type Post = {
  title: string
  badge: { text: string; tone: 'bad' | 'warning' | 'good' }
  lines: { label: string; text: string }[]
  footer: string
  link: { url: string; text: string }
}
type Run = { type: 'TextRun'; text: string; weight?: 'Bolder'; size?: 'Large' | 'Small'; color?: 'Attention' | 'Warning' | 'Good'; isSubtle?: true }
export type Row = { type: 'RichTextBlock'; spacing?: 'None' | 'Small' | 'Medium'; inlines: Run[] }
export type Card = {
  $schema: string
  type: 'AdaptiveCard'
  version: '1.4'
  msteams: { width: 'Full' }
  body: Row[]
  actions: { type: 'Action.OpenUrl'; title: string; url: string }[]
}

/** Teams says 28 kB for the whole message; old webhooks were seen to refuse from 21 kB on. In bytes, for the card alone. */
const mostBytes = 20_000
const longest = { title: 300, badge: 100, label: 200, line: 15_000, footer: 1_000, link: 100 }
const shortestLine = 40
const mostLines = 40
/** A row costs a hundred bytes besides its text; beyond these the paragraphs of a line run on. */
const mostRows = 100

/** Where all of it is too much, the longest lines are cut first. */
export function cardOf(given: Post): Card {
  const lines = given.lines.slice(0, mostLines).map(shortened)
  const post = { ...given, lines: given.lines.length > mostLines ? [...lines, { label: '', text: '…' }] : lines }
  const perLine = largest(longest.line, (each) => Buffer.byteLength(JSON.stringify(cardWith(post, each))) <= mostBytes)
  return cardWith(post, Math.max(shortestLine, perLine))
}

const shortened = ({ label, text }: Post['lines'][number]) => ({
  label: cut(plain(label), longest.label).replace(/\n+/g, ' '),
  text: cut(plain(text), longest.line),
})

function cardWith({ title, badge, lines, footer, link }: Post, perLine: number): Card {
  const url = webAddress(link.url)
  return {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    msteams: { width: 'Full' },
    body: [
      row({ text: within(title, longest.title) || '…', size: 'Large', weight: 'Bolder' }),
      ...(plain(badge.text) ? [row({ text: within(badge.text, longest.badge), weight: 'Bolder', color: colours[badge.tone] }, 'Small')] : []),
      ...lines.flatMap((line) => rowsOf(line, perLine, Math.min(20, Math.ceil(mostRows / lines.length)))),
      ...(plain(footer) ? [row({ text: within(footer, longest.footer), size: 'Small', isSubtle: true }, 'Medium')] : []),
    ],
    actions: url ? [{ type: 'Action.OpenUrl', title: within(link.text, longest.link) || new URL(url).host, url }] : [],
  }
}

const colours = { bad: 'Attention', warning: 'Warning', good: 'Good' } as const

/** A text run is never read as Markdown, unlike a TextBlock or a fact; but it knows no line breaks either, so each paragraph is a row. */
const row = (run: Omit<Run, 'type'>, spacing?: Row['spacing']): Row => ({
  type: 'RichTextBlock',
  ...(spacing ? { spacing } : {}),
  inlines: [{ type: 'TextRun', ...run }],
})

function rowsOf({ label, text }: Post['lines'][number], most: number, mostParagraphs: number): Row[] {
  const paragraphs = within(text, most)
    .split(/\s*\n\s*/)
    .filter(Boolean)
  const fitting = paragraphs.length > mostParagraphs ? [...paragraphs.slice(0, mostParagraphs - 1), paragraphs.slice(mostParagraphs - 1).join(' ')] : paragraphs
  return [
    ...(label ? [row({ text: within(label, most), weight: 'Bolder' }, 'Medium')] : []),
    ...fitting.map((each, n) => row({ text: each }, n > 0 ? 'Small' : label ? 'None' : 'Medium')),
  ]
}

const within = (text: string, most: number): string => neutral(cut(plain(text), most))

/** Clients differ in how well they keep to it. So what would be a link in Markdown, or a date to be filled in, has a sign without width within it. */
export const neutral = (text: string): string => text.replace(/\](?=[([:])/g, ']\u2060').replace(/\{(?=\{)/g, '{\u2060')

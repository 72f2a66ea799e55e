// What people write in Markdown, as HTML and as plain text: what Markdown can say, and nothing that runs, loads or embeds.
import MarkdownIt from 'markdown-it'

type Token = ReturnType<InstanceType<typeof MarkdownIt>['parse']>[number]

const deepest = 6
const markdown = new MarkdownIt({ html: false, linkify: false }).disable('image')
/** The page around it has headings of its own: those of a text begin below them, whatever its author began with. */
markdown.core.ruler.push('headings-below', ({ tokens, env }) => {
  const headings = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close')
  const level = (tag: string) => Number(tag.slice(1))
  const highest = Math.min(...headings.map(({ tag }) => level(tag)))
  for (const token of headings) token.tag = `h${Math.min(deepest, level(token.tag) - highest + (env as { first: number }).first)}`
})
/** Whoever is led away from a page is not said to come from it. */
markdown.renderer.rules.link_open = (tokens, nth, options, _, self) => {
  tokens[nth]?.attrSet('rel', 'noopener noreferrer nofollow')
  return self.renderToken(tokens, nth, options)
}
markdown.renderer.rules.table_open = () => '<div class="wide"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

/** @param first the level of its highest heading */
export const markdownHtml = (body: string, first: number): string => `<div class="lookback">${markdown.render(body, { first })}</div>`

/** What it says, without how: a line for each block. Addresses of links are left out. */
export const markdownPlain = (body: string): string =>
  markdown
    .parse(body, { first: 1 })
    .flatMap(({ type, content, children }) =>
      type === 'inline' ? [(children ?? []).map(said).join('')] : type === 'fence' || type === 'code_block' ? [content.trimEnd()] : [],
    )
    .filter((line) => line.trim() !== '')
    .join('\n')

const said = ({ type, content }: Token): string =>
  type === 'softbreak' || type === 'hardbreak' ? ' ' : type === 'text' || type === 'code_inline' ? content : ''

// A review as HTML: what Markdown can say, and nothing that runs, loads or embeds.
import MarkdownIt from 'markdown-it'

/** An incident is called by a second heading and its parts by a third one: those of a review begin below them, whatever its author began with. */
const first = 4
const deepest = 6

const markdown = new MarkdownIt({ html: false, linkify: false }).disable('image')
markdown.core.ruler.push('headings-below', ({ tokens }) => {
  const headings = tokens.filter(({ type }) => type === 'heading_open' || type === 'heading_close')
  const level = (tag: string) => Number(tag.slice(1))
  const highest = Math.min(...headings.map(({ tag }) => level(tag)))
  for (const token of headings) token.tag = `h${Math.min(deepest, level(token.tag) - highest + first)}`
})
/** Whoever is led away from a page is not said to come from it. */
markdown.renderer.rules.link_open = (tokens, nth, options, _, self) => {
  tokens[nth]?.attrSet('rel', 'noopener noreferrer nofollow')
  return self.renderToken(tokens, nth, options)
}
markdown.renderer.rules.table_open = () => '<div class="wide"><table>\n'
markdown.renderer.rules.table_close = () => '</table></div>\n'

export const postmortemHtml = (body: string): string => `<div class="lookback">${markdown.render(body)}</div>`

// How a brand's page looks, and what keeps it readable and harmless: colours with contrast, a logo that only shows, words above and below that are only words.
import MarkdownIt from 'markdown-it'
import { Refused } from '../../platform/refused.ts'
import { problemsIn, renderedText } from '../../prepare/templates/liquid.ts'
import type { PutTheme, Theme } from './theme.contract.ts'

/** What links stand on. */
export const paper = { light: '#ffffff', dark: '#10151f' }
const leastContrast = 4.5
const most = 60_000
const examples = { brand: 'Acme', state: 'Everything works', page: 'https://status.example.com', language: 'en', year: '2030' }

/** What is kept of a wish; refuses what could not be read, or what would do more than show. */
export function themeOf({ accent, logo, header, footer }: PutTheme, before: Theme): Theme {
  if (accent)
    for (const scheme of ['light', 'dark'] as const) {
      const contrast = contrastOf(accent[scheme], paper[scheme])
      if (contrast < leastContrast)
        throw new Refused(
          'not-valid',
          `accent.${scheme}: has a contrast of ${shownContrast(contrast)} to the page, and text needs ${leastContrast}. Take a ${scheme === 'light' ? 'darker' : 'lighter'} one.`,
        )
    }
  for (const [name, text] of Object.entries({ header, footer })) {
    const [problem] = problemsIn(text, examples)
    if (problem) throw new Refused('not-valid', `${name}, line ${problem.line}, column ${problem.column}: ${problem.message}`)
  }
  return { accent, logo: logo === undefined ? before.logo : logo && logoOf(logo), header, footer }
}

/** Cut, so that what is not enough is never shown as enough. */
export const shownContrast = (contrast: number): string => (Math.floor(contrast * 10) / 10).toFixed(1)

/** A picture in pixels is put into one in SVG, so that every logo is a file of text beside the page. */
function logoOf({ type, base64 }: NonNullable<PutTheme['logo']>): string {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length > most) throw new Refused('not-valid', `logo: is larger than ${most / 1_000} kB.`)
  if (type === 'image/png') {
    if (bytes.length < 24 || bytes.readUInt32BE(0) !== 0x89504e47 || bytes.toString('latin1', 12, 16) !== 'IHDR')
      throw new Refused('not-valid', 'logo: is no PNG.')
    const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
    if (width < 1 || height < 1 || width > 4_000 || height > 4_000) throw new Refused('not-valid', 'logo: must be at most 4,000 pixels wide and high.')
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><image width="${width}" height="${height}" href="data:image/png;base64,${bytes.toString('base64')}"/></svg>`
  }
  const text = bytes.toString('utf8').trim()
  if (!/^(?:<\?xml[^>]*\?>\s*)?(?:<!--[\s\S]*?-->\s*)*<svg[\s>][\s\S]*<\/svg>$/i.test(text)) throw new Refused('not-valid', 'logo: is no SVG.')
  const active =
    /<\s*(script|foreignObject|iframe|embed|object|audio|video|animate|set|handler|!ENTITY|!DOCTYPE)|\son\w+\s*=|javascript:|@import|(?:href|src)\s*=\s*["']?\s*(?!["']?(?:#|data:image\/(?:png|jpeg|gif|webp);))[^\s"'>]/i.exec(
      text,
    )
  if (active) throw new Refused('not-valid', `logo: holds “${active[0].trim().slice(0, 30)}”, which does more than show. Export it as a plain SVG.`)
  return text
}

/** By WCAG 2: from 1 (the same) to 21 (black on white). */
export function contrastOf(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const markdown = new MarkdownIt({ html: false, linkify: false }).disable('image')
/** The words above or below, as HTML; what is put in is text, and never read as Markdown. */
export function aroundHtml(text: string, values: typeof examples): string {
  if (text.trim() === '') return ''
  const plain = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.replace(/[\\`*_{}[\]()#+.!|<>~-]/g, '\\$&')]))
  return `<div class="around">${markdown.render(renderedText(text, plain))}</div>`
}

export const accentStyle = ({ accent }: Theme): string =>
  accent ? `:root{--link:${accent.light};--calm:${accent.light}}@media(prefers-color-scheme:dark){:root{--link:${accent.dark};--calm:${accent.dark}}}` : ''

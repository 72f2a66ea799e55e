// The state in a line, as a picture for other pages: no script, no font to load, readable in light and dark.
import { escaped } from '../frame/html.ts'
import { frame } from '../frame/strings.ts'
import { stateOf } from './headline.ts'
import type { Page } from './status-page.store.ts'

const colors = { none: '#176b43', minor: '#8a5300', major: '#b3261e', critical: '#b3261e', maintenance: '#1a56b8' }
/** About what a letter takes at this size; wide letters of other scripts take twice as much. */
const widthOf = (text: string) => [...text].reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e80 ? 13 : 7), 0)

export function badge(page: Page): string {
  const words = frame(page.locale)
  const { tone, headline: state } = stateOf(page, words)
  const [left, right] = [widthOf(page.name) + 16, widthOf(state) + 16]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${left + right}" height="24" role="img" aria-label="${escaped(`${page.name}: ${state}`)}"><title>${escaped(`${page.name}: ${state}`)}</title>
<clipPath id="r"><rect width="${left + right}" height="24" rx="5"/></clipPath><g clip-path="url(#r)"><rect width="${left}" height="24" fill="#2a3344"/><rect x="${left}" width="${right}" height="24" fill="${colors[tone as keyof typeof colors]}"/></g>
<g fill="#fff" font-family="system-ui,-apple-system,Segoe UI,Roboto,sans-serif" font-size="12" text-anchor="middle"><text x="${left / 2}" y="16">${escaped(page.name)}</text><text x="${left + right / 2}" y="16" font-weight="600">${escaped(state)}</text></g></svg>
`
}

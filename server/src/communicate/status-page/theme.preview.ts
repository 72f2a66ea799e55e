// What a wish for the look of a page would make of it: the front page as it stands now, once in the light and once in the dark.
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { currentPage } from './page.html.ts'
import { pageOfBrand } from './status-page.store.ts'
import type { PutTheme, Theme, ThemePreview } from './theme.contract.ts'
import { contrastOf, paper, shownContrast, themeOf } from './theme.ts'

export async function previewTheme({ db, clock, config }: Deps, brand: { id: string; theme: Theme }, wish: PutTheme): Promise<ThemePreview> {
  const { theme, problem } = wished(wish, brand.theme)
  const html = shownAlone(currentPage({ ...(await pageOfBrand(db, brand.id, clock(), config.statusUrl)), theme }), theme)
  const contrast = (scheme: 'light' | 'dark') => wish.accent && Number(shownContrast(contrastOf(wish.accent[scheme], paper[scheme])))
  return { problem, contrast: { light: contrast('light'), dark: contrast('dark') }, html: { light: inScheme(html, 'light'), dark: inScheme(html, 'dark') } }
}

function wished(wish: PutTheme, before: Theme): { theme: Theme; problem: string | null } {
  try {
    return { theme: themeOf(wish, before), problem: null }
  } catch (error) {
    if (error instanceof Refused) return { theme: before, problem: error.message }
    throw error
  }
}

/** Nothing is beside a preview: its logo stands in it. */
export const shownAlone = (html: string, { logo }: Theme): string =>
  logo ? html.replaceAll(' src="logo.svg"', ` src="data:image/svg+xml;base64,${Buffer.from(logo).toString('base64')}"`) : html

/** Whoever looks at it may have another scheme than the reader whom it is for. */
const inScheme = (html: string, scheme: 'light' | 'dark'): string =>
  html
    .replaceAll('@media(prefers-color-scheme:dark)', scheme === 'dark' ? '@media all' : '@media not all')
    .replace('<meta name="color-scheme" content="light dark">', `<meta name="color-scheme" content="${scheme}">`)

// From an account's own page to the help: articles about what hurts it now, in its language where the brand's pages speak it.
import type { Deps } from '../../deps.ts'
import { articlesAbout } from '../../support/portal/portal.store.ts'
import { escaped } from '../frame/html.ts'
import type { FrameStrings } from '../frame/strings.ts'
import type { Listed } from '../../support/portal/portal.store.ts'
import { folderOf } from '../status-page/page.shell.ts'
import { isOver } from '../status-page/state.ts'
import type { MyCrisis, Mine } from './my-page.store.ts'

export const articlesFor = ({ db }: Pick<Deps, 'db'>, mine: Mine, crises: MyCrisis[]): Promise<Listed[]> => {
  const services = crises.filter(({ incident }) => !isOver(incident)).flatMap(({ incident }) => incident.services.map(({ id }) => id))
  return articlesAbout(db, { ...mine, languages: spoken(mine) }, [...new Set(services)], 5)
}

/** @param home of the brand's page for this reader, with a slash at its end */
export const helpHome = (mine: Mine, home: string): string => `${home}${folderOf({ locale: mine.locale, languages: spoken(mine) })}help`

export const articlesBlock = (articles: Listed[], help: string, words: FrameStrings): string =>
  articles.length === 0
    ? ''
    : `<h2>${words.helpMine}</h2><ul>${articles.map(({ slug, title, locale }) => `<li><a lang="${escaped(locale)}" href="${escaped(`${help}/articles/${slug}`)}">${escaped(title)}</a></li>`).join('')}</ul>`

/** The languages of the brand's pages, its own first. */
function spoken({ brandLocale, languages }: Mine): string[] {
  const own = brandLocale.split('-')[0] as string
  return [own, ...languages.filter((each) => each !== own)]
}

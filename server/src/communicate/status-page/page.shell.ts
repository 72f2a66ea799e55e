// What is around every page: its head, the switch of languages, its foot. No script is needed; a small one shows times in the reader's own zone where it may.
import { wallOf } from '../../platform/wall-time.ts'
import { escaped, shownTime } from '../frame/html.ts'
import { frame, type FrameStrings, languageOf, put } from '../frame/strings.ts'
import { lastChange } from './api-v2.ts'
import { style } from './page.css.ts'
import { stateOf } from './headline.ts'
import type { Page } from './status-page.store.ts'
import { accentStyle, aroundHtml } from './theme.ts'

/** `path`: of this page below its language; `up` leads to the home of its language, `root` to the brand's own folder, where feeds and files of every language are. */
export type Place = { path: string; up: string; root: string }

/** In which language a page is, of which. */
export type Spoken = Pick<Page, 'locale' | 'languages'>

/** Where a page stands in a language: the brand's own language has no folder of its own. */
export function placeOf(page: Spoken, path: string): Place {
  const up = '../'.repeat(path.split('/').length - 1)
  return { path, up, root: isHome(page) ? up : `${up}../` }
}
export const isHome = ({ locale, languages }: Spoken) => languageOf(locale) === languages[0] || !languages.includes(languageOf(locale))
/** Before the path of a page in its language. */
export const folderOf = (page: Spoken) => (isHome(page) ? '' : `${languageOf(page.locale)}/`)
export const homeLink = ({ up }: Place) => up || './'

/** Whose language and zone times are shown in. */
type Reader = Pick<Page, 'locale' | 'timeZone'>
/** A time that the reader's browser may show in its own zone. */
export const timeTag = (page: Reader, at: Date) => `<time datetime="${at.toISOString()}">${escaped(shownTime(at, page.locale, page.timeZone))}</time>`
/** A sentence of ours with times in it. */
export const putTimes = (page: Reader, sentence: string, times: Record<string, Date>) =>
  put(escaped(sentence), Object.fromEntries(Object.entries(times).map(([name, at]) => [name, timeTag(page, at)])))

/** When we write again; where that time has passed, that we are late: nobody is promised what is behind them. */
export const promiseHtml = (page: Reader, due: Date, now: Date): string => {
  const words = frame(page.locale)
  return `<p class="next">${putTimes(page, due > now ? words.nextUpdate : words.nextLate, { time: due })}</p>`
}

export function shell(page: Page, title: string, body: string, place: Place, { switchable = true } = {}): string {
  const words = frame(page.locale)
  return `<!doctype html>
<html lang="${languageOf(page.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title><link rel="alternate" type="application/atom+xml" href="${place.root}history.atom"><style>${style}${accentStyle(page.theme)}</style><script src="${place.root}times.js" defer></script></head>
<body><main><h1>${page.theme.logo ? `<img class="logo" src="${place.root}logo.svg" alt=""> ` : ''}${escaped(page.name)} <small>${words.statusPage}</small></h1>${around(page, 'header')}${body}
<footer class="quiet">${around(page, 'footer')}<p>${putTimes(page, words.updatedAt, { time: lastChange(page) })}</p><p data-zone="${escaped(words.yourZone)}" hidden></p>${switchable ? languages(page, place, words) : ''}</footer></main></body></html>
`
}

/** What the brand says above or below its pages. */
export const around = (page: Page, which: 'header' | 'footer'): string =>
  page.theme[which] === ''
    ? ''
    : aroundHtml(page.theme[which], {
        brand: page.name,
        state: stateOf(page, frame(page.locale)).headline,
        page: page.home,
        language: languageOf(page.locale),
        year: String(new Date(wallOf(page.timeZone, page.now)).getUTCFullYear()),
      })

/** The same page in the other languages. */
export function languages(page: Spoken, { path, root }: Place, words: FrameStrings): string {
  if (page.languages.length < 2) return ''
  const here = languageOf(page.locale)
  const links = page.languages.map((language, i) => {
    const name = ownNameOf(language)
    if (language === here) return `<li aria-current="true">${escaped(name)}</li>`
    return `<li><a lang="${language}" hreflang="${language}" href="${`${root}${i === 0 ? '' : `${language}/`}${path}` || './'}${i === 0 && fronts.includes(path) ? `?language=${language}` : ''}">${escaped(name)}</a></li>`
  })
  return `<nav aria-label="${words.language}"><ul class="languages">${links.join('')}</ul></nav>`
}

/** Pages that lead browsers of other languages elsewhere: whoever chose one says so in the address. */
const fronts = ['', 'help']

const ownNames = new Map<string, string>()
/** What a language calls itself. */
function ownNameOf(language: string): string {
  const name = ownNames.get(language) ?? new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language
  ownNames.set(language, name)
  return name
}

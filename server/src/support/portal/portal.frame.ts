// What is around every page of the help: the brand's look as on its status page, the search, the trouble there is now, and ways back. No script is needed.
import { escaped } from '../../communicate/frame/html.ts'
import { frame, languageOf, put } from '../../communicate/frame/strings.ts'
import { style } from '../../communicate/status-page/page.css.ts'
import { around, homeLink, languages, placeOf } from '../../communicate/status-page/page.shell.ts'
import { titleOf } from '../../communicate/status-page/state.ts'
import { accentStyle } from '../../communicate/status-page/theme.ts'
import { chatWords } from '../chat/chat.words.ts'
import type { Portal } from './portal.ts'

export type PortalPage = {
  title: string
  /** Below the brand's page in its language: `help`, `help/articles/…`. Links are relative to it, so that the page reads the same behind a signed link. */
  path: string
  /** HTML; everything that people wrote in it is escaped or sanitised already. */
  body: string
  /** What stands in the search field. */
  query?: string
  /** Whether a search engine may keep it. */
  indexed?: boolean
  /** Whether the same page is there in the other languages. */
  switchable?: boolean
}

/**
 * A page of the help as a whole document, with the brand's look. Whoever adds a page below `help/` renders it with this and serves it by `portalRoute`.
 * @param at the brand, its language and what goes on now, from `portalOf`
 */
export function portalPage(at: Portal, { title, path, body, query = '', indexed = false, switchable = true }: PortalPage): string {
  const words = frame(at.locale)
  const place = placeOf(at, path)
  const help = `${place.up}help`
  return `<!doctype html>
<html lang="${languageOf(at.locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">${indexed && !at.closed ? '' : '<meta name="robots" content="noindex">'}
<title>${escaped(title)} · ${escaped(at.name)}</title><style>${style}${accentStyle(at.theme)}${portalStyle}</style><script src="${place.root}times.js" defer></script></head>
<body><main><h1>${at.theme.logo ? `<img class="logo" src="${place.root}logo.svg" alt=""> ` : ''}${escaped(at.name)} <small>${words.help}</small></h1>${around(at, 'header')}
<form class="ask" role="search" action="${help}/search"><label for="q">${words.helpAsk}</label><div><input id="q" name="q" type="search" maxlength="200" value="${escaped(query)}" autocomplete="off"><button>${words.helpSearch}</button></div></form>
${path === 'help' ? '' : `${trouble(at, place.up)}<nav class="quiet" aria-label="${words.help}"><a href="${help}">${words.helpBack}</a></nav>`}
${body}
<footer class="quiet">${around(at, 'footer')}${people(at, place.up)}<p><a href="${homeLink(place)}">${words.statusPage}</a></p><p data-zone="${escaped(words.yourZone)}" hidden></p>${switchable ? languages(at, place, words) : ''}</footer></main></body></html>
`
}

/** Who did not find it asks a person; behind signed links, where the forms are not, their own page does that. */
const people = ({ closed, locale }: Portal, up: string): string => {
  const words = chatWords(locale)
  return closed ? '' : `<p><a href="${up}help/contact">${words.contact}</a> · <a href="${up}help/chat">${words.chat}</a></p>`
}

/** On the first page it stands in full; elsewhere a line leads there. */
const trouble = ({ incidents, locale }: Portal, up: string): string =>
  incidents
    .slice(0, 3)
    .map(
      (incident) =>
        `<p class="trouble"><a href="${up}incidents/${encodeURIComponent(incident.number)}">${escaped(put(frame(locale).helpTrouble, { title: titleOf(incident) }))}</a></p>`,
    )
    .join('')

const portalStyle = `
.ask{margin:0 0 1.2rem}.ask label{display:block;font-weight:600;margin-bottom:.3rem}.ask div{display:flex;gap:.5rem}.ask input{flex:1;min-width:0;font:inherit;padding:.65rem .8rem;background:transparent;color:inherit;border:1px solid var(--soft);border-radius:10px}
.ask button,.votes button{font:inherit;font-weight:650;padding:.6rem 1rem;border-radius:10px;border:2px solid var(--link);background:transparent;color:var(--link);cursor:pointer;min-height:44px}
.ask input:focus-visible,.ask button:focus-visible,.votes button:focus-visible,.votes textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.trouble{background:var(--warnbg);border-radius:10px;padding:.6rem .9rem}.trouble a{color:var(--warn);font-weight:600}.links{list-style:none;padding:0;margin:0}.links li{padding:.45rem 0;border-top:1px solid var(--line)}.links li:first-child{border-top:0}.links a{font-weight:600;overflow-wrap:anywhere}.links p{margin:.15rem 0 0}
.links mark{background:none;color:inherit;font-weight:700;text-decoration:underline;text-decoration-thickness:2px;text-underline-offset:2px}.tag{font-size:.8rem;font-weight:600;border:1px solid var(--line);border-radius:6px;padding:0 .4rem;margin-left:.4rem;white-space:nowrap}
.article h2{font-size:1.45rem;line-height:1.25;margin:.8rem 0 .4rem;overflow-wrap:anywhere}.article .lookback h3{font-size:1.1rem;margin:1.4rem 0 .4rem;color:var(--ink)}.article .wide{margin:.6rem 0 1rem}.by{margin:1.1rem 0}.note{background:var(--calmbg);color:var(--calm);border-radius:10px;padding:.6rem .9rem}
.votes{border-top:1px solid var(--line);margin-top:2rem;padding-top:1rem}.votes h3{margin-bottom:.5rem}.votes button{margin-right:.5rem}.votes textarea{display:block;width:100%;font:inherit;margin:.3rem 0;padding:.6rem;background:transparent;color:inherit;border:1px solid var(--soft);border-radius:8px}
@media(max-width:30rem){.ask div{flex-direction:column}}@media print{.ask,.votes{display:none}}`

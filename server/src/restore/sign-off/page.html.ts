// The customer's page behind a signed link: one question, two buttons; then, who likes, words and where. No script.
import { escaped } from '../../communicate/frame/html.ts'
import { frame, type FrameStrings, languageOf, put } from '../../communicate/frame/strings.ts'
import { style } from '../../communicate/status-page/page.css.ts'
import { accentStyle } from '../../communicate/status-page/theme.ts'
import type { Theme } from '../../communicate/status-page/theme.contract.ts'
import type { SignOffAnswer } from './sign-off.contract.ts'

export type Asked = {
  title: string
  number: string
  status: string
  brand: string
  theme: Theme
  account: string
  locale: string
  /** What was answered by this contact, or for the account, before. */
  answer: SignOffAnswer | null
}
export type Places = { services: { id: string; name: string }[]; regions: string[] }

/** @param told a sentence above: why the last press was not taken */
export function askPage(asked: Asked, proof: string, suggested?: SignOffAnswer, told?: string): string {
  const words = frame(asked.locale)
  return shell(
    asked,
    `${told ? `<p class="state state-minor" role="alert">${escaped(told)}</p>` : ''}<h2 id="question">${words.signOffAsk}</h2><p>${escaped(put(words.signOffIntro, { title: asked.title }))}</p>
${answerForm(words, { action: '', proof, suggested })}<p class="quiet">${escaped(asked.account)} · ${escaped(asked.number)}</p><p class="quiet">${words.signOffChange}</p>`,
  )
}

/** Also on the customer's own page, from where it goes to the page of the link. */
export const answerForm = (
  words: FrameStrings,
  { action, proof, suggested }: { action: string; proof: string; suggested?: SignOffAnswer | undefined },
): string => {
  const button = (answer: SignOffAnswer, label: string, kind: string) =>
    `<button name="answer" value="${answer}" class="${kind}${suggested === answer ? ' first' : ''}">${label}</button>`
  return `<form method="post"${action ? ` action="${escaped(action)}"` : ''} class="answer"><input type="hidden" name="page" value="${escaped(proof)}">${button('works', words.works, 'good')}${button('still-broken', words.broken, 'bad')}</form>`
}

/** The answer stands already: words and where are extra. */
export function thanksPage(asked: Asked, proof: string, answer: SignOffAnswer, places: Places, told: boolean): string {
  const words = frame(asked.locale)
  const broken = answer === 'still-broken'
  const more = told
    ? ''
    : `<form method="post"><input type="hidden" name="page" value="${escaped(proof)}"><input type="hidden" name="answer" value="${answer}">
${broken ? choice('service', words.signOffService, words.signOffAny, places.services) : ''}${
  broken
    ? choice(
        'region',
        words.signOffRegion,
        words.signOffAny,
        places.regions.map((name) => ({ id: name, name })),
      )
    : ''
}
<p><label for="comment">${broken ? words.signOffComment : words.signOffWords}</label><textarea id="comment" name="comment" maxlength="2000" rows="3"></textarea></p><button class="plain">${words.signOffSend}</button></form>`
  const other: SignOffAnswer = broken ? 'works' : 'still-broken'
  return shell(
    asked,
    `<p class="state state-${broken ? 'minor' : 'none'}" role="status">${broken ? words.signOffBroken : words.signOffThanks}</p>${more}
<form method="post"><input type="hidden" name="page" value="${escaped(proof)}"><p class="quiet">${words.signOffChange}</p><button class="plain" name="answer" value="${other}">${broken ? words.works : words.broken}</button></form>`,
  )
}

const choice = (name: string, label: string, any: string, of: { id: string; name: string }[]) =>
  of.length === 0
    ? ''
    : `<p><label for="${name}">${label}</label><select id="${name}" name="${name}"><option value="">${any}</option>${of.map((each) => `<option value="${escaped(each.id)}">${escaped(each.name)}</option>`).join('')}</select></p>`

export const againPage = (asked: Asked): string => shell(asked, `<p class="state state-minor" role="status">${frame(asked.locale).signOffAgain}</p>`)
export const closedPage = (asked: Asked): string => shell(asked, `<p class="state state-minor" role="status">${frame(asked.locale).signOffClosed}</p>`)
/** Whose link it was is not known any more: no brand, no language but the first. */
export const gonePage = (ended: boolean): string =>
  shell({ locale: 'en', brand: 'Leeward', theme: null }, `<p class="state state-minor">${ended ? frame('en').signOffExpired : frame('en').signOffGone}</p>`)

export const answerStyle = `button{font:inherit;cursor:pointer}.answer{display:flex;flex-wrap:wrap;gap:.7rem;margin:1rem 0}.answer button{flex:1 1 12rem;font-weight:650;padding:1rem 1.3rem;min-height:3rem;border-radius:10px;border:2px solid transparent;color:#fff}
.answer .good{background:#176b43}.answer .bad{background:#b3261e}.answer .first{outline:3px solid var(--ink);outline-offset:2px}button:focus-visible,select:focus-visible,textarea:focus-visible{outline:3px solid var(--link);outline-offset:2px}`

const shell = ({ locale, brand, theme }: { locale: string; brand: string; theme: Theme | null }, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(brand)}</title><style>${style}${theme ? accentStyle(theme) : ''}${answerStyle}
.plain{padding:.6rem 1.1rem;min-height:2.75rem;border-radius:8px;border:1px solid var(--line);background:transparent;color:var(--link)}
textarea,select{display:block;width:100%;font:inherit;margin-top:.3rem;background:var(--paper);color:inherit;border:1px solid var(--soft);border-radius:8px;padding:.5rem;min-height:2.75rem}</style></head>
<body><main><h1>${escaped(brand)}</h1>${body}</main></body></html>
`

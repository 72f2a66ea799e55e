// The pages around a subscription: HTML with the style of the status page, no script.
import { escaped } from '../frame/html.ts'
import { frame, type FrameStrings, languageOf, put } from '../frame/strings.ts'
import { style } from '../status-page/page.css.ts'
import { choice } from './services-choice.ts'
import type { Subscriber } from './subscribers.store.ts'

export type Offer = { id: string; slug: string; brand: string; locale: string; offered: { id: string; name: string }[] }

/** @param texts a second form for whoever wants texts: each asks for what it needs alone, without a script */
export function askPage(offer: Offer, texts: boolean): string {
  const words = frame(offer.locale)
  const how = (['email', 'webhook', 'slack'] as const).map((channel, i) => {
    const label = { email: words.subscribeByEmail, webhook: words.subscribeByWebhook, slack: words.subscribeBySlack }[channel]
    return `<label class="line"><input type="radio" name="channel" value="${channel}"${i === 0 ? ' checked' : ''}> ${escaped(label)}</label>`
  })
  return shell(
    offer.locale,
    offer.brand,
    `<p><a href="./">${words.back}</a></p><h2 id="be-told">${words.subscribeTitle}</h2><p>${words.subscribeIntro}</p>
<form method="post" aria-labelledby="be-told"><input type="hidden" name="language" value="${languageOf(offer.locale)}">
<p><label for="email">${words.subscribeEmail}</label><input id="email" name="email" type="email" required maxlength="254" autocomplete="email"></p>
<fieldset><legend>${words.subscribeHow}</legend>${how.join('')}<p class="under"><label for="url">${words.subscribeUrl}</label><input id="url" name="url" type="url" maxlength="2000" pattern="https://.*"></p></fieldset>
${choice(offer.offered, null, words)}
<button>${words.subscribe}</button></form>${texts ? textForm(offer, words) : ''}`,
  )
}

const textForm = ({ locale, offered }: Offer, words: FrameStrings) => `
<h2 id="by-text">${words.subscribeByText}</h2><p class="quiet">${words.subscribeByTextHint}</p>
<form method="post" aria-labelledby="by-text"><input type="hidden" name="language" value="${languageOf(locale)}"><input type="hidden" name="channel" value="sms">
<p><label for="phone">${words.subscribePhone}</label><input id="phone" name="phone" type="tel" inputmode="tel" required maxlength="40" autocomplete="tel" placeholder="+49 30 123456"></p>
${choice(offered, null, words)}
<button>${words.subscribe}</button></form>`

export const askedPage = ({ locale, brand }: Offer, byText: boolean): string =>
  said(locale, brand, byText ? frame(locale).subscribeTextAsked : frame(locale).subscribeAsked, './')
export const saidPage = ({ locale, brand, slug }: Subscriber, sentence: string): string => said(locale, brand, sentence, `/${slug}/`)
export const gonePage = (): string => shell('en', 'Leeward', `<p class="state state-minor">${frame('en').subscribeGone}</p>`)

/** Before it is confirmed there is one thing to do; afterwards it is changed or ended. */
export function managePage(subscriber: Subscriber, sentence?: string): string {
  const { brand, locale, confirmedAt, offered, services, shown } = subscriber
  const words = frame(locale)
  const leave = `<form method="post"><button class="quiet-button" name="act" value="leave">${words.subscribeLeave}</button></form>`
  const body = confirmedAt
    ? `<h2>${words.subscribeManage}</h2><p class="quiet">${escaped(shown)}</p><form method="post">${choice(offered, services, words)}<button name="act" value="change">${words.subscribeSave}</button></form>${leave}`
    : `<h2>${words.subscribeTitle}</h2><p>${escaped(put(words.subscribeLetter, { address: shown, brand }))}</p><form method="post"><button name="act" value="confirm">${words.subscribeConfirm}</button></form>${leave}`
  return shell(
    locale,
    brand,
    `${sentence ? `<p class="state state-none" role="status">${escaped(sentence)}</p>` : ''}${body}<p><a href="/${escaped(subscriber.slug)}/">${words.back}</a></p>`,
  )
}

const said = (locale: string, brand: string, sentence: string, back: string) =>
  shell(locale, brand, `<p class="state state-none" role="status">${escaped(sentence)}</p><p><a href="${back}">${frame(locale).back}</a></p>`)

const shell = (locale: string, brand: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(brand)} · ${frame(locale).subscribe}</title><style>${style}
button{font:inherit;font-weight:650;padding:.8rem 1.3rem;border-radius:10px;border:2px solid transparent;margin:.8rem 0;cursor:pointer;background:#1d5bb8;color:#fff}.quiet-button{background:transparent;color:inherit;border-color:var(--soft)}button:focus-visible,input:focus-visible{outline:3px solid var(--link);outline-offset:2px}
input[type=email],input[type=url],input[type=tel]{display:block;width:100%;font:inherit;margin-top:.3rem;padding:.6rem;background:transparent;color:inherit;border:1px solid var(--soft);border-radius:8px}fieldset{border:1px solid var(--line);border-radius:10px;margin:1rem 0;padding:.6rem 1rem}legend{font-weight:600;padding:0 .3rem}.line{display:block;padding:.3rem 0}.under{padding-left:1.6rem}</style></head>
<body><main><h1>${escaped(brand)} <small>${frame(locale).statusPage}</small></h1>${body}</main></body></html>
`

// What an address gets from us in plain words, and the choice of services.
import { escaped } from '../frame/html.ts'
import { frame, put } from '../frame/strings.ts'
import { choice } from '../subscriptions/services-choice.ts'
import type { Choices } from './choices.store.ts'
import type { Leaver } from './unsubscribe.store.ts'

export function whatTheyGet({ locale, destination, left }: Leaver, { offered, services, phones }: Choices): string {
  const words = frame(locale)
  const names = offered.filter(({ id }) => services?.includes(id)).map(({ name }) => name)
  const updates = left ? words.getsNoUpdates : services ? put(words.getsSome, { services: names.length > 0 ? names.join(', ') : '–' }) : words.getsAll
  const texts = left ? [] : phones.map((phone) => put(words.getsTexts, { end: phone.slice(-2) }))
  return `<h3>${escaped(put(words.getsTitle, { address: destination }))}</h3><ul>${[updates, ...texts].map((line) => `<li>${escaped(line)}</li>`).join('')}<li>${escaped(words.unsubscribeStill)} ${escaped(words.stillWhy)}</li></ul>`
}

/** Whoever left hears of none: there is nothing to choose then. */
export const servicesForm = ({ locale, left }: Leaver, { offered, services }: Choices): string => {
  const words = frame(locale)
  return left || offered.length < 2
    ? ''
    : `<form method="post">${choice(offered, services, words)}<button name="choose" value="services" class="quiet">${words.subscribeSave}</button></form>`
}

export const choiceStyle =
  'fieldset{border:1px solid var(--line);border-radius:10px;margin:1rem 0 0;padding:.6rem 1rem}legend{font-weight:600;padding:0 .3rem}.line{display:block;padding:.3rem 0}.under{padding-left:1.6rem}input:focus-visible,select:focus-visible,button:focus-visible{outline:3px solid var(--link);outline-offset:2px}'

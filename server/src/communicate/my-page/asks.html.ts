// On the customer's own page: what they may ask for, by one button each; what they asked for, and what happens next. No script.
import type { Askable } from '../../remediate/asking/asking.store.ts'
import { saidIn } from '../../remediate/asking/asking.ts'
import { escaped } from '../frame/html.ts'
import { type FrameStrings, put } from '../frame/strings.ts'
import { putTimes } from '../status-page/page.shell.ts'

type Reader = { locale: string; timeZone: string }
/** `action`: where a press goes; `proof`: that the page was shown. */
export type AskForm = { action: string; proof: string; crisisId: string }

export function asksOf(mine: Reader, { offers, asked, decided }: Askable, { action, proof, crisisId }: AskForm, words: FrameStrings): string {
  const wishes = asked.map(
    (each) =>
      `<li>${escaped(saidIn(each, mine.locale))}<br><span class="quiet" role="status">${putTimes(mine, decided ? words.myAskedLate : words.myAsked, { time: each.at })}</span></li>`,
  )
  const forms = offers.map((offer) => {
    const said = saidIn(offer, mine.locale)
    return `<li><form method="post" action="${escaped(action)}" class="wish"><span>${escaped(said)}</span><input type="hidden" name="page" value="${escaped(proof)}"><input type="hidden" name="crisis" value="${escaped(crisisId)}"><input type="hidden" name="remedy" value="${escaped(offer.remedy)}"><button aria-label="${escaped(put(words.myAskThis, { what: said }))}">${words.myAsk}</button></form></li>`
  })
  return `${part(words.myMayAsk, forms, words.myAskNote)}${part(words.myAskedFor, wishes)}`
}

const part = (title: string, items: string[], note = '') =>
  items.length === 0 ? '' : `<div class="part"><h4>${title}</h4><ul class="wishes">${items.join('')}</ul>${note ? `<p class="quiet">${note}</p>` : ''}</div>`

export const askStyle = `.wishes{list-style:none;padding:0;margin:.4rem 0}.wishes li{margin:.7rem 0}.wish{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;justify-content:space-between}.wish span{flex:1 1 14rem}
.wish button{font-weight:650;padding:.6rem 1.1rem;min-height:2.75rem;border-radius:8px;border:1px solid var(--link);background:transparent;color:var(--link)}`

// One account's own page behind a signed link: am I affected, since when, what do I do meanwhile, when do I hear again, what do I get.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Line } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { escaped, shownMoney } from '../frame/html.ts'
import { frame, type FrameStrings, languageOf, put } from '../frame/strings.ts'
import { accountForLink, type MyCrisis, type Mine, myCrises, whoseIs } from './my-page.store.ts'
import { myPageLink, readMyPageToken } from './my-page.links.ts'
import { saidHtml } from '../status-page/incident.html.ts'
import { style } from '../status-page/page.css.ts'
import { pageFor } from '../status-page/private.links.ts'
import { putTimes, timeTag } from '../status-page/page.shell.ts'
import { impactOf, isOver, statusOf, titleOf } from '../status-page/state.ts'
import { inTheirLanguage } from '../status-page/status-page.store.ts'

export function myPages(server: App, deps: Deps) {
  typed(server).get(
    '/my/:token',
    { config: { ...may('public'), rateLimit: { max: 120 } }, schema: { params: z.object({ token: z.string().max(1_000) }), hide: true } },
    async ({ params }, reply) => {
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      const claims = readMyPageToken(deps, params.token)
      const mine = claims && (await whoseIs(deps, claims))
      return mine ? page(mine, await myCrises(deps, mine), deps) : reply.code(410).send(gone())
    },
  )
}

/** For those of us who talk to a customer: the page of an account, to hand over. */
export function myPageRoutes(server: App, deps: Deps) {
  typed(server).post(
    '/api/accounts/:key/my-page',
    {
      config: may('call'),
      schema: {
        operationId: 'linkMyPage',
        params: z.object({ key: Line(200) }),
        body: z.object({ brand: z.string().max(40) }),
        response: { 200: z.object({ url: z.string(), expiresAt: z.date() }) },
      },
    },
    async ({ params, body }) => {
      const account = await accountForLink(deps, params.key, body.brand)
      if (!account) throw new Refused('not-found', 'There is no such account, or no such brand.')
      return myPageLink(deps, { a: account, k: null, b: body.brand })
    },
  )
}

function page(mine: Mine, crises: MyCrisis[], deps: Pick<Deps, 'config' | 'clock' | 'key'>): string {
  const words = frame(mine.locale)
  const home = pageFor(deps, mine, deps.clock(), 'known')
  const [open, before] = [crises.filter(({ incident }) => !isOver(incident)), crises.filter(({ incident }) => isOver(incident))]
  const block = (each: MyCrisis) => crisisBlock(mine, each, home, words, deps.clock())
  return shell(
    mine.locale,
    `${mine.brand}: ${words.myTitle}`,
    `<h1>${escaped(mine.brand)} <small>${escaped(mine.account)}</small></h1>
<h2>${words.myTitle}</h2>${open.length === 0 ? `<p class="state state-none" role="status">${words.myNow}</p>` : open.map(block).join('')}
${before.length === 0 ? '' : `<h2>${words.myBefore}</h2>${before.map(block).join('')}`}
<footer class="quiet"><p><a href="${escaped(home)}">${words.statusPage}</a></p><p>${escaped(put(words.myAlone, { account: mine.account }))}</p><p data-zone="${escaped(words.yourZone)}" hidden></p></footer>
<script src="${escaped(home)}times.js" defer></script>`,
  )
}

function crisisBlock(mine: Mine, { incident: any, since, until, gives }: MyCrisis, home: string, words: FrameStrings, now: Date): string {
  const incident = inTheirLanguage(any, mine.locale)
  const [newest] = incident.updates
  const over = isOver(incident)
  const minutes = Math.max(1, Math.round(((until ?? now).getTime() - since.getTime()) / 60_000))
  const hit = until ? put(putTimes(mine, words.myWas, { from: since, until }), { minutes }) : putTimes(mine, words.mySince, { time: since })
  const next = newest?.nextUpdateAt && !over ? `<p class="next">${putTimes(mine, words.nextUpdate, { time: newest.nextUpdateAt })}</p>` : ''
  return `
<article class="incident incident-${over ? 'none' : impactOf(incident)}"><header><h3>${escaped(titleOf(incident))}</h3><p><strong>${words[statusOf(incident)]}</strong> · ${hit}</p>${next}</header>
${gives.length === 0 ? '' : `<div class="part"><h4>${words.myGives}</h4><ul>${gives.map((give) => `<li>${escaped(giveOf(give, mine, words))}</li>`).join('')}</ul></div>`}
${over ? '' : incident.workarounds.map(({ body, forWhom }) => `<div class="part"><h4>${words.workaround}: ${escaped(forWhom)}</h4><p>${escaped(body)}</p></div>`).join('')}
${newest ? `<section class="update"><h4>${words[newest.phase]} ${timeTag(mine, newest.publishedAt)}</h4>${saidHtml(newest, words)}</section>` : ''}
<p class="quiet"><a href="${escaped(home)}incidents/${encodeURIComponent(incident.number)}">${words.myAll}</a> · ${escaped(incident.number)}</p></article>`
}

const giveOf = ({ sentence, amountMinor, currency }: MyCrisis['gives'][number], { locale }: Mine, words: FrameStrings) =>
  amountMinor > 0 ? put(words.remedyAmount, { amount: shownMoney(amountMinor, currency, languageOf(locale)) }) : sentence

const gone = () => shell('en', 'Leeward', `<p class="state state-minor">${frame('en').myGone}</p>`)

const shell = (locale: string, title: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>
`

// One account's own page behind a signed link: am I affected, since when, what do I do meanwhile, when do I hear again, what do I get.
import type { FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id, Line } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { askFor } from '../../remediate/asking/asking.store.ts'
import { escaped } from '../frame/html.ts'
import { remedyLine } from '../frame/remedy.ts'
import { frame, type FrameStrings, languageOf, put } from '../frame/strings.ts'
import type { Listed } from '../../support/portal/portal.store.ts'
import { articlesBlock, articlesFor, helpHome } from './my-page.help.ts'
import { accountForLink, type MyCrisis, type Mine, myCrises, whoseIs } from './my-page.store.ts'
import { askStyle, asksOf } from './asks.html.ts'
import { myPageLink, myPageProof, readMyPageToken, wasShown } from './my-page.links.ts'
import { pageProof, signOffToken } from '../../restore/sign-off/links.ts'
import { answerForm, answerStyle } from '../../restore/sign-off/page.html.ts'
import { saidHtml } from '../status-page/incident.html.ts'
import { style } from '../status-page/page.css.ts'
import { pageFor } from '../status-page/private.links.ts'
import { promiseHtml, putTimes, timeTag } from '../status-page/page.shell.ts'
import { impactOf, isOver, statusOf, titleOf } from '../status-page/state.ts'
import { inTheirLanguage } from '../status-page/status-page.store.ts'

const Path = z.object({ token: z.string().max(1_000) })
const Wish = z.object({ page: z.string().max(1_000).optional(), crisis: Id, remedy: Line(60) })

/** What else stands on the page, as HTML, from whoever adds it. */
export type Beside = (mine: Reader) => Promise<string>

export function myPages(server: App, deps: Deps, beside: Beside) {
  const app = typed(server)
  const show = async (reply: FastifyReply, mine: Reader | undefined, told?: string) => {
    reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
    if (!mine) return reply.code(410).send(gone())
    return myPage(deps, mine, await beside(mine), told)
  }
  app.get('/my/:token', { config: { ...may('public'), rateLimit: { max: 120 } }, schema: { params: Path, hide: true } }, async ({ params }, reply) =>
    show(reply, await readerOf(deps, params.token)),
  )
  /** Opening the page asks for nothing, nor does a form that was not shown here; pressing a button does, once. */
  app.post(
    '/my/:token/wishes',
    { config: { ...may('public'), rateLimit: { max: 60 } }, schema: { params: Path, body: Wish, hide: true } },
    async ({ params, body }, reply) => {
      const mine = await readerOf(deps, params.token)
      if (!mine) return show(reply, mine)
      if (!wasShown(deps, params.token, body.page)) return show(reply.code(422), mine, frame(mine.locale).signOffPress)
      const offered = (await myCrises(deps, mine)).some(({ incident }) => incident.id === body.crisis)
      const refused = offered ? await refusalOf(deps, mine, body) : true
      // The page is opened anew, so that loading it once more sends nothing again.
      return refused
        ? show(reply.code(409), mine, frame(mine.locale).myAskOver)
        : reply.header('cache-control', 'no-store').redirect(`/my/${params.token}`, 303)
    },
  )
}

/** Whose page a link opens; undefined where it opens none any more. */
export async function readerOf(deps: Pick<Deps, 'db' | 'key' | 'clock'>, token: string): Promise<Reader | undefined> {
  const claims = readMyPageToken(deps, token)
  const mine = claims && (await whoseIs(deps, claims))
  return mine && { ...mine, contact: claims.k, token }
}

export async function myPage(deps: Deps, mine: Reader, besides: string, told?: string): Promise<string> {
  const crises = await myCrises(deps, mine)
  return page(mine, crises, { articles: await articlesFor(deps, mine, crises), besides, told }, deps)
}

async function refusalOf(deps: Deps, { accountId, accounts, contact }: Reader, { crisis, remedy }: z.output<typeof Wish>): Promise<boolean> {
  try {
    await askFor(deps, { crisisId: crisis, remedy, account: Number(accountId), accounts, contact })
    return false
  } catch (error) {
    if (error instanceof Refused) return true
    throw error
  }
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

export type Reader = Mine & { contact: number | null; token: string }

/** @param told a sentence above: why the last press was not taken */
function page(
  mine: Reader,
  crises: MyCrisis[],
  { articles, besides, told }: { articles: Listed[]; besides: string; told: string | undefined },
  deps: Pick<Deps, 'config' | 'clock' | 'key'>,
): string {
  const words = frame(mine.locale)
  const home = pageFor(deps, mine, deps.clock(), 'known')
  const [open, before] = [crises.filter(({ incident }) => !isOver(incident)), crises.filter(({ incident }) => isOver(incident))]
  const help = helpHome(mine, home)
  const block = (each: MyCrisis) => crisisBlock(mine, each, home, words, deps)
  return shell(
    mine.locale,
    `${mine.brand}: ${words.myTitle}`,
    `<h1>${escaped(mine.brand)} <small>${escaped(mine.account)}</small></h1>${told ? `<p class="state state-minor" role="alert">${escaped(told)}</p>` : ''}
<h2>${words.myTitle}</h2>${open.length === 0 ? `<p class="state state-none" role="status">${words.myNow}</p>` : open.map(block).join('')}${articlesBlock(articles, help, words)}
${before.length === 0 ? '' : `<h2>${words.myBefore}</h2>${before.map(block).join('')}`}
${besides}
<footer class="quiet"><p><a href="${escaped(help)}">${words.help}</a> · <a href="${escaped(home)}">${words.statusPage}</a></p><p>${escaped(put(words.myAlone, { account: mine.account }))}</p><p data-zone="${escaped(words.yourZone)}" hidden></p></footer>
<script src="${escaped(home)}times.js" defer></script>`,
  )
}

function crisisBlock(
  mine: Reader,
  { incident: any, since, until, gives, asks, askable }: MyCrisis,
  home: string,
  words: FrameStrings,
  deps: Pick<Deps, 'clock' | 'key'>,
): string {
  const now = deps.clock()
  const incident = inTheirLanguage(any, mine.locale)
  const [newest] = incident.updates
  const over = isOver(incident)
  const minutes = Math.max(1, Math.round(((until ?? now).getTime() - since.getTime()) / 60_000))
  const hit = until ? put(putTimes(mine, words.myWas, { from: since, until }), { minutes }) : putTimes(mine, words.mySince, { time: since })
  const next = newest?.nextUpdateAt && !over ? promiseHtml(mine, newest.nextUpdateAt, now) : ''
  return `
<article class="incident incident-${over ? 'none' : impactOf(incident)}"><header><h3>${escaped(titleOf(incident))}</h3><p><strong>${words[statusOf(incident)]}</strong> · ${hit}</p>${next}</header>
${gives.length === 0 ? '' : `<div class="part"><h4>${words.myGives}</h4><ul>${gives.map((give) => `<li>${escaped(giveOf(give, mine, words))}</li>`).join('')}</ul></div>`}
${asksOf(mine, askable, { action: `/my/${mine.token}/wishes`, proof: myPageProof(deps, mine.token), crisisId: incident.id }, words)}${asks ? question(mine, incident.id, asks, words, deps) : ''}${over ? '' : incident.workarounds.map(({ body, forWhom }) => `<div class="part"><h4>${words.workaround}: ${escaped(forWhom)}</h4><p>${escaped(body)}</p></div>`).join('')}
${newest ? `<section class="update"><h4>${words[newest.phase]} ${timeTag(mine, newest.publishedAt)}</h4>${saidHtml(newest, words)}</section>` : ''}
<p class="quiet"><a href="${escaped(home)}incidents/${encodeURIComponent(incident.number)}">${words.myAll}</a> · ${escaped(incident.number)}</p></article>`
}

/** Answered here with one press: the same question as in the message, by the same rule. */
function question(
  mine: Reader,
  crisisId: string,
  { accountId, answer }: NonNullable<MyCrisis['asks']>,
  words: FrameStrings,
  deps: Pick<Deps, 'clock' | 'key'>,
): string {
  const token = signOffToken(deps, { c: crisisId, a: Number(accountId), k: mine.contact, p: false })
  const said = answer === null ? '' : `<p role="status">${answer === 'works' ? words.signOffThanks : words.signOffBroken}</p>`
  return `<div class="part"><h4>${words.signOffAsk}</h4>${said}${answerForm(words, { action: `/sign-off/${token}`, proof: pageProof(deps, token, 'my-page') })}</div>`
}

const giveOf = (given: MyCrisis['gives'][number], { locale }: Mine, words: FrameStrings) => remedyLine({ ...given, remedy: '' }, words, languageOf(locale))

export const gone = () => shell('en', 'Leeward', `<p class="state state-minor">${frame('en').myGone}</p>`)

const shell = (locale: string, title: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(title)}</title><style>${style}${answerStyle}${askStyle}</style></head><body><main>${body}</main></body></html>
`

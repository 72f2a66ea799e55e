// What one address gets, behind a mail's List-Unsubscribe, where its reader changes it: opening it changes nothing (scanners open everything), a POST with the word of RFC 8058 does. No session, no script, no redirect.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { escaped } from '../frame/html.ts'
import { type FrameStrings, frame, frameLanguages, languageOf, put } from '../frame/strings.ts'
import { style } from '../status-page/page.css.ts'
import { servicesIn } from '../subscriptions/services-choice.ts'
import { choiceStyle, servicesForm, whatTheyGet } from './choices.html.ts'
import { type Choices, choicesOf, chooseServices } from './choices.store.ts'
import { readUnsubscribeToken } from './unsubscribe.links.ts'
import { joinUpdates, type Leaver, leaverOf, leaveUpdates, setLanguage } from './unsubscribe.store.ts'

const Path = z.object({ token: z.string().max(1_000) })
const route = { config: may('public'), schema: { params: Path, hide: true } } as const

/** In a scope of its own: mail providers may send the one word as a form of either kind. */
export async function unsubscribePages(server: App, deps: Deps) {
  await server.register(async (scope) => {
    scope.addContentTypeParser('multipart/form-data', { parseAs: 'string', bodyLimit: 16_384 }, (_, body, done) => done(null, partsOf(String(body))))
    const app = typed(scope as unknown as App)

    app.get('/unsubscribe/:token', route, async ({ params }, reply) => {
      const leaver = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      if (!leaver) return reply.code(410).send(gonePage())
      const choices = await choicesOf(deps.db, leaver)
      return leaver.left ? leftPage(leaver, choices) : askPage(leaver, choices)
    })

    app.post('/unsubscribe/:token', route, async ({ params, body }, reply) => {
      const leaver = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      if (!leaver) return reply.code(410).send(gonePage())
      const wish = wishOf(body)
      const page = async (changed: Leaver, told?: string) => (changed.left ? leftPage : askPage)(changed, await choicesOf(deps.db, changed), told)
      if (!wish) return reply.code(400).send(await page(leaver, frame(leaver.locale).unsubscribeOdd))
      // An exercise reaches nobody, and changes nothing for whoever has the same address in earnest.
      if (leaver.practice) return page(leaver, frame(leaver.locale).unsubscribePractice)
      if (wish === 'leave' || wish === 'join') {
        await (wish === 'leave' ? leaveUpdates : joinUpdates)(deps.db, leaver, deps.clock())
        return wish === 'leave' ? page({ ...leaver, left: true }) : page({ ...leaver, left: false }, said(leaver, 'unsubscribeUndone'))
      }
      if ('language' in wish) {
        await setLanguage(deps.db, leaver, wish.language, deps.clock())
        const changed = { ...leaver, locale: wish.language }
        return page(changed, said(changed, 'languageSaved'))
      }
      const { offered } = await choicesOf(deps.db, leaver)
      // Others than theirs are not theirs to choose; none at all is what the other button is for.
      if (wish.services && (wish.services.length === 0 || wish.services.some((id) => !offered.some((each) => each.id === id))))
        return reply.code(400).send(await page(leaver, said(leaver, 'choiceNone')))
      await chooseServices(deps.db, leaver, wish.services && wish.services.length < offered.length ? wish.services : null, deps.clock())
      return page(leaver, said(leaver, 'choiceSaved'))
    })
  })
}

async function find(deps: Deps, token: string): Promise<Leaver | undefined> {
  const deliveryId = readUnsubscribeToken(deps, token)
  return deliveryId === undefined ? undefined : leaverOf(deps.db, deliveryId)
}

/** What a form says, if it says exactly one of the things it can. */
function wishOf(body: unknown): 'leave' | 'join' | { language: string } | { services: string[] | null } | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const form = body as Record<string, unknown>
  if (form['List-Unsubscribe'] === 'One-Click') return 'leave'
  if (typeof form.language === 'string' && frameLanguages.includes(form.language)) return { language: form.language }
  if (form.choose === 'services' && (form.some === 'yes' || form.some === 'no')) return { services: servicesIn(form) }
  return form.again === 'yes' ? 'join' : undefined
}

/** The short fields of a multipart form; it is ours or a mail provider's, and holds one. */
const partsOf = (body: string): Record<string, string> =>
  Object.fromEntries(
    [...body.matchAll(/content-disposition:[^\r\n]*\bname="([\w-]{1,40})"[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\n([^\r\n]{0,100})\r?\n/gi)].map(
      ([, name, value]) => [name, value],
    ),
  )

const said = (leaver: Leaver, key: keyof FrameStrings) => put(frame(leaver.locale)[key], { address: leaver.destination })
const form = (name: string, value: string, label: string, kind: string) =>
  `<form method="post"><button name="${name}" value="${value}" class="${kind}">${escaped(label)}</button></form>`
const note = (text: string) => `<p class="state state-none" role="status">${escaped(text)}</p>`

/** Each language under its own name, so that whoever cannot read this page finds theirs. */
const ownNames: Record<string, string> = { en: 'English', de: 'Deutsch', fr: 'Français', es: 'Español', pt: 'Português', ja: '日本語' }
const languageForm = ({ locale }: Leaver) => {
  const words = frame(locale)
  const options = frameLanguages.map(
    (each) => `<option value="${each}" lang="${each}"${each === languageOf(locale) ? ' selected' : ''}>${escaped(ownNames[each] ?? each)}</option>`,
  )
  return `<form method="post"><p><label>${escaped(words.readerLanguage)}<br><select name="language">${options.join('')}</select></label> <button class="quiet">${escaped(words.languageSave)}</button></p></form>`
}

const askPage = (leaver: Leaver, choices: Choices, told?: string) => {
  const words = frame(leaver.locale)
  return shell(
    leaver.locale,
    leaver.brand,
    `${told ? note(told) : ''}<h2>${words.unsubscribeAsk}</h2><p>${escaped(said(leaver, 'unsubscribeIntro'))}</p>${whatTheyGet(leaver, choices)}${form('List-Unsubscribe', 'One-Click', words.unsubscribeDo, told ? 'quiet' : 'first')}${servicesForm(leaver, choices)}${languageForm(leaver)}`,
  )
}

const leftPage = (leaver: Leaver, choices: Choices, told = said(leaver, 'unsubscribeDone')) => {
  const words = frame(leaver.locale)
  return shell(
    leaver.locale,
    leaver.brand,
    `${note(told)}${whatTheyGet(leaver, choices)}${form('again', 'yes', words.unsubscribeUndo, 'quiet')}${languageForm(leaver)}`,
  )
}

const gonePage = () => shell('en', 'Leeward', `<p class="state state-minor">${frame('en').signOffGone}</p>`)

const shell = (locale: string, brand: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(brand)}</title><style>${style}
${choiceStyle}
select{font:inherit;padding:.8rem .9rem;border-radius:10px;border:2px solid var(--soft);background:transparent;color:inherit;margin:.3rem 0}
button{font:inherit;font-weight:650;padding:.9rem 1.3rem;border-radius:10px;border:2px solid transparent;margin:.6rem 0;cursor:pointer}button.first{background:#1d5bb8;color:#fff}button.quiet{background:transparent;color:inherit;border-color:var(--soft)}</style></head>
<body><main><h1>${escaped(brand)}</h1>${body}</main></body></html>
`

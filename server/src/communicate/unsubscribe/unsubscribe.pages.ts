// What one address gets, behind a mail's List-Unsubscribe, where its reader changes it: opening it changes nothing (scanners open everything), a POST with the word of RFC 8058 does. No session, no script, no redirect.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { escaped } from '../frame/html.ts'
import { type FrameStrings, frame, frameLanguages, languageOf, put } from '../frame/strings.ts'
import { style } from '../status-page/page.css.ts'
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
      return leaver.left ? leftPage(leaver) : askPage(leaver)
    })

    app.post('/unsubscribe/:token', route, async ({ params, body }, reply) => {
      const leaver = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      if (!leaver) return reply.code(410).send(gonePage())
      const wish = wishOf(body)
      if (!wish) return reply.code(400).send(askPage(leaver, frame(leaver.locale).unsubscribeOdd))
      // An exercise reaches nobody, and changes nothing for whoever has the same address in earnest.
      if (leaver.practice) return askPage(leaver, frame(leaver.locale).unsubscribePractice)
      if (typeof wish === 'object') {
        await setLanguage(deps.db, leaver, wish.language, deps.clock())
        const changed = { ...leaver, locale: wish.language }
        return leaver.left ? leftPage(changed, said(changed, 'languageSaved')) : askPage(changed, said(changed, 'languageSaved'))
      }
      await (wish === 'leave' ? leaveUpdates : joinUpdates)(deps.db, leaver, deps.clock())
      return wish === 'leave' ? leftPage(leaver) : askPage(leaver, said(leaver, 'unsubscribeUndone'))
    })
  })
}

async function find(deps: Deps, token: string): Promise<Leaver | undefined> {
  const deliveryId = readUnsubscribeToken(deps, token)
  return deliveryId === undefined ? undefined : leaverOf(deps.db, deliveryId)
}

/** What a form says, if it says exactly one of the things it can. */
function wishOf(body: unknown): 'leave' | 'join' | { language: string } | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const form = body as Record<string, unknown>
  if (form['List-Unsubscribe'] === 'One-Click') return 'leave'
  if (typeof form.language === 'string' && frameLanguages.includes(form.language)) return { language: form.language }
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

const askPage = (leaver: Leaver, told?: string) => {
  const words = frame(leaver.locale)
  return shell(
    leaver.locale,
    leaver.brand,
    `${told ? note(told) : ''}<h2>${words.unsubscribeAsk}</h2><p>${escaped(said(leaver, 'unsubscribeIntro'))}</p><p>${words.unsubscribeStill}</p>${form('List-Unsubscribe', 'One-Click', words.unsubscribeDo, told ? 'quiet' : 'first')}${languageForm(leaver)}`,
  )
}

const leftPage = (leaver: Leaver, told = said(leaver, 'unsubscribeDone')) => {
  const words = frame(leaver.locale)
  return shell(
    leaver.locale,
    leaver.brand,
    `${note(told)}<p>${words.unsubscribeStill}</p>${form('again', 'yes', words.unsubscribeUndo, 'quiet')}${languageForm(leaver)}`,
  )
}

const gonePage = () => shell('en', 'Leeward', `<p class="state state-minor">${frame('en').signOffGone}</p>`)

const shell = (locale: string, brand: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(brand)}</title><style>${style}
select{font:inherit;padding:.8rem .9rem;border-radius:10px;border:2px solid var(--soft);background:transparent;color:inherit;margin:.3rem 0}
button{font:inherit;font-weight:650;padding:.9rem 1.3rem;border-radius:10px;border:2px solid transparent;margin:.6rem 0;cursor:pointer}button.first{background:#1d5bb8;color:#fff}button.quiet{background:transparent;color:inherit;border-color:var(--soft)}</style></head>
<body><main><h1>${escaped(brand)}</h1>${body}</main></body></html>
`

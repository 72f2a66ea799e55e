// The customer's page behind a signed link: opening it answers nothing (link scanners open everything), pressing a button does.
import { sql } from 'kysely'
import { z } from 'zod'
import { escaped } from '../../communicate/frame/html.ts'
import { frame, languageOf, put } from '../../communicate/frame/strings.ts'
import { style } from '../../communicate/status-page/page.css.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import { Text } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { readSignOffToken, type SignOffClaims } from './links.ts'

type Asked = { title: string; number: string; status: string; brand: string; account: string; locale: string; answer: string | null }
const Answer = z.enum(['works', 'still-broken'])
const Path = z.object({ token: z.string().max(1_000) })

export function signOffPages(server: App, deps: Deps) {
  const app = typed(server)

  app.get(
    '/sign-off/:token',
    { config: may('public'), schema: { params: Path, querystring: z.object({ answer: Answer.optional().catch(undefined) }), hide: true } },
    async ({ params, query }, reply) => {
      const asked = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      return asked && asked.status !== 'closed' ? askPage(asked, query.answer) : reply.code(410).send(gonePage())
    },
  )

  app.post(
    '/sign-off/:token',
    { config: may('public'), schema: { params: Path, body: z.object({ answer: Answer, comment: Text(2_000).optional() }), hide: true } },
    async ({ params, body }, reply) => {
      const asked = await find(deps, params.token)
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      if (!asked || asked.status === 'closed') return reply.code(410).send(gonePage())
      await recordAnswer(deps, asked.claims, body.answer, body.comment)
      return thanksPage(asked, body.answer)
    },
  )
}

async function find(deps: Deps, token: string): Promise<(Asked & { claims: SignOffClaims }) | undefined> {
  const claims = readSignOffToken(deps, token)
  if (!claims) return undefined
  const {
    rows: [asked],
  } = await sql<Asked>`
    select c.title, c.number, c.status, b.name as brand, a.name as account, coalesce(k.locale, a.locale) as locale, s.answer
      from crises c join brands b on b.id = c.brand_id join contacts k on k.id = ${claims.k} join accounts a on a.id = k.account_id
      left join sign_offs s on s.crisis_id = c.id and s.account_id = ${claims.a} where c.id = ${claims.c}`.execute(deps.db)
  return asked && { ...asked, claims }
}

export async function recordAnswer(deps: Deps, claims: SignOffClaims, answer: 'works' | 'still-broken', comment = '') {
  const now = await crisisNow(deps, claims.c)
  await deps.engine.tell(
    `sign-off/${claims.c}/${claims.a}`,
    { type: 'Answer', answer, accountId: claims.a, now },
    {
      actor: 'customer',
      crisisId: claims.c,
      with: async (tx) => {
        await sql`
      insert into sign_offs (crisis_id, account_id, practice, contact_id, answer, comment, answered_at) values (${claims.c}, ${claims.a}, ${claims.p}, ${claims.k}, ${answer}, ${comment || null}, ${now})
      on conflict (crisis_id, account_id) do update set answer = excluded.answer, comment = coalesce(excluded.comment, sign_offs.comment), contact_id = excluded.contact_id, answered_at = excluded.answered_at`.execute(
          tx,
        )
      },
    },
  )
}

/** Who says that it is broken passes the field for a comment first. */
const askPage = (asked: Asked, suggested?: string) => {
  const words = frame(asked.locale)
  const button = (answer: string, label: string, kind: string) =>
    `<button name="answer" value="${answer}" class="${kind}${suggested === answer ? ' first' : ''}">${label}</button>`
  return shell(
    asked.locale,
    asked.brand,
    `<h2>${words.signOffAsk}</h2><p>${escaped(put(words.signOffIntro, { title: asked.title }))}</p><p class="quiet">${escaped(asked.account)} · ${asked.number}</p>
<form method="post">${button('works', words.works, 'good')}
<p><label for="comment">${words.signOffComment}</label><textarea id="comment" name="comment" maxlength="2000" rows="3"></textarea></p>${button('still-broken', words.broken, 'bad')}</form><p class="quiet">${words.signOffChange}</p>`,
  )
}

const thanksPage = (asked: Asked, answer: string) => {
  const words = frame(asked.locale)
  return shell(
    asked.locale,
    asked.brand,
    `<p class="state state-${answer === 'works' ? 'none' : 'minor'}" role="status">${answer === 'works' ? words.signOffThanks : words.signOffBroken}</p><p class="quiet">${words.signOffChange}</p>`,
  )
}

const gonePage = () => shell('en', 'Leeward', `<p class="state state-minor">${frame('en').signOffGone}</p>`)

const shell = (locale: string, brand: string, body: string) => `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex"><meta name="referrer" content="no-referrer">
<title>${escaped(brand)}</title><style>${style}
button{font:inherit;font-weight:650;padding:.9rem 1.3rem;border-radius:10px;border:2px solid transparent;color:#fff;margin:.3rem .6rem .3rem 0;cursor:pointer}button.good{background:#176b43}button.bad{background:#b3261e}button.first{outline:3px solid var(--ink);outline-offset:2px}
textarea{display:block;width:100%;font:inherit;margin-top:.3rem;background:transparent;color:inherit;border:1px solid var(--soft);border-radius:8px;padding:.5rem}</style></head>
<body><main><h1>${escaped(brand)}</h1>${body}</main></body></html>
`

// Behind the link of a sign-off: opening it answers nothing (link scanners open everything), nor does a form that was not shown here; pressing a button does.
import type { FastifyReply } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import { frame } from '../../communicate/frame/strings.ts'
import { Theme } from '../../communicate/status-page/theme.contract.ts'
import type { Deps } from '../../deps.ts'
import { Id, Line, Text } from '../../platform/contract.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { placeOf, recordAnswer } from './answer.ts'
import { linkEnds, pageProof, readPageProof, readShortWord, readSignOffToken, type SignOffClaims } from './links.ts'
import { againPage, type Asked, askPage, closedPage, gonePage, type Places, thanksPage } from './page.html.ts'
import { SignOffAnswer } from './sign-off.contract.ts'

const Path = z.object({ token: z.string().max(1_000) })
/** A field that was left as it was is sent empty by browsers. */
const emptyIsNone = <T extends z.ZodType>(of: T) => z.preprocess((value) => (value === '' ? undefined : value), of.optional())
const Given = z.object({
  page: z.string().max(1_000).optional(),
  answer: SignOffAnswer,
  comment: Text(2_000).optional(),
  service: emptyIsNone(Id),
  region: emptyIsNone(Line(100)),
})

export function signOffPages(server: App, deps: Deps) {
  const app = typed(server)

  app.get(
    '/sign-off/:token',
    { config: may('public'), schema: { params: Path, querystring: z.object({ answer: SignOffAnswer.optional().catch(undefined) }), hide: true } },
    async ({ params, query }, reply) => {
      const found = await find(deps, params.token)
      return refused(reply, found) ?? html(reply, askPage(found as Found, pageProof(deps, params.token), query.answer))
    },
  )

  app.post(
    '/sign-off/:token',
    { config: { ...may('public'), rateLimit: { max: 60 } }, schema: { params: Path, body: Given, hide: true } },
    async ({ params, body }, reply) => {
      const found = await find(deps, params.token)
      const over = refused(reply, found)
      if (over) return over
      const { claims, ...asked } = found as Found
      const way = body.page === undefined ? undefined : readPageProof(deps, params.token, body.page)
      const proof = pageProof(deps, params.token)
      // Whoever filled it in without having been shown it, or a day later, is asked again: nothing is counted.
      if (!way) return html(reply.code(422), askPage(asked, proof, body.answer, frame(asked.locale).signOffPress))
      const { answer, service, region, comment } = body
      await recordAnswer(deps, { crisisId: claims.c, accountId: claims.a, contactId: claims.k, way, answer, service, region, words: comment })
      const told = Boolean(comment?.trim() || service || region)
      return html(reply, thanksPage(asked, proof, answer, told ? { services: [], regions: [] } : await placesOf(deps, claims), told))
    },
  )
}

type Found = Asked & { claims: SignOffClaims }
const html = (reply: FastifyReply, page: string) => reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(page)

/** What is over has a page that says so: the link, the question, or the calm. */
function refused(reply: FastifyReply, found: Found | 'expired' | undefined): FastifyReply | undefined {
  if (found === undefined || found === 'expired') return html(reply.code(410), gonePage(found === 'expired'))
  if (found.status === 'closed') return html(reply.code(410), closedPage(found))
  return found.status === 'restored' ? undefined : html(reply.code(409), againPage(found))
}

async function find(deps: Deps, token: string): Promise<Found | 'expired' | undefined> {
  const claims = await claimsOf(deps, token)
  if (!claims || claims === 'expired') return claims
  const {
    rows: [asked],
  } = await sql<Omit<Asked, 'theme'> & { theme: unknown }>`
    select coalesce((select said_in(l.id, coalesce(k.locale, s.locale))->>'title' from updates l where l.crisis_id = c.id and l.class = 'update' and l.status = 'published' order by l.sequence desc limit 1), c.title) as title,
           c.number, c.status, b.name as brand, b.theme, s.name as account, coalesce(k.locale, s.locale) as locale
      from crises c join brands b on b.id = c.brand_id join accounts a on a.id = ${claims.a} join accounts s on s.id = coalesce(a.merged_into, a.id)
      left join contacts k on k.id = ${claims.k}::bigint and k.account_id in (a.id, s.id)
     where c.id = ${claims.c} and (${claims.k}::bigint is null or k.id is not null)`.execute(deps.db)
  return asked && { ...asked, theme: Theme.parse(asked.theme), claims }
}

/** A short link names the delivery of its text: whose it was, and of which crisis. */
async function claimsOf(deps: Deps, token: string): Promise<SignOffClaims | 'expired' | undefined> {
  const delivery = readShortWord(deps, token)
  if (delivery === undefined) return readSignOffToken(deps, token)
  const { rows } = await sql<{ c: string; a: number; k: number | null; p: boolean; at: Date }>`
    select u.crisis_id as c, d.account_id::int8 as a, d.contact_id::int8 as k, d.practice as p, u.published_at as at
      from deliveries d join updates u on u.id = d.update_id where d.id = ${delivery} and d.account_id is not null`.execute(deps.db)
  const [row] = rows
  if (!row) return undefined
  const { at, ...claims } = row
  return linkEnds(at) < deps.clock() ? 'expired' : { ...claims, a: Number(claims.a), k: claims.k === null ? null : Number(claims.k) }
}

async function placesOf({ db }: Deps, { c, a }: SignOffClaims): Promise<Places> {
  const { services, regions } = await placeOf(db, c, a)
  const { rows } = await sql<{ id: string; name: string }>`select id, name from services where id = any (${services}::uuid[]) order by position, key`.execute(
    db,
  )
  return { services: rows, regions }
}

// Whether an update helped: one click below it, no script, no cookie. Each voter counts once; the last click is what counts.
import { createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import type { Db } from '../../platform/database/connect.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { derivedKey } from '../../platform/secrets/seal.ts'
import { escaped } from '../frame/html.ts'
import { frame, languageOf } from '../frame/strings.ts'
import { style } from './page.css.ts'
import { type Behind, behindLink, plainly } from './behind-link.ts'
import { crisisTouches } from './readers/readers.store.ts'

const Path = z.object({ brand: z.string().max(40), update: Id })
const PathByLink = z.object({ token: z.string().max(1_000), update: Id })
const Vote = z.object({ helpful: z.enum(['yes', 'no']) })

export function ratingPages(server: App, deps: Pick<Deps, 'db' | 'clock' | 'key' | 'log'>) {
  const app = typed(server)
  app.post(
    '/:brand/updates/:update/helpful',
    { config: { ...may('public'), rateLimit: { max: 30 } }, schema: { params: Path, body: Vote, hide: true } },
    (request, reply) => answer(reply, deps, { brand: request.params.brand }, { update: request.params.update, ...request.body, mark: markOf(request) }),
  )
  app.post(
    '/private/:token/updates/:update/helpful',
    { config: { ...may('public'), rateLimit: { max: 30 } }, schema: { params: PathByLink, body: Vote, hide: true } },
    async (request, reply) => {
      const behind = await behindLink(deps, request.params.token)
      if ('sentence' in behind) return plainly(reply, behind.status, behind.sentence)
      return answer(reply, deps, behind, { update: request.params.update, ...request.body, mark: markOf(request) })
    },
  )
}

const markOf = ({ ip, headers }: FastifyRequest) => `${ip}\n${headers['user-agent'] ?? ''}`

async function answer(
  reply: FastifyReply,
  { db, clock, key }: Pick<Deps, 'db' | 'clock' | 'key'>,
  { brand, readers }: Behind,
  { update, helpful, mark }: { update: string; helpful: 'yes' | 'no'; mark: string },
) {
  const now = clock()
  // A day's mark of a network address and a browser: two people behind one address may count as one, and nobody can be found by it.
  const voter = createHmac('sha256', derivedKey(key, 'ratings'))
    .update(`${now.toISOString().slice(0, 10)}\n${mark}`)
    .digest()
  const { rows } = await sql<{ name: string; locale: string }>`
    with known as (
      select u.id, b.name, b.locale from updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
       where u.id = ${update} and b.slug = ${brand} and u.class = 'update' and u.status = 'published' and not c.practice and ${crisisTouches(readers?.services ?? null)}),
    rated as (${rate(sql`select id, ${voter}::bytea, ${helpful === 'yes'}::boolean, 'page', ${now}::timestamptz from known`)})
    select name, locale from known`.execute(db)
  const [page] = rows
  if (!page) throw new Refused('not-found', 'There is no such update.')
  return reply.header('cache-control', 'no-store').type('text/html; charset=utf-8').send(thanks(page))
}

/** @param rows update, voter, helpful, source, when */
export const rate = (rows: ReturnType<typeof sql>) => sql`
  insert into update_ratings (update_id, voter, helpful, source, rated_at) ${rows}
  on conflict (update_id, voter) do update set helpful = excluded.helpful, source = excluded.source, rated_at = excluded.rated_at`

/** How many found each update helpful, and how many did not. */
export async function ratingsOf(db: Db, updates: string[]): Promise<Map<string, { helpful: number; not: number }>> {
  const { rows } = await sql<{ id: string; helpful: number; not: number }>`
    select update_id as id, count(*) filter (where helpful)::int as helpful, count(*) filter (where not helpful)::int as "not" from update_ratings where update_id = any (${updates}::uuid[]) group by 1`.execute(
    db,
  )
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** Over all updates of a crisis. */
export async function ratingsOfCrisis(db: Db, crisisId: string): Promise<{ helpful: number; not: number }> {
  const { rows } = await sql<{ helpful: number; not: number }>`
    select count(*) filter (where helpful)::int as helpful, count(*) filter (where not helpful)::int as "not" from update_ratings r join updates u on u.id = r.update_id where u.crisis_id = ${crisisId}`.execute(
    db,
  )
  return rows[0] ?? { helpful: 0, not: 0 }
}

const thanks = ({ name, locale }: { name: string; locale: string }) => {
  const words = frame(locale)
  return `<!doctype html>
<html lang="${languageOf(locale)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><meta name="robots" content="noindex">
<title>${escaped(name)} · ${words.statusPage}</title><style>${style}</style></head>
<body><main><h1>${escaped(name)} <small>${words.statusPage}</small></h1><p class="state state-none" role="status">${words.helpfulThanks}</p><p><a href="../../">${words.back}</a></p></main></body></html>
`
}

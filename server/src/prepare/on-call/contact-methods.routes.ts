// How somebody on call is reached: their own methods, tested before they are relied on.
import { newSecret } from '@leeward/webhook'
import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal } from '../../platform/secrets/seal.ts'
import { AddContactMethod, AddedContactMethod, ContactMethodView, OrderContactMethods } from './contact-methods.contract.ts'

const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })
const done = { done: true } as const
const most = 10

export function contactMethodRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock, key } = deps

  app.get(
    '/api/me/contact-methods',
    { config: may('signed-in'), schema: { operationId: 'listMyContactMethods', response: { 200: z.array(ContactMethodView) } } },
    (request) => methods(asker(request).id),
  )

  app.post(
    '/api/me/contact-methods',
    { config: may('signed-in'), schema: { operationId: 'addContactMethod', body: AddContactMethod, response: { 201: AddedContactMethod } } },
    async (request, reply) => {
      const [me, { channel, destination }] = [person(request), request.body]
      const wrong = channel === 'webhook' ? wrongWithUrl(destination) : undefined
      if (wrong) throw new Refused('not-valid', `${wrong}.`)
      if ((await methods(me)).length > most) throw new Refused('out-of-order', `Ten methods are enough: take one away first.`)
      const [id, secret] = [newId(clock()), channel === 'webhook' ? newSecret() : null]
      // The address one signs in with is known to reach its person.
      await sql`
        insert into contact_methods (id, person, position, channel, destination, secret, verified_at, created_at)
        select ${id}, ${me}, (select coalesce(max(position), 0) + 1 from contact_methods where person = ${me}), ${channel}, ${destination}, ${secret ? seal(key, secret) : null},
               case when ${channel} = 'email' and exists (select from auth_user where id = ${me} and lower(email) = lower(${destination})) then ${clock()}::timestamptz end, ${clock()}`
        .execute(db)
        .catch((error: { code?: string }) => {
          throw error.code === '23505' ? new Refused('already-done', 'You have this method already.') : error
        })
      return reply.code(201).send({ id, secret })
    },
  )

  /** Names all of them, in the order in which they are to be tried. */
  app.put(
    '/api/me/contact-methods/order',
    { config: may('signed-in'), schema: { operationId: 'orderContactMethods', body: OrderContactMethods, response: { 200: z.array(ContactMethodView) } } },
    async (request) => {
      const [me, { ids }] = [person(request), request.body]
      const own = (await methods(me)).flatMap(({ id }) => (id ? [id] : []))
      if (own.length !== ids.length || !own.every((id) => ids.includes(id)))
        throw new Refused('changed-meanwhile', 'These are not all of your methods. Look at the list again.')
      await sql`update contact_methods m set position = o.position from unnest(${ids}::uuid[]) with ordinality as o(id, position) where m.id = o.id and m.person = ${me}`.execute(
        db,
      )
      return methods(me)
    },
  )

  app.post(
    '/api/me/contact-methods/:id/removal',
    { config: may('signed-in'), schema: { operationId: 'removeContactMethod', params: ById, body: Empty, response: { 200: Done } } },
    async (request) => {
      await own(person(request), request.params.id)
      await sql`delete from contact_methods where id = ${request.params.id}`.execute(db)
      return done
    },
  )

  /** A webhook is proven by an answer of 2xx, an e-mail address by the button behind the link in the mail. */
  app.post(
    '/api/me/contact-methods/:id/test',
    { config: may('signed-in'), schema: { operationId: 'testContactMethod', params: ById, body: Empty, response: { 200: Done } } },
    async (request) => {
      const me = person(request)
      const { channel, destination } = await own(me, request.params.id)
      const now = clock()
      await sql`
        insert into pages (id, practice, person, reason, event, channel, destination, method_id, planned_at, changed_at)
        values (${newId(now)}, false, ${me}, 'test', ${`test/${request.params.id}/${newId(now)}`}, ${channel}, ${destination}, ${request.params.id}, ${now}, ${now})`.execute(
        db,
      )
      return done
    },
  )

  const person = (request: FastifyRequest): string => {
    const { id, kind } = asker(request)
    if (kind !== 'user') throw new Refused('out-of-order', 'A program is never paged and has no contact methods. Sign in as a person.')
    return id
  }

  async function own(me: string, id: string) {
    const { rows } = await sql<{
      channel: string
      destination: string
    }>`select channel, destination from contact_methods where id = ${id} and person = ${me}`.execute(db)
    if (!rows[0]) throw new Refused('not-found', 'You have no such contact method.')
    return rows[0]
  }

  async function methods(me: string): Promise<ContactMethodView[]> {
    type Row = {
      id: string | null
      channel: 'email' | 'webhook'
      destination: string
      verifiedAt: Date | null
      state: string | null
      answer: string | null
      testedAt: Date | null
    }
    const { rows } = await sql<Row>`
      select m.id, m.channel, m.destination, m.verified_at as "verifiedAt", t.state, t.tries->-1->>'answer' as answer, t.changed_at as "testedAt"
        from (select id, channel, destination, verified_at, position from contact_methods where person = ${me}
              union all
              select null, 'email', email, "createdAt", 2147483647 from auth_user u where id = ${me}
                 and not exists (select 1 from contact_methods c where c.person = u.id and c.channel = 'email' and lower(c.destination) = lower(u.email))) m
        left join lateral (select state, tries, changed_at from pages where person = ${me} and method_id = m.id and reason = 'test' order by planned_at desc limit 1) t on true
       order by m.position`.execute(db)
    return rows.map(({ id, channel, destination, verifiedAt, state, answer, testedAt }) => ({
      id,
      channel,
      destination,
      verifiedAt: verifiedAt?.toISOString() ?? null,
      lastTest: state && testedAt ? { state, answer, at: testedAt.toISOString() } : null,
    }))
  }
}

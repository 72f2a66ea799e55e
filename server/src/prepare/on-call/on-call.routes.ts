// Who is on call, by which rotations, and who stands in.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty, GivenInstant, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { OnCallView, RotationView, ShiftView, WriteOverride, WriteRotation } from './on-call.contract.ts'
import { peopleHere } from './on-call.store.ts'
import { onCallAt, oneRotation, rotationViews, shiftViews, usedBy } from './on-call.view.ts'

const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })
const longestSpanDays = 400

export function onCallRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get(
    '/api/on-call',
    {
      config: may('read'),
      schema: { operationId: 'whoIsOnCall', querystring: z.object({ at: GivenInstant.optional() }), response: { 200: z.array(OnCallView) } },
    },
    ({ query }) => onCallAt(deps, query.at ?? clock()),
  )
  app.get('/api/rotations', { config: may('read'), schema: { operationId: 'listRotations', response: { 200: z.array(RotationView) } } }, () =>
    rotationViews(deps),
  )
  app.get('/api/rotations/:id', { config: may('read'), schema: { operationId: 'readRotation', params: ById, response: { 200: RotationView } } }, ({ params }) =>
    oneRotation(deps, params.id),
  )
  /** Two weeks from now where no span is given; at most 400 days. */
  app.get(
    '/api/rotations/:id/shifts',
    {
      config: may('read'),
      schema: {
        operationId: 'listShifts',
        params: ById,
        querystring: z.object({ from: GivenInstant.optional(), until: GivenInstant.optional() }),
        response: { 200: z.array(ShiftView) },
      },
    },
    ({ params, query }) => {
      const from = query.from ?? clock()
      const until = query.until ?? new Date(from.getTime() + 14 * 86_400_000)
      if (until <= from) throw new Refused('not-valid', 'The end of the span must be later than its beginning.')
      if (until.getTime() - from.getTime() > longestSpanDays * 86_400_000) throw new Refused('not-valid', `Ask for at most ${longestSpanDays} days at once.`)
      return shiftViews(deps, params.id, from, until)
    },
  )

  app.post(
    '/api/rotations',
    { config: may('on-call'), schema: { operationId: 'createRotation', body: WriteRotation, response: { 201: RotationView } } },
    async (request, reply) => {
      const id = newId(clock())
      await refuseStrangers(request.body.members)
      await put(id, request.body, asker(request).id)
      return reply.code(201).send(await oneRotation(deps, id))
    },
  )
  app.put(
    '/api/rotations/:id',
    { config: may('on-call'), schema: { operationId: 'changeRotation', params: ById, body: WriteRotation, response: { 200: RotationView } } },
    async (request) => {
      const { members } = await oneRotation(deps, request.params.id)
      // Who has left may stay in it until somebody takes them out; nobody is put in who is not here.
      await refuseStrangers(request.body.members.filter((id) => !members.some((member) => member.id === id)))
      await put(request.params.id, request.body, asker(request).id)
      return oneRotation(deps, request.params.id)
    },
  )
  app.post(
    '/api/rotations/:id/removal',
    { config: may('on-call'), schema: { operationId: 'removeRotation', params: ById, body: Empty, response: { 200: Done } } },
    async ({ params }) => {
      await oneRotation(deps, params.id)
      const policies = (await usedBy(deps)).get(params.id) ?? []
      if (policies.length > 0)
        throw new Refused(
          'out-of-order',
          `The policy ${policies.map((name) => `“${name}”`).join(', ')} pages this rotation. Change that first: a step must not be left empty.`,
        )
      await sql`delete from rotations where id = ${params.id}`.execute(db)
      return { done: true as const }
    },
  )

  app.post(
    '/api/rotations/:id/overrides',
    { config: may('on-call'), schema: { operationId: 'overrideShift', params: ById, body: WriteOverride, response: { 201: RotationView } } },
    async (request, reply) => {
      const [{ id }, { from, until, person, insteadOf }] = [request.params, request.body]
      const { members } = await oneRotation(deps, id)
      await refuseStrangers([person])
      if (insteadOf && !members.some((member) => member.id === insteadOf)) throw new Refused('not-valid', 'The person to stand in for is not in this rotation.')
      if (until <= clock()) throw new Refused('not-valid', 'This time is already past. Choose a span that is still to come.')
      await sql`
        insert into rotation_overrides (id, rotation_id, from_at, until_at, person, instead_of, created_at, created_by)
        values (${newId(clock())}, ${id}, ${from}, ${until}, ${person}, ${insteadOf}, ${clock()}, ${asker(request).id})`.execute(db)
      return reply.code(201).send(await oneRotation(deps, id))
    },
  )
  app.post(
    '/api/rotations/:id/overrides/:overrideId/removal',
    {
      config: may('on-call'),
      schema: { operationId: 'removeOverride', params: ById.extend({ overrideId: Id }), body: Empty, response: { 200: RotationView } },
    },
    async ({ params }) => {
      const { rows } = await sql`delete from rotation_overrides where id = ${params.overrideId} and rotation_id = ${params.id} returning id`.execute(db)
      if (rows.length === 0) throw new Refused('not-found', 'There is no such override.')
      return oneRotation(deps, params.id)
    },
  )

  async function refuseStrangers(ids: string[]) {
    const people = await peopleHere(db)
    if (ids.some((id) => !people.has(id))) throw new Refused('not-valid', 'Somebody named here cannot sign in or is in no group, and so cannot be on call.')
  }

  async function put(id: string, given: z.output<typeof WriteRotation>, by: string) {
    const { name, timeZone, every, unit, handOffAt, startsOn, members, duty } = given
    if (new Set(members).size !== members.length) throw new Refused('not-valid', 'Somebody is named twice. Name each person once, in the order of their turns.')
    await sql`
      insert into rotations (id, name, time_zone, every, unit, hand_off_at, starts_on, members, duty, created_at, changed_at, changed_by)
      values (${id}, ${name}, ${timeZone}, ${every}, ${unit}, ${handOffAt}, ${startsOn}, ${members}, ${duty ? JSON.stringify(duty) : null}::jsonb, ${clock()}, ${clock()}, ${by})
      on conflict (id) do update set name = excluded.name, time_zone = excluded.time_zone, every = excluded.every, unit = excluded.unit, hand_off_at = excluded.hand_off_at,
        starts_on = excluded.starts_on, members = excluded.members, duty = excluded.duty, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
      .execute(db)
      .catch((error: { code?: string }) => {
        throw error.code === '23505' ? new Refused('already-done', 'Another rotation has this name.') : error
      })
  }
}

// Whom a crisis asks for, and in which order.
import { sql } from 'kysely'
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { PolicyView, WritePolicy } from './policies.contract.ts'
import { policiesInOrder, type StoredPolicy } from './policies.store.ts'
import { peopleHere, rotationsOf, whoStandsBehind } from './on-call.store.ts'
import { keyOf, type Target } from './policy.ts'

const ById = z.object({ id: Id })
const Done = z.object({ done: z.literal(true) })

export function policyRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get('/api/escalation-policies', { config: may('read'), schema: { operationId: 'listPolicies', response: { 200: z.array(PolicyView) } } }, async () =>
    views(deps, await policiesInOrder(db)),
  )
  app.get(
    '/api/escalation-policies/:id',
    { config: may('read'), schema: { operationId: 'readPolicy', params: ById, response: { 200: PolicyView } } },
    ({ params }) => one(params.id),
  )
  app.post(
    '/api/escalation-policies',
    { config: may('on-call'), schema: { operationId: 'createPolicy', body: WritePolicy, response: { 201: PolicyView } } },
    async (request, reply) => {
      const id = newId(clock())
      await put(id, request.body, asker(request).id)
      return reply.code(201).send(await one(id))
    },
  )
  /** Escalations under way keep the policy that they began with. */
  app.put(
    '/api/escalation-policies/:id',
    { config: may('on-call'), schema: { operationId: 'changePolicy', params: ById, body: WritePolicy, response: { 200: PolicyView } } },
    async (request) => {
      await one(request.params.id)
      await put(request.params.id, request.body, asker(request).id)
      return one(request.params.id)
    },
  )
  app.post(
    '/api/escalation-policies/:id/removal',
    { config: may('on-call'), schema: { operationId: 'removePolicy', params: ById, body: Empty, response: { 200: Done } } },
    async ({ params }) => {
      await one(params.id)
      await sql`delete from escalation_policies where id = ${params.id}`.execute(db)
      return { done: true as const }
    },
  )

  async function one(id: string): Promise<PolicyView> {
    const found = (await policiesInOrder(db)).find((policy) => policy.id === id)
    if (!found) throw new Refused('not-found', 'There is no such escalation policy.')
    return (await views(deps, [found]))[0] as PolicyView
  }

  async function put(id: string, { name, position, ...body }: z.output<typeof WritePolicy>, by: string) {
    const targets = body.steps.flatMap((step) => step.targets)
    const [people, rotations] = [await peopleHere(db), await rotationsOf(db)]
    for (const target of targets) {
      if (target.kind === 'person' && !people.has(target.id)) throw new Refused('not-valid', 'A step names somebody who cannot sign in or is in no group.')
      if (target.kind === 'rotation' && !rotations.some((each) => each.id === target.id))
        throw new Refused('not-valid', 'A step names a rotation that does not exist.')
    }
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from services where id = any (${body.filter.services}::uuid[])`.execute(db)
    if (rows[0]?.count !== new Set(body.filter.services).size) throw new Refused('not-valid', 'The filter names a service that does not exist.')
    await sql`
      insert into escalation_policies (id, name, position, body, created_at, changed_at, changed_by)
      values (${id}, ${name}, ${position}, ${JSON.stringify(body)}::jsonb, ${clock()}, ${clock()}, ${by})
      on conflict (id) do update set name = excluded.name, position = excluded.position, body = excluded.body, changed_at = excluded.changed_at, changed_by = excluded.changed_by`
      .execute(db)
      .catch((error: { code?: string }) => {
        throw error.code === '23505' ? new Refused('already-done', 'Another policy has this name.') : error
      })
  }
}

/** Policies as people read them: what each target is called, who stands behind it now, and what is wrong. */
async function views(deps: Deps, policies: StoredPolicy[]): Promise<PolicyView[]> {
  const targets = policies.flatMap((policy) => policy.steps.flatMap((step) => step.targets))
  const [behind, rotations] = await Promise.all([whoStandsBehind(deps.db, targets, deps.clock()), rotationsOf(deps.db)])
  const person = await namesOf(deps, [...Object.values(behind).flat(), ...targets.flatMap((target) => (target.kind === 'person' ? [target.id] : []))])
  const labelOf = (target: Target) => {
    if (target.kind === 'group') return target.group
    return target.kind === 'person' ? person(target.id).name : (rotations.find(({ id }) => id === target.id)?.name ?? 'a rotation that is gone')
  }
  return policies.map(({ id, name, position, filter, steps, repeats, repeatAfterMinutes }) => ({
    id,
    name,
    position,
    filter,
    repeats,
    repeatAfterMinutes,
    steps: steps.map(({ afterMinutes, targets: asked }) => ({
      afterMinutes,
      targets: asked.map((target) => ({ target, label: labelOf(target), now: (behind[keyOf(target)] ?? []).map((each) => person(each).name) })),
    })),
    unsound: steps.flatMap(({ targets: asked }, i) => [
      ...asked
        .filter((target) => target.kind === 'person' && behind[keyOf(target)]?.length === 0)
        .map((target) => `Step ${i + 1} names ${labelOf(target)}, who has left.`),
      ...(asked.every((target) => (behind[keyOf(target)] ?? []).length === 0)
        ? [`Nobody stands behind step ${i + 1} at this moment: it would be passed over.`]
        : []),
    ]),
  }))
}

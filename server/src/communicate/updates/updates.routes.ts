import { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { Suggestion } from '../../prepare/templates/suggestion.contract.ts'
import { suggest } from '../../prepare/templates/suggest.ts'
import { Audience, Locale } from '../../prepare/templates/templates.contract.ts'
import { Empty, Id, Text } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { preview } from './compose.ts'
import { changeDraft, refuseOlderRevision } from './drafts.store.ts'
import { ownUpdate, refuseIfClosed, submitUpdate } from './submit.ts'
import { updateStream } from './update.facts.ts'
import { ChangeUpdate, Phase, Preview, PreviewUpdate, UpdateView, WriteUpdate } from './updates.contract.ts'
import { asViews, insertDraft, peopleOf, peopleNeeded, updateById } from './updates.store.ts'

const OfCrisis = z.object({ id: Id })

export function updateRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, engine } = deps

  app.get(
    '/api/crises/:id/update-suggestion',
    {
      config: may('read'),
      schema: {
        operationId: 'suggestUpdate',
        params: OfCrisis,
        querystring: z.object({
          phase: Phase.default('investigating'),
          holding: z.stringbool().default(false),
          audience: Audience.default('customers'),
          locale: Locale.default('en'),
        }),
        response: { 200: Suggestion },
      },
    },
    ({ params, query: { phase, holding, audience, locale } }) => suggest(deps, params.id, { phase: holding ? 'holding' : phase, audience, locale }),
  )

  app.post(
    '/api/crises/:id/updates/preview',
    { config: may('read'), schema: { operationId: 'previewUpdate', params: OfCrisis, body: PreviewUpdate, response: { 200: Preview } } },
    ({ params, body }) => preview(deps, params.id, body),
  )

  app.post(
    '/api/crises/:id/updates',
    { config: may('write-update'), schema: { operationId: 'writeUpdate', params: OfCrisis, body: WriteUpdate, response: { 201: UpdateView } } },
    async (request, reply) => {
      const now = await crisisNow(deps, request.params.id)
      await refuseIfClosed(deps, request.params.id)
      const id = newId(deps.clock(), isPracticeId(request.params.id))
      await db.transaction().execute((tx) => insertDraft(tx, id, request.params.id, request.body, asker(request).id, now))
      return reply.code(201).send(await viewOf(deps, id))
    },
  )

  app.get('/api/updates/:id', { config: may('read'), schema: { operationId: 'showUpdate', params: OfCrisis, response: { 200: UpdateView } } }, ({ params }) =>
    viewOf(deps, params.id),
  )

  app.put(
    '/api/updates/:id',
    { config: may('write-update'), schema: { operationId: 'changeUpdate', params: OfCrisis, body: ChangeUpdate, response: { 200: UpdateView } } },
    async (request) => {
      const { id } = request.params
      await updateById(db, id)
      await changeDraft(db, id, request.body, asker(request).id, deps.clock())
      return viewOf(deps, id)
    },
  )

  app.post(
    '/api/updates/:id/submission',
    {
      config: may('write-update'),
      schema: {
        operationId: 'submitUpdate',
        params: OfCrisis,
        body: z.object({ lateReason: Text(1_000).optional(), revision: ChangeUpdate.shape.revision }).optional(),
        response: { 200: UpdateView },
      },
    },
    async (request) => {
      const { lateReason, revision } = request.body ?? {}
      const { id } = request.params
      await submitUpdate(deps, id, asker(request).id, lateReason, undefined, (tx) =>
        revision === undefined ? Promise.resolve() : refuseOlderRevision(tx, id, revision),
      )
      return viewOf(deps, request.params.id)
    },
  )

  app.post(
    '/api/updates/:id/withdrawal',
    { config: may('write-update'), schema: { operationId: 'withdrawUpdate', params: OfCrisis, body: Empty, response: { 200: UpdateView } } },
    async (request) => {
      const row = await ownUpdate(deps, request.params.id)
      await engine.tell(
        updateStream(row.id),
        { type: 'Withdraw', now: await crisisNow(deps, row.crisisId) },
        { actor: asker(request).id, crisisId: row.crisisId },
      )
      return viewOf(deps, row.id)
    },
  )
}

export async function viewOf(deps: Deps, id: string): Promise<UpdateView> {
  const row = await updateById(deps.db, id)
  const person = await namesOf(deps, peopleOf(row))
  return (await asViews(deps.db, [row], await peopleNeeded(deps.db, row.crisisId, 'updates', row.audience), person))[0] as UpdateView
}

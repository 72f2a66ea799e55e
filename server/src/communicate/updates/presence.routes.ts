// Who has a draft open now, so that two people do not write over each other unawares.
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { closeDraft, keepOpen } from './drafts.store.ts'
import { KeepOpen, PresenceView } from './updates.contract.ts'
import { updateById } from './updates.store.ts'

const ById = z.object({ id: Id })

export function presenceRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.post(
    '/api/updates/:id/presence',
    { config: may('write-update'), schema: { operationId: 'keepDraftOpen', params: ById, body: KeepOpen, response: { 200: PresenceView } } },
    async (request) => {
      const { status, revision, changedBy, changedAt } = await updateById(db, request.params.id)
      const others = status === 'draft' ? await keepOpen(db, request.params.id, request.body.editor, personAsking(request).id, clock()) : []
      const person = await namesOf(deps, [changedBy, ...others.map((other) => other.person)])
      return {
        status,
        revision,
        changedBy: changedBy ? person(changedBy) : null,
        changedAt,
        others: others.map((other) => ({ person: person(other.person), since: other.since })),
      }
    },
  )

  app.post(
    '/api/updates/:id/presence/end',
    { config: may('write-update'), schema: { operationId: 'closeDraft', params: ById, body: KeepOpen, response: { 200: z.object({}) } } },
    async (request) => {
      await updateById(db, request.params.id)
      await closeDraft(db, request.params.id, request.body.editor, personAsking(request).id)
      return {}
    },
  )
}

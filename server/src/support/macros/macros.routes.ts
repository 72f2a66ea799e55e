// Macros: what there is, how they are changed, and using one on a conversation.
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { showGoodwill } from '../../remediate/goodwill/goodwill.store.ts'
import { OfConversation } from '../conversations/conversations.contract.ts'
import { conversationView } from '../conversations/view.store.ts'
import { changeMacro, macroVersions, removeMacro, writeMacro } from './in-force.store.ts'
import {
  ChangeMacro,
  MacroId,
  MacroPreview,
  MacroRead,
  MacrosView,
  MacroUsed,
  MacroVersions,
  PreviewMacro,
  ReadMacro,
  RemoveMacro,
  UseMacro,
  WriteMacro,
} from './macros.contract.ts'
import { macrosView, readTexts } from './macros.view.ts'
import { addMacroTask } from './task.ts'
import { previewMacro, takeMacro } from './use.store.ts'

const OfMacro = z.object({ macro: MacroId })
const Used = OfConversation.extend({ macro: MacroId })

export function macroRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const answer = { 200: MacrosView }

  app.get('/api/macros', { config: may('read-conversations'), schema: { operationId: 'listMacros', response: answer } }, (request) =>
    macrosView(deps, asker(request)),
  )
  app.get(
    '/api/macros/:macro/versions',
    { config: may('read-conversations'), schema: { operationId: 'listMacroVersions', params: OfMacro, response: { 200: MacroVersions } } },
    ({ params }) => macroVersions(deps, params.macro),
  )
  app.post(
    '/api/macros',
    { config: may('settings'), schema: { operationId: 'writeMacro', body: WriteMacro, response: { 201: MacrosView } } },
    async (request, reply) => {
      await writeMacro(deps, request.body, personAsking(request).id)
      return reply.code(201).send(await macrosView(deps, asker(request)))
    },
  )
  app.put(
    '/api/macros/:macro',
    { config: may('settings'), schema: { operationId: 'changeMacro', params: OfMacro, body: ChangeMacro, response: answer } },
    async (request) => {
      await changeMacro(deps, request.params.macro, request.body, personAsking(request).id)
      return macrosView(deps, asker(request))
    },
  )
  app.post(
    '/api/macros/:macro/removal',
    { config: may('settings'), schema: { operationId: 'removeMacro', params: OfMacro, body: RemoveMacro, response: answer } },
    async (request) => {
      await removeMacro(deps, request.params.macro, request.body.revision, personAsking(request).id)
      return macrosView(deps, asker(request))
    },
  )
  app.post(
    '/api/macros/reading',
    { config: may('settings'), schema: { operationId: 'readMacro', body: ReadMacro, response: { 200: MacroRead } } },
    ({ body }) => ({ read: readTexts(body.texts) }),
  )
  app.post(
    '/api/conversations/:id/macros/:macro/preview',
    { config: may('converse'), schema: { operationId: 'previewMacro', params: Used, body: PreviewMacro, response: { 200: MacroPreview } } },
    (request) => previewMacro(deps, request.params.id, request.params.macro, request.body.crisisId, personAsking(request)),
  )
  app.post(
    '/api/conversations/:id/macros/:macro',
    { config: may('converse'), schema: { operationId: 'useMacro', params: Used, body: UseMacro, response: { 200: MacroUsed } } },
    async (request) => {
      const { id, macro } = request.params
      const { use, steps, goodwillId, again } = await takeMacro(deps, id, macro, request.body, personAsking(request))
      // At once where it can be; else the job that stands in the queue does it.
      await addMacroTask(deps, use).catch((error) => deps.log.error({ err: error, use }, 'the task of a macro waits for its job'))
      const given = goodwillId === null ? null : await showGoodwill(deps, goodwillId)
      return {
        conversation: await conversationView(deps.db, id, deps.clock()),
        done: steps,
        goodwill: given && { id: given.id, state: given.state, why: given.why },
        again,
      }
    },
  )
}

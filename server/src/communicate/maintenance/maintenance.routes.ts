// Planned work as the console and programs see it. What is announced is read by customers at once: it takes whoever may approve what they read.
import { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { ChangeMaintenance, MaintenancePreview, MaintenanceView, PlanMaintenance, PreviewMaintenance, SayOfMaintenance } from './maintenance.contract.ts'
import { announce, change, listMaintenances, maintenanceById, say } from './maintenance.store.ts'
import { previewMaintenance } from './preview.store.ts'

const ById = z.object({ id: Id })

export function maintenanceRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db, clock } = deps

  app.get('/api/maintenances', { config: may('read'), schema: { operationId: 'listMaintenances', response: { 200: z.array(MaintenanceView) } } }, async () =>
    viewsOf(await listMaintenances(db, clock())),
  )

  app.post(
    '/api/maintenances',
    { config: may('approve-update'), schema: { operationId: 'announceMaintenance', body: PlanMaintenance, response: { 201: MaintenanceView } } },
    async (request, reply) => reply.code(201).send(await viewOf(await announce(deps, request.body, asker(request).id))),
  )

  app.post(
    '/api/maintenances/preview',
    {
      config: may('approve-update'),
      schema: { operationId: 'previewMaintenance', body: PreviewMaintenance, response: { 200: MaintenancePreview } },
    },
    ({ body }) => previewMaintenance(deps, body),
  )

  app.get(
    '/api/maintenances/:id',
    { config: may('read'), schema: { operationId: 'showMaintenance', params: ById, response: { 200: MaintenanceView } } },
    ({ params }) => viewOf(params.id),
  )

  app.put(
    '/api/maintenances/:id',
    { config: may('approve-update'), schema: { operationId: 'changeMaintenance', params: ById, body: ChangeMaintenance, response: { 200: MaintenanceView } } },
    async (request) => {
      await change(deps, request.params.id, request.body, asker(request).id)
      return viewOf(request.params.id)
    },
  )

  app.post(
    '/api/maintenances/:id/notes',
    { config: may('approve-update'), schema: { operationId: 'sayOfMaintenance', params: ById, body: SayOfMaintenance, response: { 200: MaintenanceView } } },
    async (request) => {
      await say(deps, request.params.id, request.body, asker(request).id)
      return viewOf(request.params.id)
    },
  )

  const viewOf = async (id: string) => (await viewsOf([await maintenanceById(db, id, clock())]))[0] as z.input<typeof MaintenanceView>

  async function viewsOf(rows: Awaited<ReturnType<typeof listMaintenances>>): Promise<z.input<typeof MaintenanceView>[]> {
    const person = await namesOf(
      deps,
      rows.flatMap(({ notes }) => notes.map(({ author }) => author)),
    )
    return rows.map((row) => ({ ...row, notes: row.notes.map((note) => ({ ...note, author: person(note.author) })) }))
  }
}

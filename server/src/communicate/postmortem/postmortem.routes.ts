// A review for customers: written, seen as they will see it, submitted, approved or sent back, and taken down again.
import { z } from 'zod'
import { crisisNow, type Deps, putText } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { peopleNeeded } from '../updates/updates.store.ts'
import { lintPostmortem } from './lint.ts'
import { ApprovePostmortem, PostmortemPreview, PostmortemView, PreviewPostmortem, WhyPostmortem, WritePostmortem } from './postmortem.contract.ts'
import { postmortemOf } from './postmortem.facts.ts'
import { refuseIfChanged, refuseTooEarly, rowOf, sealOf, viewOf, writeBodies } from './postmortem.store.ts'
import { preview } from './preview.ts'

const OfCrisis = z.object({ id: Id })
const path = '/api/crises/:id/postmortem'
const answers = { params: OfCrisis, response: { 200: PostmortemView } }

export function postmortemRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db } = deps
  /** At the crisis's own time; `why` is kept beside the fact that names it. */
  const tell = async (crisisId: string, by: string, command: object, rows?: (tx: Deps['db']) => Promise<void>, why?: string) => {
    const now = await crisisNow(deps, crisisId)
    const reasonId = why === undefined ? undefined : newId(deps.clock())
    await deps.engine.tell(
      postmortemOf(crisisId),
      { ...command, by, now, ...(reasonId ? { reasonId } : {}) },
      {
        actor: by,
        crisisId,
        onlyWithFacts: true,
        with: async (tx) => {
          await rows?.(tx)
          if (reasonId && why !== undefined) await putText(tx, reasonId, crisisId, why, by, now)
        },
      },
    )
    return viewOf(deps, crisisId)
  }

  app.get(path, { config: may('read'), schema: { operationId: 'showPostmortem', ...answers } }, ({ params }) => viewOf(deps, params.id))
  app.put(path, { config: may('review'), schema: { operationId: 'writePostmortem', ...answers, body: WritePostmortem } }, async (request) => {
    const { id } = request.params
    await crisisNow(deps, id)
    await writeBodies(db, id, request.body, asker(request).id, deps.clock())
    return viewOf(deps, id)
  })
  app.post(
    `${path}/preview`,
    { config: may('read'), schema: { operationId: 'previewPostmortem', params: OfCrisis, body: PreviewPostmortem, response: { 200: PostmortemPreview } } },
    ({ params, body }) => preview(deps, params.id, body),
  )
  app.post(`${path}/submission`, { config: may('write-update'), schema: { operationId: 'submitPostmortem', ...answers, body: Empty } }, async (request) => {
    const { id } = request.params
    await refuseTooEarly(db, id)
    const row = await rowOf(db, id)
    if (!row) throw new Refused('out-of-order', 'Nobody wrote a review for customers yet: write it, then submit it.')
    const errors = (await lintPostmortem(deps, id, row.bodies)).filter(({ severity }) => severity === 'error')
    if (errors.length > 0) throw new Refused('not-valid', `This is not published as it stands. ${errors.map(({ sentence }) => sentence).join(' ')}`)
    const [seal, people] = [sealOf(row.bodies), await peopleNeeded(db, id, 'updates')]
    return tell(id, asker(request).id, { type: 'SubmitPostmortem', people, seal }, (tx) => refuseIfChanged(tx, id, seal))
  })
  app.post(
    `${path}/approvals`,
    { config: may('approve-update'), schema: { operationId: 'approvePostmortem', ...answers, body: ApprovePostmortem } },
    (request) => tell(request.params.id, personAsking(request).id, { type: 'ApprovePostmortem', seal: request.body.seal }),
  )
  app.post(`${path}/return`, { config: may('approve-update'), schema: { operationId: 'sendPostmortemBack', ...answers, body: WhyPostmortem } }, (request) =>
    tell(request.params.id, personAsking(request).id, { type: 'SendPostmortemBack' }, undefined, request.body.reason),
  )
  app.post(`${path}/withdrawal`, { config: may('write-update'), schema: { operationId: 'withdrawPostmortem', ...answers, body: Empty } }, (request) =>
    tell(request.params.id, asker(request).id, { type: 'WithdrawPostmortem' }),
  )
  app.post(`${path}/removal`, { config: may('approve-update'), schema: { operationId: 'takePostmortemDown', ...answers, body: WhyPostmortem } }, (request) =>
    tell(request.params.id, personAsking(request).id, { type: 'TakePostmortemDown' }, undefined, request.body.reason),
  )
}

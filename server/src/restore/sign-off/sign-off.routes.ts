// Sign-off in the room: ask, see the rate, look after those for whom it is still broken, note what a customer told one of us; and the door for partners' programs.
import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, putText, tellCrisis } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { recordAnswer } from './answer.ts'
import { AskSignOff, CloseFollowUp, NoteAnswer, PartnerAnswers, PartnerTaken, SignOffView } from './sign-off.contract.ts'
import { signOffStream } from './sign-off.facts.ts'
import { signOffView } from './sign-off.store.ts'
import type { SignOffCommand } from './sign-off.ts'

const OfCrisis = z.object({ id: Id })
const OfAccount = OfCrisis.extend({ accountId: z.coerce.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER) })
const answers = { response: { 200: SignOffView } }

export function signOffRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const access = { config: may('call') }
  const tell = async (id: string, account: number, by: string, command: (now: Date) => SignOffCommand, note?: { id: string; body: string }) => {
    await tellCrisis(deps, signOffStream(id, account), id, by, command, note && ((tx, now) => putText(tx, note.id, id, note.body, by, now)), {
      whileOpen: true,
    })
    return signOffView(deps, id)
  }

  app.get('/api/crises/:id/sign-off', { config: may('read'), schema: { operationId: 'showSignOff', params: OfCrisis, ...answers } }, async ({ params }) => {
    await crisisNow(deps, params.id)
    return signOffView(deps, params.id)
  })
  app.post(
    '/api/crises/:id/sign-off-request',
    { config: may('restore'), schema: { operationId: 'askSignOff', params: OfCrisis, body: AskSignOff, ...answers } },
    async (request) => {
      const [{ id }, share] = [request.params, request.body?.sharePercent]
      await tellCrisis(deps, `crisis/${id}`, id, asker(request).id, (now) => ({ type: 'AskSignOff', ...(share ? { sharePercent: share } : {}), now }))
      return signOffView(deps, id)
    },
  )
  app.post(
    '/api/crises/:id/sign-off/accounts/:accountId/answer',
    { ...access, schema: { operationId: 'noteSignOff', params: OfAccount, body: NoteAnswer, ...answers } },
    async (request) => {
      const { id: crisisId, accountId } = request.params
      await crisisNow(deps, crisisId)
      await recordAnswer(deps, { crisisId, accountId, contactId: null, way: 'person', ...request.body }, asker(request).id)
      return signOffView(deps, crisisId)
    },
  )
  app.post(
    '/api/crises/:id/sign-off/accounts/:accountId/follow-up',
    { ...access, schema: { operationId: 'takeSignOffFollowUp', params: OfAccount, body: Empty, ...answers } },
    (request) => {
      const by = asker(request).id
      return tell(request.params.id, request.params.accountId, by, (now) => ({ type: 'TakeFollowUp', by, now }))
    },
  )
  app.post(
    '/api/crises/:id/sign-off/accounts/:accountId/follow-up/closure',
    { ...access, schema: { operationId: 'closeSignOffFollowUp', params: OfAccount, body: CloseFollowUp, ...answers } },
    (request) => {
      const [{ id, accountId }, { outcome, note }, by] = [request.params, request.body, asker(request).id]
      const noteId = note ? newId(deps.clock()) : undefined
      return tell(
        id,
        accountId,
        by,
        (now) => ({ type: 'CloseFollowUp', by, outcome, ...(noteId ? { noteId } : {}), now }),
        noteId && note ? { id: noteId, body: note } : undefined,
      )
    },
  )

  app.post(
    '/api/sign-offs',
    { config: may('sign-off'), schema: { operationId: 'answerSignOffs', body: PartnerAnswers, response: { 200: PartnerTaken } } },
    async (request) => takeFromPartner(deps, request.body, asker(request).id),
  )
}

/** One after the other, a bounded number; one that is not taken holds up no other. Sent again, what was taken is `same`. */
async function takeFromPartner(deps: Deps, { crisis, answers: given }: z.output<typeof PartnerAnswers>, by: string): Promise<z.output<typeof PartnerTaken>> {
  const { rows } = await sql<{ id: string; practice: boolean; status: string }>`
    select id, practice, status from crises where id::text = lower(${crisis}) or number = upper(${crisis})`.execute(deps.db)
  const [found] = rows
  if (!found) throw new Refused('not-found', 'crisis: there is none with that number or id.')
  if (found.status !== 'restored')
    throw new Refused('out-of-order', found.status === 'closed' ? 'This crisis is closed.' : 'Customers confirm once the crisis is restored.')
  const { rows: accounts } = await sql<{ key: string; id: number }>`
    select key, id::int8 as id from accounts where practice = ${found.practice} and key = any (${given.map(({ account }) => account)}::text[])`.execute(deps.db)
  const { rows: services } = await sql<{ key: string; id: string }>`
    select key, id from services where key = any (${given.flatMap(({ service }) => service ?? [])}::text[])`.execute(deps.db)
  const results: z.output<typeof PartnerTaken>['results'] = []
  for (const { account, service, ...each } of given) {
    const accountId = accounts.find(({ key }) => key === account)?.id
    const serviceId = services.find(({ key }) => key === service)?.id
    if (accountId === undefined) results.push({ account, outcome: 'unknown-account' })
    else if (service !== undefined && serviceId === undefined) results.push({ account, outcome: 'unknown-place' })
    else
      results.push({
        account,
        outcome: await taken(deps, { crisisId: found.id, accountId: Number(accountId), contactId: null, way: 'api', ...each, service: serviceId }, by),
      })
  }
  return { taken: results.filter(({ outcome }) => outcome === 'taken').length, results }
}

async function taken(deps: Deps, given: Parameters<typeof recordAnswer>[1], by: string): Promise<'taken' | 'same' | 'not-hurt' | 'unknown-place'> {
  try {
    return (await recordAnswer(deps, given, by)) ? 'taken' : 'same'
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    if (error.code === 'not-found') return 'not-hurt'
    if (error.code === 'not-valid') return 'unknown-place'
    throw error
  }
}

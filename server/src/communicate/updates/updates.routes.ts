import { sql } from 'kysely'
import { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { Empty, Id, Text } from '../../platform/contract.ts'
import { type App, asker, may, personAsking, typed } from '../../platform/http/server.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { lintDraft } from '../linter/lint.store.ts'
import { suggest } from '../../prepare/templates/suggest.ts'
import { Suggestion } from '../../prepare/templates/suggestion.contract.ts'
import { Audience, Locale } from '../../prepare/templates/templates.contract.ts'
import { preview } from './compose.ts'
import { crisisIsClosed, updateStream } from './update.facts.ts'
import { Phase, Preview, UpdateView, WriteUpdate } from './updates.contract.ts'
import { translationsOf } from './translations.store.ts'
import { asViews, changeDraft, insertDraft, peopleNeeded, type UpdateRow, updateById } from './updates.store.ts'

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
    { config: may('read'), schema: { operationId: 'previewUpdate', params: OfCrisis, body: WriteUpdate, response: { 200: Preview } } },
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
    { config: may('write-update'), schema: { operationId: 'changeUpdate', params: OfCrisis, body: WriteUpdate, response: { 200: UpdateView } } },
    async ({ params, body }) => {
      await updateById(db, params.id)
      await changeDraft(db, params.id, body)
      return viewOf(deps, params.id)
    },
  )

  app.post(
    '/api/updates/:id/submission',
    {
      config: may('write-update'),
      schema: {
        operationId: 'submitUpdate',
        params: OfCrisis,
        body: z.object({ lateReason: Text(1_000).optional() }).optional(),
        response: { 200: UpdateView },
      },
    },
    async (request) => {
      await submitUpdate(deps, request.params.id, asker(request).id, request.body?.lateReason)
      return viewOf(deps, request.params.id)
    },
  )

  app.post(
    '/api/updates/:id/approvals',
    { config: may('approve-update'), schema: { operationId: 'approveUpdate', params: OfCrisis, body: Empty, response: { 200: UpdateView } } },
    async (request) => {
      await approveUpdate(deps, request.params.id, personAsking(request).id)
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

/** Submits a draft: published at once where one person is enough, else it waits for the second. */
export async function submitUpdate(deps: Deps, updateId: string, by: string, lateReason?: string, people?: number) {
  const row = await ownUpdate(deps, updateId)
  await refuseIfClosed(deps, row.crisisId)
  const now = await crisisNow(deps, row.crisisId)
  await refuseIfWrong(deps, row, now)
  const lateReasonId = lateReason ? newId(deps.clock()) : undefined
  const final = row.phase === 'resolved'
  await deps.engine.tell(
    updateStream(row.id),
    {
      type: 'Submit',
      by,
      people: people ?? (await peopleNeeded(deps.db, row.crisisId, 'updates')),
      ...(row.class === 'update' ? {} : { direct: true as const }),
      full: !row.holding,
      final,
      nextUpdateAt: final || row.class !== 'update' ? null : row.nextUpdateAt,
      ...(lateReasonId ? { lateReasonId } : {}),
      now,
    },
    {
      actor: by,
      crisisId: row.crisisId,
      with: async (tx) => {
        await refuseIfChanged(tx, row)
        if (lateReasonId)
          await sql`insert into texts (id, crisis_id, body, author, written_at) values (${lateReasonId}, ${row.crisisId}, ${lateReason}, ${by}, ${now}) on conflict (id) do nothing`.execute(
            tx,
          )
      },
    },
  )
}

export async function approveUpdate(deps: Deps, updateId: string, by: string) {
  const row = await ownUpdate(deps, updateId)
  await deps.engine.tell(updateStream(row.id), { type: 'Approve', by, now: await crisisNow(deps, row.crisisId) }, { actor: by, crisisId: row.crisisId })
}

async function refuseIfClosed({ db }: Deps, crisisId: string) {
  const {
    rows: [row],
  } = await sql<{ status: string }>`select status from crises where id = ${crisisId}`.execute(db)
  if (row?.status === 'closed') throw crisisIsClosed()
}

/** What the linter calls an error is not published; everything else is the author's to weigh. */
async function refuseIfWrong(deps: Deps, row: UpdateRow, now: Date) {
  const { phase, holding, parts, nextUpdateAt } = row
  const said = { phase, holding, nextUpdateAt, files: [] }
  const findings = []
  for (const [locale, each] of [['en', parts] as const, ...Object.entries((await translationsOf(deps.db, [row.id])).get(row.id) ?? {})])
    findings.push(...(await lintDraft(deps, row.crisisId, { ...said, parts: each, locale }, phase === 'resolved' ? null : nextUpdateAt, now)))
  const errors = findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'promise-past')
  if (errors.length > 0) throw new Refused('not-valid', `This is not published as it stands. ${errors.map(({ sentence }) => sentence).join(' ')}`)
}

/** Notices to those who are given something, or are asked, went out by themselves: nobody submits, approves or withdraws them. */
async function ownUpdate({ db }: Deps, id: string): Promise<UpdateRow> {
  const row = await updateById(db, id)
  if (row.class === 'remedy-notice' || row.class === 'sign-off-request')
    throw new Refused('already-done', 'This message went out by itself and stays as it is. Write an update instead.')
  return row
}

/** What is submitted is what was looked at: a draft that somebody changes in the same moment is not. */
async function refuseIfChanged(tx: Deps['db'], row: UpdateRow) {
  const { rows } = await sql`
    select 1 from updates where id = ${row.id} and class = ${row.class} and audience is not distinct from ${row.audience} and audience_id is not distinct from ${row.audienceId}::uuid and phase = ${row.phase} and holding = ${row.holding} and next_update_at is not distinct from ${row.nextUpdateAt}::timestamptz for update`.execute(
    tx,
  )
  if (rows.length === 0) throw new Refused('changed-meanwhile', 'Somebody changed this draft at the same moment. Look at it again, then submit it.')
}

async function viewOf(deps: Deps, id: string): Promise<UpdateView> {
  const row = await updateById(deps.db, id)
  const person = await namesOf(deps, [row.author, ...row.approvedBy])
  return (await asViews(deps.db, [row], await peopleNeeded(deps.db, row.crisisId, 'updates'), person))[0] as UpdateView
}

// Handing a draft over: to customers where one person is enough, else to whoever must agree. What the linter calls an error goes to nobody.
import { sql } from 'kysely'
import { crisisNow, type Deps, putText } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { lintDraft } from '../linter/lint.store.ts'
import { sealOf } from './seal.store.ts'
import { translationsOf } from './translations.store.ts'
import { crisisIsClosed, updateStream } from './update.facts.ts'
import { peopleNeeded, type UpdateRow, updateById } from './updates.store.ts'

/** Submits a draft: published at once where one person is enough, else it waits for the second. `unless`: throws where it must not go out after all, looked at in the same transaction. */
export async function submitUpdate(deps: Deps, updateId: string, by: string, lateReason?: string, people?: number, unless?: (tx: Deps['db']) => Promise<void>) {
  // The seal first: what is changed between it and the look at the words is noticed below.
  const seal = await sealOf(deps.db, updateId)
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
      ...(seal ? { seal } : {}),
      people: people ?? (await peopleNeeded(deps.db, row.crisisId, 'updates', row.audience)),
      ...(row.class === 'update' ? {} : { direct: true as const }),
      ...(row.class === 'stakeholder' && row.audience ? { audience: row.audience } : {}),
      full: !row.holding,
      final,
      nextUpdateAt: final || (row.class !== 'update' && row.class !== 'stakeholder') ? null : row.nextUpdateAt,
      ...(lateReasonId ? { lateReasonId } : {}),
      now,
    },
    {
      actor: by,
      crisisId: row.crisisId,
      with: async (tx) => {
        await unless?.(tx)
        await refuseIfChanged(tx, row.id, seal)
        if (lateReasonId) await putText(tx, lateReasonId, row.crisisId, lateReason as string, by, now)
      },
    },
  )
}

export async function refuseIfClosed({ db }: Deps, crisisId: string) {
  const {
    rows: [row],
  } = await sql<{ status: string }>`select status from crises where id = ${crisisId}`.execute(db)
  if (row?.status === 'closed') throw crisisIsClosed()
}

/** What the linter calls an error is not published; everything else is the author's to weigh. */
export async function refuseIfWrong(deps: Deps, row: UpdateRow, now: Date) {
  const { phase, holding, parts, nextUpdateAt } = row
  const said = { phase, holding, nextUpdateAt, files: [], pictures: {} }
  const findings = []
  for (const [locale, each] of [['en', parts] as const, ...Object.entries((await translationsOf(deps.db, [row.id])).get(row.id) ?? {})])
    findings.push(...(await lintDraft(deps, row.crisisId, { ...said, parts: each, locale }, phase === 'resolved' ? null : nextUpdateAt, now)))
  const errors = findings.filter(({ severity, rule }) => severity === 'error' && rule !== 'promise-past')
  if (errors.length > 0) throw new Refused('not-valid', `This is not published as it stands. ${errors.map(({ sentence }) => sentence).join(' ')}`)
}

/** Notices to those who are given something, or are asked, went out by themselves: nobody submits, approves or withdraws them. */
export async function ownUpdate({ db }: Deps, id: string): Promise<UpdateRow> {
  const row = await updateById(db, id)
  if (row.class === 'remedy-notice' || row.class === 'sign-off-request')
    throw new Refused('already-done', 'This message went out by itself and stays as it is. Write an update instead.')
  return row
}

/** What is submitted is what was looked at: a draft that somebody changes in the same moment is not. */
async function refuseIfChanged(tx: Deps['db'], updateId: string, seal: string | undefined) {
  await sql`select 1 from updates where id = ${updateId} for update`.execute(tx)
  if ((await sealOf(tx, updateId)) !== seal)
    throw new Refused('changed-meanwhile', 'Somebody changed this draft at the same moment. Look at it again, then submit it.')
}

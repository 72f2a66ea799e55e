// What the page behind an approval's link must know: the words that were submitted, what became of them, and whether this person may still answer.
import { sql } from 'kysely'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { lintDraft } from '../linter/lint.store.ts'
import type { Finding } from '../linter/linter.contract.ts'
import type { ApprovalClaims } from './approval-links.ts'
import { mayDo } from './approvers.store.ts'
import { reachOf } from '../audiences/audiences.store.ts'
import { recipientsOfDraft } from './compose.ts'
import { filesOf, type UpdateFile } from './update-files.store.ts'
import { updateStream } from './update.facts.ts'
import type { UpdateState } from './update.ts'
import type { Parts } from './updates.contract.ts'
import { type UpdateRow, updateById, toOf } from './updates.store.ts'

export type Settled = 'published' | 'withdrawn' | 'sent-back' | 'superseded' | 'closed' | 'agreed'
export type Shown = {
  claims: ApprovalClaims
  update: UpdateRow
  now: Date
  crisis: { number: string; title: string; severity: number; practice: boolean; timeZone: string; brand: string }
  texts: { locale: string; parts: Parts }[]
  files: UpdateFile[]
  promiseBy: Date | null
  recipients: number
  findings: Finding[]
  author: string
  /** Why this link asks nothing any more. */
  settled: Settled | undefined
  /** Who settled it, with what they said. */
  by: { names: string[]; reason: string | null }
  mine: boolean
  mayAnswer: boolean
  /** Whether this person's yes is the last one. */
  isLast: boolean
  missing: number
}

type Row = Shown['crisis'] & { status: string; sentBackBy: string | null; reason: string | null; here: boolean }

export async function findWaiting(deps: Deps, claims: ApprovalClaims): Promise<Shown | undefined> {
  const { db, engine } = deps
  const { rows } = await sql<Row>`
    select c.number, c.title, c.severity, c.practice, c.status, b.time_zone as "timeZone", b.name as brand, u.sent_back_by as "sentBackBy", t.body as reason,
           exists (select from auth_user where id = ${claims.u}) as here
      from updates u join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id left join texts t on t.id = u.sent_back_reason where u.id = ${claims.d}`.execute(
    db,
  )
  const [row] = rows
  if (!row?.here) return undefined
  const { status, sentBackBy, reason, here: _, ...crisis } = row
  const [update, state] = [await updateById(db, claims.d), await engine.stateOf<UpdateState>(updateStream(claims.d))]
  const now = await crisisNow(deps, update.crisisId)
  const { playbook } = await runningPlaybook(deps, update.crisisId)
  const every = playbook.clocks[crisis.severity as 1]['next-update']
  const given = update.nextUpdateAt && update.nextUpdateAt > now ? update.nextUpdateAt : every === undefined ? null : minutesAfter(now, every)
  const promiseBy = update.phase === 'resolved' ? null : given
  const agreed = state.status === 'awaiting-approval' ? state.agreed : []
  const missing = state.status === 'awaiting-approval' ? state.people - agreed.length : 0
  const settled = settledAs(state, status, claims)
  const person = await namesOf(deps, [update.author, sentBackBy, ...update.approvedBy])
  const { rows: texts } = await sql<
    Shown['texts'][number]
  >`select locale, parts from update_texts where update_id = ${update.id} order by locale = 'en' desc, locale`.execute(db)
  const { phase, holding, parts } = update
  return {
    claims,
    update,
    now,
    crisis,
    texts,
    files: (await filesOf(db, [update.id])).get(update.id) ?? [],
    promiseBy,
    recipients: update.class === 'update' ? await recipientsOfDraft(deps, update.crisisId) : (await reachOf(db, update.crisisId, toOf(update), now)).addresses,
    findings: settled
      ? []
      : await lintDraft(deps, update.crisisId, { phase, holding, parts, locale: 'en', nextUpdateAt: promiseBy, files: [], pictures: {} }, promiseBy, now),
    author: person(update.author).name,
    settled,
    by: {
      names: (settled === 'sent-back' && sentBackBy ? [sentBackBy] : update.approvedBy.filter((each) => each !== update.author)).map(
        (each) => person(each).name,
      ),
      reason,
    },
    mine: agreed.includes(claims.u),
    mayAnswer: await mayDo(db, claims.u, 'approve-update'),
    isLast: missing <= 1,
    missing,
  }
}

/** Whoever approved already has used the link; its author never could. */
function settledAs(state: UpdateState, crisisStatus: string, { u, s }: ApprovalClaims): Settled | undefined {
  if (state.status === 'published' || state.status === 'withdrawn' || state.status === 'sent-back') return state.status
  if (crisisStatus === 'closed') return 'closed'
  if (state.status !== 'awaiting-approval' || state.seal !== s) return 'superseded'
  return state.agreed.includes(u) ? 'agreed' : undefined
}

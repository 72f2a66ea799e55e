// The demo's people who are not you: a colleague who approves, engineers who report, customers who answer.
import { sql } from 'kysely'
import { approveUpdate } from '../communicate/updates/approve.ts'
import type { Deps } from '../deps.ts'
import { idOf } from '../platform/events/kinds.ts'
import { Refused } from '../platform/refused.ts'
import { approveRemedies } from '../remediate/grants/grants.plan.ts'
import { recordAnswer } from '../restore/sign-off/answer.ts'
import { demoSeries, writeNote } from './demo.ts'
import type { DemoSignals } from './signals.ts'
import { notes, reportsAt } from './story.ts'

const colleague = async ({ db }: Deps) => (await sql<{ id: string }>`select id from auth_user where email = 'ines@tidewater.example'`.execute(db)).rows[0]?.id

/** Gives the second approval a few seconds after the first; where it is no longer wanted, nothing happens. */
export async function approveAsColleague(deps: Deps, { stream, planId }: { stream: string; planId?: string }) {
  const by = await colleague(deps)
  if (!by) return
  try {
    if (planId) {
      const {
        rows: [plan],
      } = await sql<{ seal: string }>`select seal from remedy_plans where id = ${planId} and status = 'proposed'`.execute(deps.db)
      if (plan) await approveRemedies(deps, planId, plan.seal, by)
    } else await approveUpdate(deps, idOf(stream), by)
  } catch (error) {
    if (!(error instanceof Refused)) throw error
  }
}

/** A few customers answer, round after round: most say that it works, one in forty that it does not. */
export async function answerForSome(deps: Deps, { crisisId, round }: { crisisId: string; round: number }) {
  const { rows } = await sql<{ accountId: number; contactId: number }>`
    select d.account_id as "accountId", d.contact_id as "contactId" from deliveries d join updates u on u.id = d.update_id
     where u.crisis_id = ${crisisId} and (u.class = 'sign-off-request' or (u.class = 'update' and u.phase = 'resolved')) and exists (select from sign_off_asks q where q.crisis_id = u.crisis_id and q.account_id = d.account_id and q.way = 'link') and d.state = 'accepted' and d.id % 7 = 1 and d.account_id % 400 <> 3
       and not exists (select 1 from sign_offs s where s.crisis_id = ${crisisId} and s.account_id = d.account_id and s.round = (select max(round) from sign_off_plans where crisis_id = ${crisisId})) order by d.account_id * 7919 % 10007 limit 25`.execute(
    deps.db,
  )
  for (const { accountId, contactId } of rows)
    await recordAnswer(deps, {
      crisisId,
      accountId,
      contactId,
      way: 'link',
      ...(accountId % 40 === 0 ? { answer: 'still-broken', words: 'Uploads still stop half way.' } : { answer: 'works' }),
    })
  if (round < 12)
    await sql`select graphile_worker.add_job('demo-customers', ${JSON.stringify({ crisisId, round: round + 1 })}::json, run_at := ${new Date(deps.clock().getTime() + 10_000)}::timestamptz)`.execute(
      deps.db,
    )
}

/** Every few seconds: signals, reports of the current five minutes, and what the engineers have to say by now. `sent`: the signals that were told last. */
export async function livePulse(deps: Deps, signals: DemoSignals | undefined, sent: number | undefined) {
  const { db, clock } = deps
  const now = clock()
  const told = await signals?.pulse(sent)
  const {
    rows: [crisis],
  } = await sql<{ id: string; onsetAt: Date; restoredAt: Date | null; status: string }>`
    select id, onset_at as "onsetAt", restored_at as "restoredAt", status from crises where not practice order by declared_at limit 1`.execute(db)
  if (crisis && crisis.status !== 'closed') {
    await countReports(deps, crisis, now)
    if (!crisis.restoredAt) await reportDue(deps, crisis, now)
  }
  await sql`select graphile_worker.add_job('demo-pulse', ${JSON.stringify(told === undefined ? {} : { sent: told })}::json, job_key := 'demo-pulse', run_at := ${new Date(now.getTime() + 10_000)}::timestamptz)`.execute(
    db,
  )
}

async function countReports({ db }: Deps, crisis: { onsetAt: Date; restoredAt: Date | null }, now: Date) {
  const slot = Math.floor(now.getTime() / 300_000)
  const bucket = new Date(slot * 300_000)
  const whole = crisis.restoredAt ? 1 : reportsAt((bucket.getTime() - crisis.onsetAt.getTime()) / 60_000, slot)
  const soFar = Math.round((whole * (now.getTime() - bucket.getTime())) / 300_000)
  await sql`
    insert into series_buckets (series, bucket, count) values (${demoSeries}, ${bucket}, ${soFar})
    on conflict (series, bucket) do update set count = greatest(series_buckets.count, excluded.count)`.execute(db)
}

async function reportDue(deps: Deps, crisis: { id: string; onsetAt: Date }, now: Date) {
  const minutes = (now.getTime() - crisis.onsetAt.getTime()) / 60_000
  const { rows: said } = await sql<{ body: string }>`select body from texts where crisis_id = ${crisis.id}`.execute(deps.db)
  for (const note of notes.filter((each) => each.at <= minutes && !said.some(({ body }) => body === each.text))) {
    const {
      rows: [by],
    } = await sql<{ id: string }>`select id from auth_user where email = ${`${note.by}@tidewater.example`}`.execute(deps.db)
    if (by) await writeNote(deps, crisis.id, by.id, note.text, now)
  }
}

// Calls what was asked for: marked as calling before the call, so that a crash leaves an unknown outcome and never a blind repeat.
import type { Webhook } from '@leeward/webhook'
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { unseal } from '../../platform/secrets/seal.ts'
import { actionsOf } from './actions.facts.ts'
import type { ActionOutcome } from './actions.ts'

/** Practice has a sender of its own that leads nowhere. */
export type Callers = { live: Webhook; practice: Webhook }
type Row = {
  crisisId: string
  run: number
  practice: boolean
  action: string
  by: string
  automatic: boolean
  attempts: number
  askedAt: Date
  url: string
  enabled: boolean
  sealed: Buffer | null
}
const leaseSeconds = 60
const mostAttempts = 5

/** Called again and again by every worker; what is not due is left alone. */
export async function runActions(deps: Deps, callers: Callers, signal: AbortSignal): Promise<void> {
  await lost(deps)
  for (let row = await take(deps); row && !signal.aborted; row = await take(deps)) await call(deps, callers, row)
  await tellEnded(deps)
}

async function lost({ db, clock }: Deps) {
  await sql`update action_runs set state = 'unknown', answer = 'the caller stopped before an answer was heard', leased_until = null
             where state = 'calling' and leased_until < ${clock()}`.execute(db)
}

async function take({ db, clock }: Deps): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    with next as (select crisis_id, run from action_runs where state = 'asked' and coalesce(retry_at, asked_real) <= ${clock()} order by asked_real limit 1 for update skip locked)
    update action_runs r set state = 'calling', attempts = r.attempts + 1, leased_until = ${clock()}::timestamptz + make_interval(secs => ${leaseSeconds})
      from next join actions a on true left join secrets s on s.name = 'action/' || a.key
     where r.crisis_id = next.crisis_id and r.run = next.run and a.key = r.action
    returning r.crisis_id as "crisisId", r.run, r.practice, r.action, r.by, r.automatic, r.attempts, r.asked_at as "askedAt", a.url, a.enabled, s.sealed`.execute(
    db,
  )
  return rows[0]
}

async function call(deps: Deps, { live, practice }: Callers, row: Row) {
  const { db, key, log } = deps
  const { crisisId, run } = row
  try {
    const {
      rows: [crisis],
    } = await sql<{ number: string; title: string; severity: number; status: string }>`
      select number, title, severity, status from crises where id = ${crisisId}`.execute(db)
    // Asked for a while ago, and waiting for a busy receiver: what was true then may not be wanted any more.
    if (!row.enabled) return await settle(deps, row, 'failed', 'this action was switched off before it was called')
    if (!crisis || crisis.status === 'closed') return await settle(deps, row, 'failed', 'the crisis was closed before it was called')
    if (!row.sealed) return await settle(deps, row, 'failed', 'this action has no secret: set it up anew')
    const { state, answer, retryAfterSeconds } = await (row.practice ? practice : live).send({
      // The same on every try, so that the receiver acts once.
      id: `${crisisId}.${run}`,
      to: row.url,
      secret: unseal(key, row.sealed),
      type: `action.${row.action}`,
      timestamp: row.askedAt,
      data: {
        action: row.action,
        run,
        automatic: row.automatic,
        practice: row.practice,
        crisis: { id: crisisId, number: crisis.number, title: crisis.title, severity: crisis.severity },
      },
    })
    if (state === 'deferred' && row.attempts < mostAttempts) return await later(deps, row, answer, retryAfterSeconds ?? 5 * 2 ** row.attempts)
    await settle(deps, row, row.practice ? 'rehearsed' : state === 'accepted' ? 'succeeded' : state === 'unknown' ? 'unknown' : 'failed', answer)
  } catch (error) {
    log.error({ err: error, crisisId, run }, 'an action could not be called')
    await settle(deps, row, 'failed', 'this action could not be called; the log has the details')
  }
}

const later = ({ db, clock }: Deps, { crisisId, run }: Row, answer: string, seconds: number) =>
  sql`update action_runs set state = 'asked', answer = ${answer}, leased_until = null, retry_at = ${clock()}::timestamptz + make_interval(secs => ${Math.min(seconds, 3_600)})
       where crisis_id = ${crisisId} and run = ${run} and state = 'calling'`.execute(db)

const settle = ({ db }: Deps, { crisisId, run }: Row, state: ActionOutcome, answer: string) =>
  sql`update action_runs set state = ${state}, answer = ${answer}, leased_until = null where crisis_id = ${crisisId} and run = ${run} and state = 'calling'`.execute(
    db,
  )

/** How it ended becomes a fact; told twice it is one fact all the same. One that cannot be told is tried again and holds up no other. */
async function tellEnded(deps: Deps) {
  const { rows } = await sql<Ended>`
    select crisis_id as "crisisId", run, state as outcome from action_runs where not told and state not in ('asked', 'calling') order by asked_real`.execute(
    deps.db,
  )
  for (const ended of rows) await tellOne(deps, ended).catch((error) => deps.log.error({ err: error, ...ended }, 'how an action ended could not be told'))
}

type Ended = { crisisId: string; run: number; outcome: ActionOutcome }

async function tellOne(deps: Deps, { crisisId, run, outcome }: Ended) {
  const now = await crisisNow(deps, crisisId)
  await deps.engine.tell(
    actionsOf(crisisId),
    { type: 'RecordOutcome', run, outcome, now },
    {
      actor: 'leeward',
      crisisId,
      with: async (tx) => {
        await sql`update action_runs set told = true, ended_at = ${now} where crisis_id = ${crisisId} and run = ${run}`.execute(tx)
      },
    },
  )
}

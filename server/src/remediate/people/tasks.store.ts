// Tasks that a plan gave people: a call, a replacement, a note. Listed for whoever owns the account; taken in hand for a day, ended with what came of it.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Deps, namesOf } from '../../deps.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import type { RemedyTaskView, TaskQuery } from './people.contract.ts'

const hoursInHand = 24
type View = z.input<typeof RemedyTaskView>
type Row = Omit<View, 'takenBy' | 'outcome'> & { takenBy: string | null; outcome: { what: string; words: string; by: string; at: string } | null }

/** In the order of the ledger, a page at a time. @param me whose accounts are mine: by the owner's address */
export async function listTasks(deps: Deps, { whose, show, plan, crisis, cursor, limit }: z.output<typeof TaskQuery>, me: string) {
  const [after = 0] = fromCursor<[number]>(cursor, ['number']) ?? []
  const mine = sql`(p.taken_by = ${me} or lower(a.owner_email) = (select lower(email) from auth_user where id = ${me}))`
  const { rows } = await sql<Row>`
    select g.id as "grantId", case when c.id is not null then jsonb_build_object('id', c.id, 'number', c.number) end as crisis, g.plan_id as "planId",
           jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'tier', a.tier) as account, a.owner_email as owner, g.remedy, remedy_sentence(pl.policy, g.rule) as sentence,
           jsonb_build_object('amountMinor', g.amount_minor, 'currency', g.currency) as amount, g.reverses is not null as "takesBack", p.state::text as state, p.taken_by as "takenBy", p.taken_at as "takenAt", g.granted_at as "grantedAt",
           (select jsonb_build_object('what', d.what, 'words', d.evidence, 'by', d.decided_by, 'at', to_char(d.decided_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) from payout_decisions d where d.grant_id = g.id order by d.id desc limit 1) as outcome
      from payouts p join grants g on g.id = p.grant_id join accounts a on a.id = g.account_id and a.practice = g.practice
      left join remedy_plans pl on pl.id = g.plan_id left join crises c on c.id = g.crisis_id
     where p.means = 'task' and p.grant_id > ${after} and (p.state = 'approved') = ${show === 'open'} and (${plan ?? null}::uuid is null or g.plan_id = ${plan ?? null}) and (${crisis ?? null}::uuid is null or g.crisis_id = ${crisis ?? null})
       and ${whose === 'all' ? sql`true` : whose === 'nobody' ? sql`a.owner_email is null` : mine}
     order by p.grant_id limit ${limit + 1}`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.flatMap(({ takenBy, outcome }) => [takenBy, outcome?.by]),
  )
  const items = rows.map(
    ({ takenBy, outcome, ...task }): View => ({
      ...task,
      takenBy: takenBy ? person(takenBy) : null,
      outcome: outcome?.what.endsWith('applied') ? { done: outcome.what === 'applied', words: outcome.words, by: person(outcome.by), at: outcome.at } : null,
    }),
  )
  return toPage(items, limit, ({ grantId }) => [grantId])
}

/** Takes it in hand for a day, or gives it back; of two at once the second is told who has it. */
export async function takeTask(deps: Deps, grantId: number, taken: boolean, by: string): Promise<void> {
  const now = deps.clock()
  await deps.db.transaction().execute(async (tx) => {
    await mayHandle({ ...deps, db: tx }, grantId, by, now)
    await sql`update payouts set taken_by = ${taken ? by : null}, taken_at = ${taken ? now : null} where grant_id = ${grantId}`.execute(tx)
  })
}

/** Refuses what is no open task, and what somebody else has in hand. */
export async function mayHandle(deps: Pick<Deps, 'db'>, grantId: number, by: string, now: Date): Promise<void> {
  const { rows } = await sql<{ state: string; takenBy: string | null; takenAt: Date | null }>`
    select state::text, taken_by as "takenBy", taken_at as "takenAt" from payouts where grant_id = ${grantId} and means = 'task' for update`.execute(deps.db)
  const [task] = rows
  if (!task) throw new Refused('not-found', 'There is no such task.')
  if (task.state !== 'approved') throw new Refused('already-done', 'This task has ended already.')
  const held = task.takenBy && task.takenBy !== by && task.takenAt && task.takenAt.getTime() > now.getTime() - hoursInHand * 3_600_000
  if (held)
    throw new Refused('changed-meanwhile', `${(await namesOf(deps, [task.takenBy]))(task.takenBy as string).name} has this in hand. Talk to them first.`)
}

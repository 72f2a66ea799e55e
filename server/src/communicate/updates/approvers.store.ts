// Who is asked to approve an update that waits: the people of this crisis's team who may, else those on call who may, else everybody who may.
import { sql } from 'kysely'
import { planPages } from '../../assess/escalation/pages.plan.ts'
import { type Group, groups, type Permission } from '../../platform/auth/permissions.ts'
import type { Db } from '../../platform/database/connect.ts'
import { whoStandsBehind } from '../../prepare/on-call/on-call.store.ts'
import type { Policy } from '../../prepare/on-call/policy.ts'

/** Each person once, whatever seats they hold; never the author, who has agreed already. `real`: the time by which rotations go. */
export async function whoIsAsked(db: Db, crisisId: string, author: string, real: Date): Promise<string[]> {
  const may = (await whoMay(db, 'approve-update')).filter((person) => person !== author)
  const among = (people: string[]) => may.filter((person) => people.includes(person))
  const seated = among(await seatHolders(db, crisisId))
  if (seated.length > 0) return seated
  const onCall = among(await whoIsOnCall(db, crisisId, real))
  return onCall.length > 0 ? onCall : may
}

const groupsThatMay = (permission: Permission) => (Object.keys(groups) as Group[]).filter((group) => (groups[group] as readonly string[]).includes(permission))

const whoMay = async (db: Db, permission: Permission): Promise<string[]> =>
  (
    await sql<{
      person: string
    }>`select distinct g.user_id as person from user_groups g where g.group_name = any (${groupsThatMay(permission)}::text[]) order by 1`.execute(db)
  ).rows.map(({ person }) => person)

/** Whether they may at this moment: what a link was sent for may be over. */
export const mayDo = async (db: Db, person: string, permission: Permission): Promise<boolean> => (await whoMay(db, permission)).includes(person)

/** The last fact of each seat says who sits in it. */
async function seatHolders(db: Db, crisisId: string): Promise<string[]> {
  const { rows } = await sql<{ holder: string }>`
    select commander as holder from crises where id = ${crisisId} and commander is not null
    union
    select holder from (
      select distinct on (data->>'role') type, data->>'holder' as holder from events
       where stream = ${`team/${crisisId}`} and type in ('SeatTaken', 'SeatLeft') order by data->>'role', version desc) seats
     where type = 'SeatTaken'`.execute(db)
  return rows.map(({ holder }) => holder)
}

/** Everybody behind any step of the policy that this crisis called people by. */
async function whoIsOnCall(db: Db, crisisId: string, real: Date): Promise<string[]> {
  const { rows } = await sql<{ policy: Policy }>`
    select data->'policy' as policy from events where stream = ${`escalation/${crisisId}`} and type = 'EscalationArmed' order by version desc limit 1`.execute(
    db,
  )
  const targets = rows[0]?.policy.steps.flatMap((step) => step.targets) ?? []
  return Object.values(await whoStandsBehind(db, targets, real)).flat()
}

/** One page to each, with a link to exactly what was submitted; the update that is submitted anew has another id, and so pages again. */
export const askToApprove = (tx: Db, updateId: string, { asked = [], crisisId, at }: { asked?: string[]; crisisId: string; at: Date }): Promise<void> =>
  planPages(
    tx,
    asked.map((person) => ({ crisisId, person, reason: 'approval', event: `approval/${updateId}`, updateId, at })),
  )

/** Pages that are not out yet, and that nobody needs any more. */
export const askNoMore = async (tx: Db, updateId: string): Promise<void> => {
  await sql`update pages set state = 'cancelled' where update_id = ${updateId} and reason = 'approval' and state = 'planned'`.execute(tx)
}

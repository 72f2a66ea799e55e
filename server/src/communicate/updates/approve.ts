// What becomes of an update that waits: approved, sent back with a reason, or let out by whoever leads.
import { sql } from 'kysely'
import { crisisNow, type Deps, putText } from '../../deps.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { decisionsOf } from '../../stabilize/decisions/decisions.facts.ts'
import { ownUpdate, refuseIfWrong } from './submit.ts'
import { updateStream } from './update.facts.ts'

/** @param seal of the words that were read, where that was not in the room */
export async function approveUpdate(deps: Deps, updateId: string, by: string, seal?: string) {
  const { id, crisisId } = await ownUpdate(deps, updateId)
  const command = { type: 'Approve', by, ...(seal ? { seal } : {}), now: await crisisNow(deps, crisisId) }
  await deps.engine.tell(updateStream(id), command, { actor: by, crisisId })
}

/** @returns the id under which its words go on as a draft */
export async function sendBackUpdate(deps: Deps, updateId: string, by: string, reason: string, seal?: string): Promise<string> {
  const { id, crisisId } = await ownUpdate(deps, updateId)
  const now = await crisisNow(deps, crisisId)
  const [reasonId, draft] = [newId(deps.clock()), newId(deps.clock(), isPracticeId(crisisId))]
  await deps.engine.tell(
    updateStream(id),
    { type: 'SendBack', by, reasonId, draft, ...(seal ? { seal } : {}), now },
    { actor: by, crisisId, onlyWithFacts: true, with: (tx) => putText(tx, reasonId, crisisId, reason, by, now).then(() => undefined) },
  )
  return draft
}

/** The second person is left out by whoever sits in the commander's seat, with a reason: a decision, in the log of decisions too. */
export async function publishAnyway(deps: Deps, updateId: string, by: string, reason: string) {
  const row = await ownUpdate(deps, updateId)
  const { id, crisisId } = row
  const now = await crisisNow(deps, crisisId)
  await refuseIfWrong(deps, row, now)
  const [reasonId, decision] = [newId(deps.clock()), newId(deps.clock())]
  const what = `“${row.parts.title}” goes to customers without the second person.`
  await deps.engine.tell(
    updateStream(id),
    { type: 'PublishAnyway', by, reasonId, now },
    {
      actor: by,
      crisisId,
      onlyWithFacts: true,
      also: [{ tell: decisionsOf(crisisId), command: { type: 'RecordDecision', decision, by, now } }],
      with: async (tx) => {
        await mustLead(tx, crisisId, by)
        await putText(tx, reasonId, crisisId, reason, by, now)
        await sql`
          insert into decisions (id, crisis_id, what, why, options, decided_by, recorded_by, decided_at)
          values (${decision}, ${crisisId}, ${what}, ${reason}, ${JSON.stringify(['Wait for the second person.'])}::jsonb, ${by}, ${by}, ${now}) on conflict (id) do nothing`.execute(
          tx,
        )
      },
    },
  )
}

/** One person answers for it: the one whom everybody sees in the seat. */
async function mustLead(tx: Deps['db'], crisisId: string, by: string) {
  const { rows } = await sql<{ commander: string | null; name: string | null }>`
    select c.commander, u.name from crises c left join auth_user u on u.id = c.commander where c.id = ${crisisId} for share of c`.execute(tx)
  if (rows[0]?.commander !== by)
    throw new Refused(
      'not-allowed',
      `Only the commander lets an update go out without the second person. ${rows[0]?.name ? `${rows[0].name} leads: ask them, or take command.` : 'Take command first.'}`,
    )
}

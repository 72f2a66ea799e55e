// Who has a conversation in a desk has it here, where both know the same address; whom nobody here knows is named.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { act } from '../conversations/change.store.ts'
import type { Desk } from './desk.ts'
import { putPeople } from './people.store.ts'
import { callingOf } from './stand.store.ts'
import { holderAfter, isEcho, isNews } from './stand.ts'
import type { ToldAgent } from './told.ts'

/** Agents are numbered apart from customers: in some desks the same number is somebody else. */
const agentOf = (id: string) => `agent/${id}`
type Row = { assignee: string | null; holder: string | null; assignedAt: string | null }

/** Keeps who has it there. Where the desk names only a number, it is asked for the address, and the rest follows then. */
export async function noteAgent(tx: Db, desk: Desk, conversation: number, agent: ToldAgent | null, at: Date, now: Date): Promise<void> {
  const row = await held(tx, conversation)
  if (!row || !isNews(row.assignedAt, at.getTime())) return
  if (agent === null) return become(tx, desk, conversation, row, { user: null, name: null }, at, now)
  const email = agent.email ?? (agent.id && (await addressOf(tx, desk.key, agent.id)))
  if (email === undefined && agent.id !== undefined) {
    await putPeople(tx, desk.key, [{ id: agentOf(agent.id), name: agent.name, staff: true }])
    const word = { assigned: { id: agent.id, at: at.toISOString() }, assignedAt: at.toISOString() }
    await sql`update conversations set external = external || ${JSON.stringify(word)}::jsonb where id = ${conversation}`.execute(tx)
    return
  }
  await become(tx, desk, conversation, row, { user: await userOf(tx, email), name: agent.name ?? email ?? '–' }, at, now)
}

/** The numbers of agents that are still to be asked for. */
export async function unknownAgents(db: Db, { key }: Desk): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct external->'assigned'->>'id' as id from conversations where external->'assigned' is not null and external->>'system' = ${key} limit 100`.execute(
    db,
  )
  return rows.map(({ id }) => id)
}

type Known = { id: string; name?: string | undefined; email?: string | undefined }
/** Those whom the desk does not know any more are nobody of ours. */
export async function nameAgents(tx: Db, desk: Desk, asked: readonly string[], known: readonly Known[], now: Date): Promise<void> {
  const byId = new Map(known.map((each) => [each.id, each]))
  await putPeople(
    tx,
    desk.key,
    known.map(({ id, name, email }) => ({ id: agentOf(id), name, email, staff: true })),
  )
  const { rows } = await sql<{ id: number; agent: string; at: string }>`
    select id, external->'assigned'->>'id' as agent, external->'assigned'->>'at' as at from conversations
     where external->'assigned' is not null and external->>'system' = ${desk.key} and external->'assigned'->>'id' = any (${[...asked]}::text[]) order by id limit 500`.execute(
    tx,
  )
  for (const { id, agent, at } of rows) {
    const row = await held(tx, id)
    const who = byId.get(agent)
    if (row) await become(tx, desk, id, row, { user: await userOf(tx, who?.email), name: who?.name ?? who?.email ?? agent }, new Date(at), now)
  }
}

async function held(tx: Db, conversation: number): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select assignee, external->>'holder' as holder, external->>'assignedAt' as "assignedAt" from conversations where id = ${conversation} and external is not null for update`.execute(
    tx,
  )
  return rows[0]
}

/** @param user null: nobody has it; undefined: somebody whom nobody here knows */
async function become(
  tx: Db,
  desk: Desk,
  conversation: number,
  { assignee, holder }: Row,
  { user, name }: { user: string | null | undefined; name: string | null },
  at: Date,
  now: Date,
): Promise<void> {
  const known = user !== undefined && (user === holder || isEcho(await callingOf(tx, conversation), at.getTime(), { assignee: user }))
  const next = known ? assignee : holderAfter(assignee, holder, user)
  const word = { assignedAt: at.toISOString(), agent: user === undefined ? name : null, ...(known ? {} : { holder: next }) }
  await sql`
    update conversations set assignee = ${next}, assigned_at = case when assignee is not distinct from ${next} then assigned_at when ${next}::text is null then null else ${now}::timestamptz end,
           external = external - 'assigned' || ${JSON.stringify(word)}::jsonb, revision = revision + 1 where id = ${conversation}`.execute(tx)
  const by = `desk:${desk.name}`
  if (user === undefined) await act(tx, conversation, 'assigned-there', by, now, { agent: name })
  if (next !== assignee) await act(tx, conversation, 'assigned', by, now, { to: next, from: assignee })
}

async function addressOf(tx: Db, system: string, id: string): Promise<string | undefined> {
  const { rows } = await sql<{ email: string | null }>`select email from desk_people where system = ${system} and person = ${agentOf(id)}`.execute(tx)
  return rows[0]?.email ?? undefined
}
async function userOf(tx: Db, email: string | undefined): Promise<string | undefined> {
  if (email === undefined) return undefined
  const { rows } = await sql<{ id: string }>`select id from auth_user where lower(email) = ${email.toLowerCase()}`.execute(tx)
  return rows[0]?.id
}

// What a desk is told beside replies: where a conversation stands in our queue and why, the crisis that it is linked to, its tags; whether it is open and who has it, where that differs there. The newest whole; a change meanwhile is told after it.
import type { Outcome } from '@leeward/channel'
import { sql } from 'kysely'
import { nextTry } from '../../communicate/deliveries/pace.ts'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { DeskApi } from './api.ts'
import { act } from '../conversations/change.store.ts'
import type { Desk, State } from './desk.ts'
import type { Stand } from './stand.ts'

const [atOnce, heldSeconds, mostAttempts] = [20, 60, 8]
type Rest = Pick<State, 'conversation' | 'minutes' | 'parts' | 'crisis' | 'tags' | 'state' | 'until' | 'agent'>
type Due = State & {
  id: number
  version: number
  attempts: number
  told: Partial<Rest> | null
  standOnly: boolean
  merged: boolean
  stands: string | null
  assignee: string | null
  holder: string | null
  note: number | null
  known: Date
}

/** A bounded number, as fast as the desk may be called. @returns how many were told, and whether the desk answers */
export async function tellDesk(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  desk: Desk,
  api: DeskApi,
  pause: (ms: number) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  let told = 0
  for (const due of await takeDue(db, desk, clock())) {
    if (signal.aborted) break
    const [rest, stand] = [restOf(due, api), standOf(due, desk)]
    const outcome = await tellAll(api, due, rest, stand)
    await settle(db, desk, due, { outcome, rest, stand }, clock())
    if (!rest && !(stand && api.stand)) continue
    told += 1
    // The desk does not let us in, or is away: the others wait with it.
    if (outcome.provider) break
    await pause(1_000 / desk.perSecond)
  }
  return told
}

/** What is to be told beside how it stands; a desk without a call of its own for that is told all at once. */
const restOf = (due: Due, api: DeskApi): boolean =>
  !(api.stand && due.standOnly) && (due.told === null || JSON.stringify(comparable(due.told, api)) !== JSON.stringify(comparable(due, api)))

/** Only what differs from how it stands there by all that we know. */
function standOf({ conversation, merged, state, until, stands, assignee, holder, agent, note, id }: Due, { settings }: Desk): Stand | undefined {
  if (settings.bothWays === false || merged) return undefined
  const stand: Stand = {
    conversation,
    state: state === stands ? undefined : { to: state, until: until === null ? null : new Date(until) },
    agent: assignee === holder ? undefined : { to: agent, note: `n${id}-${note ?? 0}` },
  }
  return stand.state || stand.agent ? stand : undefined
}

async function tellAll(
  api: DeskApi,
  { conversation, minutes, parts, place, crisis, tags, waitingSince, state, until, agent }: Due,
  rest: boolean,
  stand: Stand | undefined,
): Promise<Outcome> {
  const asItWas: Outcome = { state: 'accepted', answer: 'as it was told' }
  const heard = rest ? await api.tell({ conversation, minutes, parts, place, crisis, tags, waitingSince, state, until, agent }) : asItWas
  if (!stand || !api.stand || (heard.state !== 'accepted' && heard.state !== 'failed')) return heard
  const stood = await api.stand(stand)
  return stood.state === 'accepted' ? heard : stood
}

const comparable = ({ minutes, parts, crisis, tags, state, until, agent }: Partial<Rest>, api: DeskApi) => [
  minutes,
  Object.entries(parts ?? {}).sort(),
  crisis?.number ?? null,
  crisis?.link ?? null,
  tags,
  ...(api.stand ? [] : [state ?? null, until ?? null, agent?.email ?? null]),
]

/** Marked as being called before the call; who died meanwhile leaves it to the next, since telling the whole twice is no harm. */
async function takeDue(db: Db, { key }: Desk, now: Date): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select conversation_id from desk_tellings where system = ${key} and due_at <= ${now} and (calling_at is null or calling_at < ${now}::timestamptz - make_interval(secs => ${heldSeconds})) order by due_at, conversation_id limit ${atOnce} for update skip locked),
    taken as (
      update desk_tellings t set calling_at = ${now}, calling = case when (c.state, c.assignee) is distinct from (c.external->>'stands', c.external->>'holder')
               then jsonb_build_object('at', ${now.toISOString()}::text) || case when c.state is distinct from c.external->>'stands' then jsonb_build_object('state', c.state) else '{}' end
                    || case when c.assignee is distinct from c.external->>'holder' then jsonb_build_object('assignee', c.assignee) else '{}' end else t.calling end
        from due join conversations c on c.id = due.conversation_id where t.conversation_id = due.conversation_id returning t.*)
    select t.conversation_id as id, t.version, t.attempts, t.told, t.stand_only as "standOnly", c.external->>'id' as conversation, c.parts, c.tags, c.waiting_since as "waitingSince",
           coalesce((select sum(v::int) from jsonb_each_text(c.parts) p (k, v)), 0)::int as minutes,
           case when c.state = 'open' and c.turn_at is not null then (select count(*)::int + 1 from (select 1 from conversations o where o.state = 'open' and o.turn_at < c.turn_at limit 10000) o) end as place,
           case when c.link in ('linked', 'suggested') then (select jsonb_build_object('number', x.number, 'title', x.title, 'link', c.link) from crises x where x.id = c.crisis_id) end as crisis,
           c.state = 'merged' as merged, case c.state when 'merged' then 'closed' else c.state end as state, c.snoozed_until as until, c.external->>'stands' as stands, c.assignee, c.external->>'holder' as holder,
           (select jsonb_build_object('name', u.name, 'email', lower(u.email)) from auth_user u where u.id = c.assignee) as agent,
           (select max(a.id) from conversation_acts a where a.conversation_id = c.id and a.kind = 'assigned') as note,
           coalesce((select max(m.at) from conversation_messages m where m.conversation_id = c.id and m.kind <> 'note'), c.opened_at) as known
      from taken t join conversations c on c.id = t.conversation_id`.execute(db)
  return rows
}

type Told = { outcome: Outcome; rest: boolean; stand: Stand | undefined }
async function settle(
  db: Db,
  desk: Desk,
  due: Due,
  { outcome: { state: became, answer, retryAfterSeconds, provider }, rest, stand }: Told,
  now: Date,
): Promise<void> {
  const { id, version, attempts, minutes, parts, crisis, tags, conversation, state, until, agent } = due
  const ok = became === 'accepted'
  const again = became !== 'failed' && (provider || attempts + 1 < mostAttempts)
  const next = new Date(Math.max(nextTry(Math.min(attempts, 5), id, now).getTime(), now.getTime() + (retryAfterSeconds ?? 0) * 1_000))
  const whole: Rest = { conversation, minutes, parts, crisis, tags, state, until, agent }
  await db.transaction().execute(async (tx) => {
    // The conversation first, as everybody holds them.
    if (stand && (ok || !again)) await standsNow(tx, desk, due, stand, ok ? undefined : answer, now)
    await sql`
      update desk_tellings set calling_at = null, answer = ${answer}, attempts = case when ${ok || version < 0} or ${provider === true} then 0 else attempts + 1 end,
             told = case when ${ok && rest} then ${JSON.stringify(whole)}::jsonb else told end, told_at = case when ${ok} then ${now}::timestamptz else told_at end,
             due_at = case when ${ok} then case when version = ${version} then null else due_at end else case when ${again} then ${next}::timestamptz end end
       where conversation_id = ${id}`.execute(tx)
  })
}

/** So it stands there now; what it did not take is said in the conversation, and not told again until it changes. The desk's word is then as old as what we knew: whoever wrote meanwhile comes after it. */
async function standsNow(tx: Db, desk: Desk, { id, state, assignee, known }: Due, stand: Stand, refused: string | undefined, now: Date): Promise<void> {
  const word = {
    ...(stand.state ? { stands: state, ...(refused === undefined ? { state, stateAt: known, until: stand.state.until } : {}) } : {}),
    ...(stand.agent ? { holder: assignee, ...(refused === undefined ? { agent: null } : {}) } : {}),
  }
  await sql`update conversations set external = external || ${JSON.stringify(word)}::jsonb where id = ${id} and external is not null`.execute(tx)
  if (refused !== undefined) await act(tx, id, 'desk-refused', `desk:${desk.name}`, now, { answer: refused })
}

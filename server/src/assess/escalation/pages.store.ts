// The pages: taken under a lease and marked as sending before the call; what came of it decides the next method.
import { sql } from 'kysely'
import { minutesAfter } from '../../platform/clock.ts'
import type { Db } from '../../platform/database/connect.ts'
import { type Method, nextTry, type Try } from './page-tries.ts'
import type { Reason } from './pages.plan.ts'

export type PageRow = {
  id: string
  crisisId: string | null
  practice: boolean
  person: string
  reason: Reason
  detail: string | null
  updateId: string | null
  clock: string | null
  round: number | null
  step: number | null
  channel: Method['channel'] | null
  destination: string | null
  methodId: string | null
  tries: Try[]
}
const columns = sql`p.id, p.crisis_id as "crisisId", p.practice, p.person, p.reason, p.detail, p.update_id as "updateId", p.clock, p.round, p.step, p.channel, p.destination, p.method_id as "methodId", p.tries`
const leaseMinutes = 0.75

/** Takes the next page that is due and marks it as being sent; nobody else gets it while the lease lasts. */
export async function take(db: Db, owner: string, now: Date): Promise<PageRow | undefined> {
  const { rows } = await sql<PageRow>`
    with mine as (select id from pages where state = 'planned' and due_at <= ${now} order by due_at, planned_at, id limit 1 for update skip locked)
    update pages p set state = 'sending', leased_by = ${owner}, leased_until = ${minutesAfter(now, leaseMinutes)}, changed_at = ${now}
      from mine where p.id = mine.id returning ${columns}`.execute(db)
  return rows.map(revived)[0]
}

/** Pages whose sender died in the middle: nobody knows what became of the call. */
export async function lost(db: Db, now: Date): Promise<PageRow[]> {
  const { rows } = await sql<PageRow>`select ${columns} from pages p where p.state = 'sending' and p.leased_until < ${now} order by p.id limit 100`.execute(db)
  return rows.map(revived)
}

/**
 * Stores what a method answered, and what follows: done, given up, or planned anew by the next method.
 * @param owner whose lease it must still be; null: the lease has run out
 */
export async function settle(db: Db, page: PageRow, owner: string | null, said: Omit<Try, 'channel' | 'destination'>): Promise<void> {
  const tries: Try[] = page.channel && page.destination ? [...page.tries, { channel: page.channel, destination: page.destination, ...said }] : page.tries
  const next = nextTry(page.reason === 'test' ? sameMethod(page) : await methodsOf(db, page.person), tries, said.at)
  const to = next.state === 'planned' ? next : undefined
  const mine = owner === null ? sql`p.state = 'sending' and p.leased_until < ${said.at}` : sql`p.leased_by = ${owner} and p.state = 'sending'`
  await sql`
    update pages p set state = case when ${next.state} = 'planned' and p.reason = 'escalation' and exists (
             select from escalations e where e.crisis_id = p.crisis_id and e.state in ('acknowledged', 'stopped')) then 'cancelled'
             when ${next.state} = 'planned' and p.reason = 'approval' and not exists (
             select from updates u where u.id = p.update_id and u.status = 'awaiting-approval') then 'cancelled' else ${next.state} end, tries = ${JSON.stringify(tries)}::jsonb, changed_at = ${said.at}, leased_by = null, leased_until = null,
           channel = coalesce(${to?.method.channel ?? null}, p.channel), destination = coalesce(${to?.method.destination ?? null}, p.destination),
           method_id = ${to ? to.method.id : page.methodId}, due_at = ${to?.dueAt ?? said.at}
     where p.id = ${page.id} and ${mine}`.execute(db)
  // Taken after all, when the lease had already run out: no further method needs to be tried.
  if (said.state === 'accepted' && owner !== null)
    await sql`update pages set state = 'accepted', tries = ${JSON.stringify(tries)}::jsonb where id = ${page.id} and state in ('planned', 'unknown')`.execute(
      db,
    )
  if (page.reason === 'test' && page.channel === 'webhook' && said.state === 'accepted')
    await sql`update contact_methods set verified_at = ${said.at} where id = ${page.methodId}`.execute(db)
  if (said.state === 'gone' && page.methodId) await sql`update contact_methods set verified_at = null where id = ${page.methodId}`.execute(db)
}

/** A test page tests one method, and no other steps in. */
const sameMethod = ({ methodId: id, channel, destination }: PageRow): Method[] => (channel && destination ? [{ id, channel, destination }] : [])

/** How a person is reached, in order: what they gave and a test page has reached, then the address they sign in with. */
export async function methodsOf(db: Db, person: string): Promise<Method[]> {
  const { rows } = await sql<Method>`
    select id, channel, destination from (
      select id, channel, destination, position, created_at from contact_methods where person = ${person} and verified_at is not null
      union all
      select null, 'email', email, 2147483647, "createdAt" from auth_user u where id = ${person}
         and not exists (select 1 from contact_methods m where m.person = u.id and m.verified_at is not null and m.channel = 'email' and lower(m.destination) = lower(u.email))) m
     order by position, created_at`.execute(db)
  return rows
}

const revived = (row: PageRow): PageRow => ({ ...row, tries: row.tries.map((each) => ({ ...each, at: new Date(each.at) })) })

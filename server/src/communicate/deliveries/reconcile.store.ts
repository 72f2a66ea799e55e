// Where a provider can be asked what became of a message that nobody heard of: what it took is accepted, what it never saw is sent again, and only that.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { inMinutes, type Claimed } from './deliveries.store.ts'
import type { Line } from './line.ts'

/** Not before the provider can have it in its lists; not for longer than it keeps them; in seconds. */
const [soonest, latest, again] = [30, 86_400, 300]
const atOnce = 20

/** @returns how many are planned again */
export async function reconcile<M extends object>(deps: Deps, line: Line<M>): Promise<number> {
  const { db, clock } = deps
  const able = new Map(line.live.flatMap(({ name, channel }) => (channel.lookUp ? [[name, channel] as const] : [])))
  if (able.size === 0) return 0
  const now = clock()
  const { rows } = await sql<Claimed & { provider: string }>`
    with open as (
      select id from deliveries where state = 'unknown' and channel = ${line.channel} and not practice and provider = any (${[...able.keys()]}::text[])
         and changed_at between ${now}::timestamptz - make_interval(secs => ${latest}) and ${now}::timestamptz - make_interval(secs => ${soonest}) and (leased_until is null or leased_until < ${now})
       order by changed_at limit ${atOnce} for update skip locked)
    update deliveries d set leased_until = ${now}::timestamptz + make_interval(secs => ${again}) from open where d.id = open.id
    returning d.id, d.update_id as "updateId", d.practice, d.account_id as "accountId", d.contact_id as "contactId", d.destination, d.attempts, d.reason, false as superseding, d.priority, d.provider`.execute(
    db,
  )
  if (rows.length === 0) return 0
  const messages = await line.messagesOf(deps, rows)
  const found = await Promise.all(
    rows.map(async ({ id, provider }) => {
      const message = messages.get(id)
      if (!message || 'wrong' in message) return undefined
      const outcome = await able.get(provider)?.lookUp?.(message)
      if (!outcome) return { id, state: 'planned', answer: 'the provider never saw it', reference: null }
      return outcome.state === 'accepted' ? { id, state: 'accepted', answer: outcome.answer, reference: outcome.reference ?? null } : undefined
    }),
  )
  const told = found.filter((each) => each !== undefined)
  if (told.length === 0) return 0
  await sql`
    with moved as (
      update deliveries d set state = t.state::delivery_state, answer = t.answer, reference = coalesce(t.reference, d.reference), reason = case t.state when 'planned' then 'looked-up' end, changed_at = ${clock()}, leased_until = null
        from unnest(${told.map(({ id }) => id)}::bigint[], ${told.map(({ state }) => state)}::text[], ${told.map(({ answer }) => answer)}::text[], ${told.map(({ reference }) => reference)}::text[]) t (id, state, answer, reference)
       where d.id = t.id and d.state = 'unknown' returning d.update_id, d.channel, d.state),
    minutes as (${inMinutes(line.channel, sql`select update_id from moved where state <> 'planned'`, now)})
    update dispatches r set state = 'running' from moved m where r.update_id = m.update_id and r.channel = m.channel and r.state = 'finished' and m.state = 'planned'`.execute(
    db,
  )
  return told.filter(({ state }) => state === 'planned').length
}

// Where a provider can be asked what became of a message that nobody heard of: what it took is accepted, what it never saw is sent again, and only that.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { inMinutes, type Claimed } from './deliveries.store.ts'
import type { Line } from './line.ts'
import { mayBeLeft, suppressed } from './suppressed.ts'

/** Not before the provider can have it in its lists; not for longer than it keeps them; in seconds. */
const [soonest, latest, again] = [60, 82_800, 300]
export const asksWithin = latest
const atOnce = 20

/** @returns how many are planned again */
export async function reconcile<M extends object>(deps: Deps, line: Line<M>): Promise<number> {
  const { db, clock } = deps
  const able = new Map(line.live.flatMap(({ name, channel }) => (channel.lookUp ? [[name, channel] as const] : [])))
  if (able.size === 0) return 0
  const now = clock()
  const { rows } = await sql<Claimed & { provider: string }>`
    with open as (
      select d.id from deliveries d join dispatches r on r.update_id = d.update_id and r.channel = d.channel and r.state in ('running', 'finished') join updates u on u.id = d.update_id
       where d.state = 'unknown' and d.channel = ${line.channel} and not d.practice and d.provider = any (${[...able.keys()]}::text[])
         and d.sent_at between ${now}::timestamptz - make_interval(secs => ${latest}) and ${now}::timestamptz - make_interval(secs => ${soonest}) and (d.leased_until is null or d.leased_until < ${now})
         -- Some providers are asked by saying it again: never where it must not be said any more.
         and not exists (${suppressed({ channel: sql`d.channel`, destination: sql`d.destination`, updates: mayBeLeft, now: sql`${now}::timestamptz` })})
         and not exists (select from updates n where n.crisis_id = u.crisis_id and u.class = 'update' and n.class = 'update' and n.status = 'published' and n.sequence > u.sequence)
       order by d.sent_at limit ${atOnce} for update of d skip locked)
    update deliveries d set leased_until = ${now}::timestamptz + make_interval(secs => ${again}) from open where d.id = open.id
    returning d.id, d.update_id as "updateId", d.practice, d.account_id as "accountId", d.contact_id as "contactId", d.destination, d.attempts, d.reason, false as superseding, d.priority, d.provider`.execute(
    db,
  )
  if (rows.length === 0) return 0
  const messages = await line.messagesOf(deps, rows)
  const found = await Promise.all(
    rows.map(async ({ id, provider }) => {
      const message = await messages.get(id)
      if (!message || 'wrong' in message) return undefined
      const outcome = await able.get(provider)?.lookUp?.(message)
      if (!outcome) return { id, state: 'planned', answer: 'the provider never saw it', reference: null, reason: 'looked-up' }
      return ['accepted', 'bounced', 'failed'].includes(outcome.state)
        ? { id, state: outcome.state, answer: outcome.answer, reference: outcome.reference ?? null, reason: outcome.reason ?? null }
        : undefined
    }),
  )
  const told = found.filter((each) => each !== undefined)
  if (told.length === 0) return 0
  await sql`
    with moved as (
      update deliveries d set state = t.state::delivery_state, answer = t.answer, reference = coalesce(t.reference, d.reference), reason = t.reason, changed_at = ${clock()}, leased_until = null
        from unnest(${told.map(({ id }) => id)}::bigint[], ${told.map(({ state }) => state)}::text[], ${told.map(({ answer }) => answer)}::text[], ${told.map(({ reference }) => reference)}::text[], ${told.map(({ reason }) => reason)}::text[]) t (id, state, answer, reference, reason)
       where d.id = t.id and d.state = 'unknown' returning d.update_id, d.channel, d.state),
    minutes as (${inMinutes(line.channel, sql`select update_id from moved where state <> 'planned'`, now)})
    update dispatches r set state = 'running' from moved m where r.update_id = m.update_id and r.channel = m.channel and r.state = 'finished' and m.state = 'planned'`.execute(
    db,
  )
  return told.filter(({ state }) => state === 'planned').length
}

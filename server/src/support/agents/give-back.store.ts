// What somebody has who is not there waits for nobody: once its promised time is near, or at once where it is grave, it is given back to the queue, and says so.
import { type RawBuilder, sql } from 'kysely'
import { groups } from '../../platform/auth/permissions.ts'
import type { Db } from '../../platform/database/connect.ts'
import { inDesk } from '../desks/in-desk.store.ts'

const [atOnce, hereSeconds] = [500, 120]
const graveReasons = ['safety', 'legal', 'vulnerable']

const groupsThat = (permission: string) => Object.entries(groups).flatMap(([name, may]) => ((may as readonly string[]).includes(permission) ? [name] : []))
const isIn = (names: string[]): RawBuilder<boolean> => sql`exists (select from user_groups m where m.user_id = u.id and m.group_name = any (${names}::text[]))`

/** Those who have something open, each once: few, and each is found by one step in an index. */
const holders = sql`
  holder as (
    (select assignee as person from conversations where assignee is not null and state = 'open' order by assignee limit 1)
    union all
    select (select c.assignee from conversations c where c.assignee is not null and c.state = 'open' and c.assignee > h.person order by c.assignee limit 1) from holder h where h.person is not null)`

/**
 * Gone: they have no account here, or see no conversations any more. Else away: they said that they are not available, or may not answer.
 * Whoever has it open at this moment is there, whatever they said. What stands in a desk is the desk's to hand out.
 * @returns how many were given back
 */
export async function giveBack(db: Db, now: Date): Promise<number> {
  const { numAffectedRows } = await sql`
    with recursive ${holders},
    absent as (
      select h.person, u.id is null or not ${isIn(groupsThat('read-conversations'))} as gone, g.available = false as away
        from holder h left join auth_user u on u.id = h.person left join support_agents g on g.person = h.person
       where h.person is not null and (u.id is null or not ${isIn(groupsThat('converse'))} or g.available = false)),
    found as (
      select f.id, b.person, b.gone from absent b cross join lateral (
        select c.id from conversations c left join accounts a0 on a0.id = c.account_id left join accounts a on a.id = coalesce(a0.merged_into, a0.id)
         where c.assignee = b.person and c.state = 'open' and c.waiting_since is not null and not ${inDesk()}
           and (c.promise_near or ((b.gone or b.away) and (c.reasons && ${graveReasons}::text[] or a.vulnerability is not null))
             or (c.promised_at is null and c.waiting_since <= ${now}::timestamptz - make_interval(mins => (select offer_after_minutes from support_settings))))
           and not exists (select from conversation_editors e where e.conversation_id = c.id and e.person = c.assignee and e.seen_at > ${now}::timestamptz - make_interval(secs => ${hereSeconds}))
         order by c.turn_at limit ${atOnce}) f),
    due as (
      select c.id, c.assignee, f.gone from found f join conversations c on c.id = f.id and c.assignee = f.person and c.state = 'open' order by c.turn_at, c.id limit ${atOnce} for update of c skip locked),
    moved as (
      update conversations c set assignee = null, assigned_at = null, revision = revision + 1 from due d where c.id = d.id returning c.id, d.assignee, d.gone)
    insert into conversation_acts (conversation_id, kind, at, by, data)
    select id, 'given-back', ${now}, 'leeward', jsonb_build_object('from', assignee, 'why', case when gone then 'gone' else 'away' end) from moved`.execute(db)
  return Number(numAffectedRows ?? 0)
}

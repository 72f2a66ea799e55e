// The kinds of conversations that wait: by what it takes to answer them. There are few, and each is found by one step in an index.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { type Agent, unknown } from './agents.ts'

const mostKinds = 1_000
export const inTurn = sql`state = 'open' and assignee is null and turn_at is not null`

/** What those in turn need, each kind once. */
const kindsInTurn = sql`(
  with recursive k as (
    (select needs, 1 as nth from conversations where ${inTurn} order by needs limit 1)
    union all
    select (select c.needs from conversations c where c.state = 'open' and c.assignee is null and c.turn_at is not null and c.needs > k.needs order by c.needs limit 1), k.nth + 1 from k where k.needs is not null and k.nth < ${mostKinds})
  select coalesce(jsonb_agg(needs), '[]') from k where needs is not null)`

export const agentColumns = sql`g.person, g.languages, g.skills, g.most_open as "mostOpen", g.available`
const asJson = sql`jsonb_build_object('person', g.person, 'languages', g.languages, 'skills', g.skills, 'mostOpen', g.most_open, 'available', g.available)`

export type Desk = { me: Agent; open: number; available: Agent[]; kinds: string[][]; offerAfterMinutes: number }

export const holdAgent = (tx: Db, person: string) => sql`select 1 from support_agents where person = ${person} for update`.execute(tx)

/** What is to know before this person is given a conversation. */
export async function deskOf(db: Db, person: string): Promise<Desk> {
  const { rows } = await sql<Omit<Desk, 'me'> & { me: Agent | null }>`
    select (select ${asJson} from support_agents g where g.person = ${person}) as me, ${openOf(sql`${person}`)} as open,
           coalesce((select jsonb_agg(${asJson}) from support_agents g where g.available and g.person <> ${person}), '[]') as available,
           ${kindsInTurn} as kinds, s.offer_after_minutes as "offerAfterMinutes" from support_settings s`.execute(db)
  const { me, ...desk } = rows[0] as (typeof rows)[number]
  return { ...desk, me: me ?? unknown(person) }
}

/** How many open conversations somebody has. */
export const openOf = (person: RawBuilder<unknown>) =>
  sql<number>`(select count(*)::int from conversations o where o.assignee = ${person} and o.state = 'open')`

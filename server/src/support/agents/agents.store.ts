// Who answers customers: what they say of themselves, what they have, and what waits for whom.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { groups } from '../../platform/auth/permissions.ts'
import { type Agent, knows, givenAfter, unknown } from './agents.ts'
import type { AgentsView, PutAgent } from './agents.contract.ts'
import { agentColumns, inTurn, openOf } from './kinds.store.ts'

const answering = Object.entries(groups).flatMap(([name, permissions]) => ((permissions as readonly string[]).includes('converse') ? [name] : []))

/** Everybody who may answer customers, also who said nothing yet. */
export async function agentsOf(db: Db): Promise<(Agent & { open: number; name: string })[]> {
  const { rows } = await sql<{ person: string; name: string; open: number } & Partial<Agent>>`
    select u.id as person, u.name, ${openOf(sql`u.id`)} as open, g.languages, g.skills, g."mostOpen", g.available
      from auth_user u left join (select ${agentColumns} from support_agents g) g on g.person = u.id
     where exists (select from user_groups m where m.user_id = u.id and m.group_name = any (${answering}::text[])) order by u.name, u.id`.execute(db)
  return rows.map(({ person, name, open, languages, ...said }) => ({
    ...(languages ? ({ ...said, person, languages } as Agent) : unknown(person)),
    name,
    open,
  }))
}

export async function agentsView({ db, clock }: Pick<Deps, 'db' | 'clock'>): Promise<AgentsView> {
  const agents = await agentsOf(db)
  const { rows: settings } = await sql<{ after: number }>`select offer_after_minutes as after from support_settings`.execute(db)
  const offerAfterMinutes = settings[0]?.after ?? 30
  const available = agents.filter((agent) => agent.available)
  const { rows: kinds } = await sql<{ needs: string[]; waiting: number; longestSince: Date; waits: Date[] }>`
    select needs, count(*)::int as waiting, min(waiting_since) as "longestSince" from conversations where ${inTurn} group by needs order by 3 limit 200`.execute(
    db,
  )
  const person = await namesOf(
    { db },
    available.map((agent) => agent.person),
  )
  // Somebody of no languages and no skills: from then on it is offered to anybody.
  const anybody = { ...unknown(''), languages: ['-'] }
  const after = kinds.map(({ needs }) => givenAfter(anybody, needs, available, offerAfterMinutes))
  const { rows: offered } = await sql<{ nth: number; offered: number }>`
    select w.nth, (select count(*)::int from conversations where ${inTurn} and needs = w.needs and waiting_since <= ${clock()}::timestamptz - make_interval(mins => w.after)) as offered
      from jsonb_to_recordset(${JSON.stringify(kinds.map(({ needs }, nth) => ({ nth, needs, after: after[nth] })).filter((each) => each.after))}::jsonb) as w (nth int, needs text[], after int)`.execute(
    db,
  )
  const coverage = kinds.map(({ needs, waiting, longestSince }, nth) => ({
    ...{ needs, waiting, longestSince: longestSince.toISOString() },
    knownBy: available.filter((agent) => knows(agent, needs)).map((agent) => person(agent.person)),
    offered: offered.find((row) => row.nth === nth)?.offered ?? 0,
  }))
  return {
    agents: agents.map(({ person: id, name, ...agent }) => ({ ...agent, person: { id, name }, languages: [...agent.languages], skills: [...agent.skills] })),
    coverage: coverage.toSorted((one, other) => Number(one.knownBy.length > 0) - Number(other.knownBy.length > 0)),
    offerAfterMinutes,
  }
}

/** What somebody says of themselves, or an administrator of them; what is left out stays. */
export async function putAgent({ db, clock }: Pick<Deps, 'db' | 'clock'>, person: string, given: PutAgent, by: string): Promise<void> {
  const { languages, skills, mostOpen, available } = given
  const stays = <T>(value: T | undefined, column: string) => (value === undefined ? sql.ref(`support_agents.${column}`) : sql.ref(`excluded.${column}`))
  await sql`
    insert into support_agents (person, languages, skills, most_open, available, changed_at, changed_by)
    values (${person}, ${languages ?? []}::text[], ${skills ?? []}::text[], ${mostOpen ?? null}, ${available ?? false}, ${clock()}, ${by})
    on conflict (person) do update set languages = ${stays(languages, 'languages')}, skills = ${stays(skills, 'skills')}, most_open = ${stays(mostOpen, 'most_open')},
       available = ${stays(available, 'available')}, changed_at = excluded.changed_at, changed_by = excluded.changed_by`.execute(db)
}

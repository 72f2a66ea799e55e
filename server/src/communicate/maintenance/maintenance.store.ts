// Planned work: announced, moved, carried out; what was said of it.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import type { ChangeMaintenance, MaintenanceView, PlanMaintenance, SayOfMaintenance } from './maintenance.contract.ts'
import { maintenanceStream } from './maintenance.facts.ts'
import { moments } from './maintenance.ts'

type Row = Omit<MaintenanceView, 'notes' | 'startsAt' | 'endsAt' | 'beganAt' | 'endedAt'> & {
  startsAt: Date
  endsAt: Date
  beganAt: Date | null
  endedAt: Date | null
  notes: { id: string; state: MaintenanceView['state']; body: string; author: string; at: string }[]
}

/** What is under way first, then what comes, then what is over. */
export async function listMaintenances(db: Db, now: Date, id?: string): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select m.id, b.slug as brand, m.title, m.state, m.starts_at as "startsAt", m.ends_at as "endsAt", m.ends_by_itself as "endsByItself", m.began_at as "beganAt", m.ended_at as "endedAt",
           m.ended_at is null and m.ends_at < ${now} as late, m.tells, m.remind_minutes as "remindMinutes", ${newsOf(now)} as news,
           coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name) order by s.position, s.name) from maintenance_services x join services s on s.id = x.service_id where x.maintenance_id = m.id), '[]') as services,
           coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'state', n.state, 'body', n.body, 'author', n.author, 'at', n.written_at) order by n.written_at desc, n.id) from maintenance_notes n where n.maintenance_id = m.id), '[]') as notes
      from maintenances m join brands b on b.id = m.brand_id where ${id ? sql`m.id = ${id}` : sql`true`}
     order by m.ended_at is not null, m.state = 'scheduled', case when m.ended_at is null then m.starts_at end, m.starts_at desc limit 200`.execute(db)
  return rows
}

/** How many each word reached: counted for what goes on and for what was over not long ago, so that a long list stays quick. */
const newsOf = (now: Date) => sql`
  coalesce((select jsonb_agg(jsonb_build_object('moment', n.body->>'moment', 'at', to_char(n.said_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'total', n.rows,
      'reached', d.reached, 'waiting', d.waiting, 'unknown', d.unknown) order by n.position desc)
    from page_news n cross join lateral (
      select count(*) filter (where state in ('accepted', 'delivered'))::int as reached, count(*) filter (where state in ('planned', 'queued', 'sending', 'deferred'))::int as waiting,
             count(*) filter (where state = 'unknown')::int as unknown from news_deliveries where news_id = n.id) d
   where n.maintenance_id = m.id and coalesce(m.ended_at > ${now}::timestamptz - interval '7 days', true)), '[]')`

export async function maintenanceById(db: Db, id: string, now: Date): Promise<Row> {
  const [row] = await listMaintenances(db, now, id)
  if (!row) throw new Refused('not-found', 'There is no such maintenance.')
  return row
}

type Announced = Omit<PlanMaintenance, 'tells' | 'remindMinutes'> & Partial<Pick<PlanMaintenance, 'tells' | 'remindMinutes'>>

export async function announce({ db, engine, clock }: Deps, given: Announced, by: string): Promise<string> {
  const now = clock()
  const [id, note] = [newId(now), newId(now)]
  const brandId = await brandOf(db, given.services, given.brand)
  const { startsAt, endsAt, endsByItself, tells = [...moments], remindMinutes = null } = given
  await engine.tell(
    maintenanceStream(id),
    { type: 'Schedule', note, by, startsAt, endsAt, endsByItself, tells, remindMinutes, now },
    {
      actor: by,
      with: async (tx) => {
        await sql`
          insert into maintenances (id, brand_id, title, state, starts_at, ends_at, ends_by_itself, tells, remind_minutes, made_by, made_at)
          values (${id}, ${brandId}, ${given.title}, 'scheduled', ${startsAt}, ${endsAt}, ${endsByItself}, ${tells}::text[], ${remindMinutes}, ${by}, ${now}) on conflict (id) do nothing`.execute(
          tx,
        )
        await putServices(tx, id, given.services)
        await putNote(tx, id, note, 'scheduled', given.body, by, now)
      },
    },
  )
  return id
}

export async function change({ db, engine, clock }: Deps, id: string, given: ChangeMaintenance, by: string) {
  const now = clock()
  const before = await maintenanceById(db, id, now)
  await brandOf(db, given.services, before.brand)
  const note = given.body ? newId(now) : undefined
  const { startsAt, endsAt, endsByItself, tells, remindMinutes, tell } = given
  const touched = before.services.map((service) => service.id)
  const services = { added: given.services.filter((each) => !touched.includes(each)), dropped: touched.filter((each) => !given.services.includes(each)) }
  await engine.tell(
    maintenanceStream(id),
    {
      ...{ type: 'ChangeMaintenance', ...(note ? { note } : {}), ...(tell === undefined ? {} : { tell }), services, by },
      ...{ startsAt, endsAt, endsByItself, tells, remindMinutes, now },
    },
    {
      actor: by,
      onlyWithFacts: true,
      with: async (tx) => {
        await sql`update maintenances set title = ${given.title}, tells = ${tells}::text[], remind_minutes = ${remindMinutes} where id = ${id}`.execute(tx)
        await sql`delete from maintenance_services where maintenance_id = ${id}`.execute(tx)
        await putServices(tx, id, given.services)
        if (note) await putNote(tx, id, note, before.state, given.body as string, by, now)
      },
    },
  )
}

export async function say({ db, engine, clock }: Deps, id: string, { state: to, body, tell }: SayOfMaintenance, by: string) {
  const now = clock()
  const { state } = await maintenanceById(db, id, now)
  const note = newId(now)
  await engine.tell(
    maintenanceStream(id),
    { type: 'Say', ...(to ? { state: to } : {}), ...(tell === undefined ? {} : { tell }), note, by, now },
    { actor: by, onlyWithFacts: true, with: (tx) => putNote(tx, id, note, to ?? state, body, by, now) },
  )
}

const putNote = async (tx: Db, id: string, note: string, state: string, body: string, by: string, now: Date): Promise<void> => {
  await sql`insert into maintenance_notes (id, maintenance_id, state, body, author, written_at) values (${note}, ${id}, ${state}, ${body}, ${by}, ${now}) on conflict (id) do nothing`.execute(
    tx,
  )
}
const putServices = (tx: Db, id: string, services: string[]) =>
  sql`insert into maintenance_services (maintenance_id, service_id) select ${id}, s from unnest(${services}::uuid[]) s on conflict do nothing`.execute(tx)

/** All services of a maintenance are of one brand, since it stands on one page. */
export async function brandOf(db: Db, services: string[], slug: string | undefined): Promise<string> {
  const { rows } = await sql<{ id: string; brandId: string; slug: string }>`
    select s.id, b.id as "brandId", b.slug from services s join brands b on b.id = s.brand_id where s.id = any (${services}::uuid[])`.execute(db)
  if (rows.length < new Set(services).size) throw new Refused('not-valid', 'services: names one that does not exist.')
  const [first] = rows as [(typeof rows)[number]]
  const other = rows.find((row) => row.slug !== (slug ?? first.slug))
  if (other) throw new Refused('not-valid', `services: all must be of one brand. Announce the work once for each.`)
  return first.brandId
}

// Brings over what another status page shows: services in their groups, past incidents, planned work. Each thing once, by the id that it had there.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { idFrom, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { groupOf } from '../../prepare/registry/services.store.ts'
import { maintenanceStream } from '../maintenance/maintenance.facts.ts'
import type { PastBody } from '../status-page/past.store.ts'
import { renderBrand, renderPast } from '../status-page/render.ts'
import { type BringStatusPage, type BroughtStatusPage, SourceIncident } from './status-import.contract.ts'
import { keyFrom, later, type Read, type ReadWork, readIncident, readMaintenance, type SourceComponent } from './statuspage.ts'

type Services = (name: string) => string | undefined

export async function bring(deps: Deps, slug: string, given: BringStatusPage, by: string): Promise<BroughtStatusPage> {
  const now = deps.clock()
  const {
    rows: [brand],
  } = await sql<{ id: string }>`select id from brands where slug = ${slug}`.execute(deps.db)
  if (!brand) throw new Refused('not-found', 'There is no such brand.')
  const wrong: BroughtStatusPage['wrong'] = []
  const incidents = parsed(given.incidents, wrong)
  const works = parsed(given.maintenances, wrong)
  const read = incidents.map((each) => readIncident(each, now))
  const closed = read.filter((each): each is Read => each !== 'open')
  const planned = works.map(readMaintenance)
  const known = planned.filter((each): each is ReadWork => each !== null)
  const unknown = new Set<string>()

  const done = await deps.db.transaction().execute(async (tx) => {
    const services = await bringServices(tx, brand.id, given.components, now)
    const find = await finder(tx, brand.id, unknown)
    const counts = await bringIncidents(tx, brand.id, closed, find, now)
    // What is over is history; what is to come is announced by the same rule as here, below.
    const past = await bringPastWork(
      tx,
      brand.id,
      known.filter((work) => isOver(work, now)),
      find,
      by,
      now,
    )
    await renderPast(
      tx,
      brand.id,
      closed.map(({ source }) => source),
      now,
      deps.config.statusUrl,
    )
    await renderBrand(tx, brand.id, now, deps.config.statusUrl)
    return { services, incidents: { ...counts, open: read.length - closed.length }, past, find }
  })
  const announced = await announceWorks(
    deps,
    brand.id,
    known.filter((work) => !isOver(work, now)),
    done.find,
    by,
  )
  return {
    services: done.services,
    incidents: done.incidents,
    maintenances: { added: done.past.added + announced.added, same: done.past.same + announced.same, skipped: planned.length - known.length },
    unknownServices: [...unknown].slice(0, 100),
    wrong: wrong.slice(0, 100),
  }
}

/** One that cannot be read does not take the others with it. */
function parsed(given: unknown[], wrong: BroughtStatusPage['wrong']): SourceIncident[] {
  return given.flatMap((each, i) => {
    const read = SourceIncident.safeParse(each)
    if (read.success) return [read.data]
    const id = (each as { id?: unknown } | null)?.id
    wrong.push({
      id: typeof id === 'string' ? id.slice(0, 100) : `number ${i + 1}`,
      reason: read.error.issues
        .map(({ path, message }) => `${path.join('.')}: ${message}`)
        .join('; ')
        .slice(0, 500),
    })
    return []
  })
}

/** By name, since a page that was set up by hand before may have the same services under other ids. */
async function bringServices(tx: Db, brandId: string, components: SourceComponent[], now: Date) {
  const groups = new Map<string, string>()
  for (const { id, name, group } of components) if (group) groups.set(id, await groupOf(tx, brandId, name.slice(0, 100), now))
  let [added, known] = [0, 0]
  for (const [i, component] of components.filter(({ group }) => !group).entries()) {
    const group = groups.get(component.group_id ?? '') ?? null
    const name = component.name.slice(0, 150)
    const { rows } = await sql`
      update services set group_id = coalesce(group_id, ${group}::uuid), created_at = least(created_at, ${component.created_at ?? now}::timestamptz)
       where brand_id = ${brandId} and lower(name) = lower(${name}) and (group_id is null or ${group}::uuid is null or group_id = ${group}::uuid) returning id`.execute(
      tx,
    )
    if (rows.length > 0) known += 1
    else {
      added += 1
      await sql`
        insert into services (id, brand_id, key, name, description, position, group_id, on_page, created_at)
        select ${newId(now)}, ${brandId}, ${keyFrom(name)} || coalesce(nullif('-' || (select count(*) from services where key ~ ('^' || ${keyFrom(name)} || '(-[0-9]+)?$')), '-0'), ''),
               ${name}, ${component.description?.slice(0, 1_000) || null}, ${Math.min(10_000, Math.max(0, component.position ?? i))}, ${group}, ${component.only_show_if_degraded ? 'when-hurt' : 'always'}, ${component.created_at ?? now}`.execute(
        tx,
      )
    }
  }
  return { added, known, groups: groups.size }
}

async function finder(tx: Db, brandId: string, unknown: Set<string>): Promise<Services> {
  const { rows } = await sql<{ id: string; name: string; full: string | null }>`
    select s.id, lower(s.name) as name, lower(g.name || ' - ' || s.name) as full from services s left join service_groups g on g.id = s.group_id where s.brand_id = ${brandId}`.execute(
    tx,
  )
  const byName = new Map(rows.map(({ id, name }) => [name, id]))
  const byFull = new Map(rows.flatMap(({ id, full }) => (full ? [[full, id] as const] : [])))
  return (name) => {
    const asked = name.toLowerCase()
    const found = byFull.get(asked) ?? byName.get(asked) ?? byName.get(asked.split(' - ').at(-1) ?? asked)
    if (!found) unknown.add(name)
    return found
  }
}
const found = (find: Services, names: string[]) => [...new Set(names.map(find).filter((id): id is string => id !== undefined))]

async function bringIncidents(tx: Db, brandId: string, incidents: Read[], find: Services, now: Date) {
  const rows = incidents.map(({ source, number, startedAt, endedAt, title, impact, degree, services, updates }) => {
    const body: PastBody = { title, impact, services: found(find, services).map((id) => ({ id, degree })), updates }
    return { source, number, body, startedAt, endedAt }
  })
  const { rows: written } = await sql<{ fresh: boolean }>`
    insert into past_incidents as p (brand_id, source, number, body, started_at, ended_at, imported_at)
    select ${brandId}::uuid, source, number, body, "startedAt", "endedAt", ${now}::timestamptz from (
      select distinct on (source) * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(source text, number text, body jsonb, "startedAt" timestamptz, "endedAt" timestamptz)
       -- What was polled many times is there many times: the one in which most was said.
       order by source, jsonb_array_length(body->'updates') desc, "endedAt" desc) r
    on conflict (brand_id, source) do update set body = excluded.body, started_at = excluded.started_at, ended_at = excluded.ended_at, imported_at = excluded.imported_at
      where (p.body, p.started_at, p.ended_at) is distinct from (excluded.body, excluded.started_at, excluded.ended_at)
    returning p.xmax = 0 as fresh`.execute(tx)
  const added = written.filter(({ fresh }) => fresh).length
  return { added, changed: written.length - added, same: rows.length - written.length }
}

const isOver = ({ state, endsAt }: ReadWork, now: Date) => state === 'completed' || endsAt <= now

async function bringPastWork(tx: Db, brandId: string, works: ReadWork[], find: Services, by: string, now: Date) {
  let added = 0
  for (const work of works) {
    const id = idFrom(`${brandId}/${work.source}`)
    const began = work.notes.find(({ state }) => state === 'in_progress')?.at ?? work.startsAt
    const ended = work.notes.findLast(({ state }) => state === 'completed')?.at ?? work.endsAt
    const { rows } = await sql`
      insert into maintenances (id, brand_id, title, state, starts_at, ends_at, began_at, ended_at, made_by, made_at, source)
      values (${id}, ${brandId}, ${work.title}, 'completed', ${work.startsAt}, ${work.endsAt}, ${began}, ${later(ended, began)}, ${by}, ${work.notes[0]?.at ?? now}, ${work.source})
      on conflict do nothing returning id`.execute(tx)
    if (rows.length === 0) continue
    added += 1
    await putAround(tx, id, found(find, work.services), work, by)
  }
  return { added, same: works.length - added }
}

/** What is to come, or under way, follows the same rule as work that is announced here. */
async function announceWorks({ engine, db, clock }: Deps, brandId: string, works: ReadWork[], find: Services, by: string) {
  let added = 0
  const now = clock()
  for (const work of works) {
    const id = idFrom(`${brandId}/${work.source}`)
    const { rows } = await sql`select 1 from maintenances where brand_id = ${brandId} and source = ${work.source}`.execute(db)
    if (rows.length > 0) continue
    added += 1
    const { startsAt, endsAt } = work
    await engine.tell(
      maintenanceStream(id),
      // Who subscribed there was told there.
      { type: 'Schedule', note: idFrom(`${id}/0`), tell: false, by, startsAt, endsAt, endsByItself: false, now },
      {
        actor: by,
        onlyWithFacts: true,
        with: async (tx) => {
          await sql`
            insert into maintenances (id, brand_id, title, state, starts_at, ends_at, made_by, made_at, source) values (${id}, ${brandId}, ${work.title}, 'scheduled', ${startsAt}, ${endsAt}, ${by}, ${now}, ${work.source})
            on conflict do nothing`.execute(tx)
          await putAround(tx, id, found(find, work.services), work, by)
        },
      },
    )
  }
  return { added, same: works.length - added }
}

async function putAround(tx: Db, id: string, services: string[], { notes }: ReadWork, by: string) {
  await sql`insert into maintenance_services (maintenance_id, service_id) select ${id}, s from unnest(${services}::uuid[]) s on conflict do nothing`.execute(tx)
  for (const [i, { state, body, at }] of notes.entries())
    await sql`insert into maintenance_notes (id, maintenance_id, state, body, author, written_at) values (${idFrom(`${id}/${i}`)}, ${id}, ${state}, ${body}, ${by}, ${at}) on conflict (id) do nothing`.execute(
      tx,
    )
}

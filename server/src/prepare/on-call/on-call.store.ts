// The rotations as they stand, and who is on call by them at an instant.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { keyOf, type Target } from './policy.ts'
import { type DutyWindow, onDutyAt, type Override, type Rotation } from './rotation.ts'

export type StoredRotation = Rotation & { id: string; name: string; changedAt: Date }
export type Person = { id: string; name: string; groups: string[] }
export type People = Map<string, Person>

/** Everybody who may be on call: who can sign in and is in a group. Whoever is not among them has left. */
export async function peopleHere(db: Db): Promise<People> {
  const { rows } = await sql<Person>`
    select u.id, u.name, array_agg(g.group_name) as groups from auth_user u join user_groups g on g.user_id = u.id group by u.id`.execute(db)
  return new Map(rows.map((person) => [person.id, person]))
}

/** Rotations by id, or all, by name. */
export async function rotationsOf(db: Db, ids?: string[]): Promise<StoredRotation[]> {
  const { rows } = await sql<StoredRotation & { duty: DutyWindow[] | null }>`
    select id, name, time_zone as "timeZone", every, unit, hand_off_at as "handOffAt", starts_on as "startsOn", members, duty, changed_at as "changedAt"
      from rotations where ${ids === undefined ? sql`true` : sql`id = any (${ids}::uuid[])`} order by lower(name), id`.execute(db)
  return rows
}

/** Overrides that touch the span, by rotation. */
export async function overridesOf(db: Db, rotationIds: string[], from: Date, until: Date): Promise<Map<string, (Override & { createdBy: string })[]>> {
  const { rows } = await sql<Override & { rotationId: string; createdBy: string }>`
    select id, rotation_id as "rotationId", from_at as "from", until_at as until, person, instead_of as "insteadOf", created_at as "createdAt", created_by as "createdBy"
      from rotation_overrides where rotation_id = any (${rotationIds}::uuid[]) and until_at > ${from} and from_at < ${until} order by from_at, id`.execute(db)
  return Map.groupBy(rows, (row) => row.rotationId)
}

/** The people behind each target at an instant, by `keyOf`; three selects, however many targets. Nobody behind one: an empty list. */
export async function whoStandsBehind(db: Db, targets: Target[], at: Date): Promise<Record<string, string[]>> {
  const wanted = [...new Map(targets.map((target) => [keyOf(target), target])).values()]
  const rotationIds = wanted.flatMap((target) => (target.kind === 'rotation' ? [target.id] : []))
  const [people, rotations, overrides] = await Promise.all([
    peopleHere(db),
    rotationsOf(db, rotationIds),
    overridesOf(db, rotationIds, at, new Date(at.getTime() + 1)),
  ])
  const behind = (target: Target): string[] => {
    if (target.kind === 'group') return [...people.values()].filter(({ groups }) => groups.includes(target.group)).map(({ id }) => id)
    if (target.kind === 'person') return people.has(target.id) ? [target.id] : []
    const rotation = rotations.find(({ id }) => id === target.id)
    if (!rotation) return []
    const { person } = onDutyAt(rotation, overrides.get(rotation.id) ?? [], at, (id) => people.has(id))
    return person ? [person] : []
  }
  return Object.fromEntries(wanted.map((target) => [keyOf(target), behind(target)]))
}

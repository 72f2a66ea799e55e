// Rotations as people read them: who is on call, who is next, where nobody is.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import type { OnCallView, RotationView, ShiftView } from './on-call.contract.ts'
import { overridesOf, peopleHere, rotationsOf, type StoredRotation } from './on-call.store.ts'
import { nextHandOver, onDutyAt, type Override, type Shift, shiftsBetween } from './rotation.ts'

type Names = (id: string) => { id: string; name: string }
const dayMs = 86_400_000
/** Overrides that end within this time count for the next hand-over. */
const aheadMs = 800 * dayMs

/** Who is on call at an instant, in every rotation. */
export async function onCallAt(deps: Deps, at: Date): Promise<OnCallView[]> {
  const rotations = await rotationsOf(deps.db)
  const { here, overrides, person } = await around(deps, rotations, at)
  return rotations.map((rotation) => ({
    rotation: { id: rotation.id, name: rotation.name, timeZone: rotation.timeZone },
    ...turns(rotation, overrides.get(rotation.id) ?? [], at, here, person),
  }))
}

export async function rotationViews(deps: Deps, ids?: string[]): Promise<RotationView[]> {
  const now = deps.clock()
  const rotations = await rotationsOf(deps.db, ids)
  const { here, overrides, person } = await around(deps, rotations, now)
  const used = await usedBy(deps)
  return rotations.map((rotation) => {
    const { changedAt: _, members, duty, ...rest } = rotation
    const own = overrides.get(rotation.id) ?? []
    return {
      ...rest,
      duty,
      members: members.map((id) => ({ ...person(id), here: here(id) })),
      ...turns(rotation, own, now, here, person),
      overrides: own.map(({ id, from, until, person: who, insteadOf, createdBy }) => ({
        id,
        from: from.toISOString(),
        until: until.toISOString(),
        person: person(who),
        insteadOf: insteadOf ? person(insteadOf) : null,
        createdBy: person(createdBy),
      })),
      usedBy: used.get(rotation.id) ?? [],
    }
  })
}

export async function oneRotation(deps: Deps, id: string): Promise<RotationView> {
  const [view] = await rotationViews(deps, [id])
  if (!view) throw new Refused('not-found', 'There is no such rotation.')
  return view
}

/** The shifts and gaps of a rotation between two instants. */
export async function shiftViews(deps: Deps, id: string, from: Date, until: Date): Promise<ShiftView[]> {
  const [rotation] = await rotationsOf(deps.db, [id])
  if (!rotation) throw new Refused('not-found', 'There is no such rotation.')
  const { here, overrides, person } = await around(deps, [rotation], from, until)
  return shiftsBetween(rotation, overrides.get(id) ?? [], from, until, here).map((shift) => shown(shift, person))
}

async function around(deps: Deps, rotations: StoredRotation[], from: Date, until = new Date(from.getTime() + aheadMs)) {
  const [people, overrides] = await Promise.all([
    peopleHere(deps.db),
    overridesOf(
      deps.db,
      rotations.map(({ id }) => id),
      from,
      until,
    ),
  ])
  const named = [...overrides.values()].flat().flatMap((each) => [each.person, each.insteadOf, each.createdBy])
  const person = await namesOf(deps, [...rotations.flatMap(({ members }) => members), ...named])
  return { here: (id: string) => people.has(id), overrides, person }
}

const turns = (rotation: StoredRotation, overrides: Override[], at: Date, here: (id: string) => boolean, person: Names) => {
  const next = nextHandOver(rotation, overrides, at, here)
  return { now: shown(onDutyAt(rotation, overrides, at, here), person), next: next ? shown(next, person) : null }
}

const shown = (shift: Shift, person: Names): ShiftView => ({
  from: shift.from.toISOString(),
  until: shift.until.toISOString(),
  person: shift.person ? person(shift.person) : null,
  because: shift.because ?? null,
  insteadOf: shift.insteadOf ? person(shift.insteadOf) : null,
  overrideId: shift.overrideId ?? null,
})

/** Which policies ask which rotation. */
export async function usedBy({ db }: Pick<Deps, 'db'>): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ id: string; policies: string[] }>`
    select t.target->>'id' as id, array_agg(distinct p.name order by p.name) as policies
      from escalation_policies p, jsonb_array_elements(p.body->'steps') s(step), jsonb_array_elements(s.step->'targets') t(target)
     where t.target->>'kind' = 'rotation' group by 1`.execute(db)
  return new Map(rows.map((row) => [row.id, row.policies]))
}

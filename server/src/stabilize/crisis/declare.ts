// Declaring: one command, one transaction: number, row, scope, playbook as it stands now, first facts, clocks, and the wake-up that assesses impact.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { GivenScopeRow } from '../../assess/impact/definition.contract.ts'
import { putScope, refuseImpossible } from '../../assess/impact/definition.store.ts'
import { audienceRhythms } from '../../communicate/stakeholders/rhythms.store.ts'
import { judge } from '../../assess/severity/severity.ts'
import type { CrisisClock } from '../../platform/clock.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { rolesOf } from '../../prepare/playbooks/agree.ts'
import { playbookFor } from '../../prepare/playbooks/in-force.store.ts'
import type { Playbook } from '../../prepare/playbooks/playbook.ts'
import type { Declare } from './crisis.contract.ts'
import { actionsOf } from '../actions/actions.facts.ts'
import { teamOf } from '../roles/team.facts.ts'
import { tasksOf } from '../tasks/tasks.facts.ts'
import { crisisStream } from './crisis.facts.ts'

export type DeclareOptions = {
  /** The crisis's own clock; real time where left out. */
  clock?: CrisisClock
  /** The crisis's own time of declaration; now where left out. */
  now?: Date
  detectedAt?: Date
  playbook?: Playbook
  /** Streams that are told in the same transaction: where one of them refuses, nothing is declared. */
  also?: (crisisId: string, now: Date) => { tell: string; command: unknown }[]
}

export async function declareCrisis(deps: Deps, given: Omit<Declare, 'scope'> & { scope: GivenScopeRow[] }, by: string, options: DeclareOptions = {}) {
  const { db, engine, clock } = deps
  const id = newId(clock(), given.practice)
  const now = options.now ?? clock()
  const onsetAt = given.onsetAt ?? now
  if (onsetAt > now) throw new Refused('not-valid', 'The onset lies in the future. Say when customers began to be hurt, or leave it out.')
  const detectedAt = options.detectedAt ?? now
  // Read now, not from a cache: another node may have saved a new revision a moment ago.
  const { playbook, revision } = options.playbook ? { playbook: options.playbook, revision: 0 } : await playbookFor(deps, given.kind, given.playbook)
  const proposed = judge(given.answers, playbook.severity)
  const severity = given.severity ?? proposed.severity
  const overrideReasonId = given.severity !== undefined && given.severityReason ? newId(clock()) : undefined
  const commander = by.startsWith('key:') || by === 'leeward' ? await firstCommander(deps) : by
  const brand = await brandOf(deps, given.brand)
  await refuseImpossible(db, brand.id, given, now)

  await engine.tell(
    crisisStream(id),
    {
      type: 'Declare',
      severity,
      proposed: proposed.severity,
      reasons: proposed.reasons,
      answers: given.answers,
      ...(overrideReasonId ? { overrideReasonId } : {}),
      kind: given.kind,
      services: given.scope.map((row) => row.serviceId),
      commander,
      onsetAt,
      detectedAt,
      clockPolicy: playbook.clocks,
      ...(await audienceRhythms(db, playbook, brand.id, given.kind)),
      now,
    },
    {
      actor: by,
      crisisId: id,
      also: [
        { tell: teamOf(id), command: { type: 'FormTeam', roles: rolesOf(playbook), commander, now } },
        { tell: tasksOf(id), command: { type: 'PlanTasks', plan: playbook.tasks, severity, now } },
        { tell: actionsOf(id), command: { type: 'OfferActions', plan: playbook.actions, severity, now } },
        ...(options.also?.(id, now) ?? []),
      ],
      with: async (tx) => {
        const number = await nextNumber(tx, given.practice ? 'D' : 'C', now.getUTCFullYear())
        await sql`
        insert into crises (id, practice, number, brand_id, kind, playbook, playbook_version, severity, status, title, commander, onset_at, detected_at, declared_at)
        values (${id}, ${given.practice}, ${number}, ${brand.id}, ${given.kind}, ${playbook.playbook}, ${playbook.version}, ${severity}, 'declared', ${given.title}, ${commander}, ${onsetAt}, ${detectedAt}, ${now})`.execute(
          tx,
        )
        await sql`insert into crisis_playbooks (crisis_id, body, revision) values (${id}, ${JSON.stringify(playbook)}::jsonb, ${revision})`.execute(tx)
        await putScope(tx, id, given.scope)
        if (options.clock)
          await sql`insert into crisis_clocks (crisis_id, anchor_real, anchor_crisis, rate) values (${id}, ${options.clock.anchorReal}, ${options.clock.anchorCrisis}, ${options.clock.rate})`.execute(
            tx,
          )
        if (overrideReasonId)
          await sql`insert into texts (id, crisis_id, body, author, written_at) values (${overrideReasonId}, ${id}, ${given.severityReason}, ${by}, ${now})`.execute(
            tx,
          )
      },
    },
  )
  const {
    rows: [row],
  } = await sql<{ number: string }>`select number from crises where id = ${id}`.execute(db)
  return { id, number: row?.number ?? '', severity, severityReasons: proposed.reasons }
}

async function brandOf({ db }: Deps, slug: string | undefined): Promise<{ id: string }> {
  const {
    rows: [brand],
  } = await sql<{ id: string }>`select id from brands where ${slug ?? null}::text is null or slug = ${slug ?? null} order by created_at limit 1`.execute(db)
  if (!brand) throw new Refused('not-valid', slug ? `There is no brand ${slug}.` : 'There is no brand yet. Create one first.')
  return brand
}

/** A program cannot lead: the first person of the commanders' group (or an administrator) is seated until somebody takes over. */
async function firstCommander({ db }: Deps): Promise<string> {
  const {
    rows: [person],
  } = await sql<{ user_id: string }>`
    select g.user_id from user_groups g join auth_user u on u.id = g.user_id where g.group_name in ('commander', 'administrator') order by (g.group_name = 'commander') desc, u."createdAt" limit 1`.execute(
    db,
  )
  if (!person) throw new Refused('not-valid', 'Nobody here may command a crisis. Give somebody the group commander first.')
  return person.user_id
}

async function nextNumber(db: Deps['db'], prefix: string, year: number): Promise<string> {
  const {
    rows: [row],
  } = await sql<{ last: number }>`
    insert into crisis_numbers (prefix, year, last) values (${prefix}, ${year}, 1) on conflict (prefix, year) do update set last = crisis_numbers.last + 1 returning last`.execute(
    db,
  )
  return `${prefix}-${year}-${String(row?.last).padStart(3, '0')}`
}

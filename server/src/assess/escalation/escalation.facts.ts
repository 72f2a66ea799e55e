// How an escalation's facts are read back, what it must know of tables, what makes it move, and the rows it moves.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { SetProjection } from '../../platform/events/engine.ts'
import { idOf, type Informed, type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { whoStandsBehind } from '../../prepare/on-call/on-call.store.ts'
import { Policy } from '../../prepare/on-call/policies.contract.ts'
import { policiesInOrder } from '../../prepare/on-call/policies.store.ts'
import { type About, lastResort, policyFor } from '../../prepare/on-call/policy.ts'
import { cancelPages, planPages } from './pages.plan.ts'
import { type EscalationCommand, type EscalationFact, type EscalationState, escalation } from './escalation.ts'

const at = z.coerce.date()
const round = z.number()
const step = z.number()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('EscalationArmed'), policy: Policy, severity: z.number(), again: z.number().optional(), at }),
  z.object({
    type: z.literal('EscalationStepReached'),
    round,
    step,
    again: z.number().optional(),
    persons: z.array(z.string()),
    lastResort: z.literal(true).optional(),
    dueAt: at,
    nextAt: at,
    at,
  }),
  z.object({ type: z.literal('EscalationStepEmpty'), round, step, at }),
  z.object({ type: z.literal('EscalationExhausted'), rounds: z.number(), everyMinutes: z.number(), at }),
  z.object({ type: z.literal('EscalationAcknowledged'), by: z.string(), at }),
  z.object({ type: z.literal('EscalationPaused'), until: at.nullable(), reasonId: z.string(), at }),
  z.object({ type: z.literal('EscalationResumed'), nextAt: at, at }),
  z.object({ type: z.literal('EscalationHastened'), severity: z.number(), at }),
  z.object({ type: z.literal('EscalationStopped'), at }),
])

export const escalationKind = streamKind<EscalationState, EscalationCommand, EscalationFact>({
  name: 'escalation',
  decider: escalation,
  facts: Facts as z.ZodType<EscalationFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckEscalation', now }),
  inform,
})
export const escalationOf = (crisisId: string) => `escalation/${crisisId}`

/** Which policy a new escalation follows, and who stands behind its targets at this moment of the real world: a few selects, however many escalations are due. */
async function inform(db: Db, asked: Informed<EscalationState, EscalationCommand>[], real: Date): Promise<EscalationCommand[]> {
  const policies = asked.some(({ command }) => command.type === 'Arm' || command.type === 'Rearm') ? await policiesInOrder(db) : []
  const about = await aboutOf(
    db,
    asked.filter(({ command }) => command.type === 'Rearm').map(({ stream }) => idOf(stream)),
  )
  const withPolicy = asked.map(({ stream, command, state }) => {
    const known = command.type === 'Rearm' ? about.get(idOf(stream)) : undefined
    if (command.type === 'Rearm') return known ? { ...command, ...known, policy: policyFor(policies, known) } : command
    if (command.type === 'Arm') return { ...command, policy: policyFor(policies, command) }
    return command.type === 'CheckEscalation' ? { ...command, policy: state.status === 'none' ? undefined : state.policy } : command
  })
  const followed = withPolicy.flatMap((command) => ('policy' in command && command.policy ? [command.policy] : []))
  if (followed.length === 0) return asked.map(({ command }) => command)
  const targets = [...new Set(followed)].flatMap((policy) => policy.steps.flatMap((each) => each.targets))
  const onCall = await whoStandsBehind(db, [...targets, ...lastResort], real)
  return withPolicy.map((command) =>
    command.type === 'Arm' || command.type === 'Rearm' || command.type === 'CheckEscalation' ? { ...command, onCall } : command,
  )
}

/** What decides on the policy of a crisis that goes on: as it is now, not as it was declared. */
async function aboutOf(db: Db, crisisIds: string[]): Promise<Map<string, About>> {
  if (crisisIds.length === 0) return new Map()
  const { rows } = await sql<About & { id: string }>`
    select c.id, c.severity, c.kind, array(select distinct s.service_id from crisis_scope s where s.crisis_id = c.id and s.service_id is not null) as services
      from crises c where c.id = any (${crisisIds}::uuid[])`.execute(db)
  return new Map(rows.map(({ id, ...about }) => [id, about]))
}

type OfCrisis = { crisisId: string; at: Date }
const tell = (fact: OfCrisis, command: EscalationCommand) => [{ tell: escalationOf(fact.crisisId), command, actor: 'leeward' }]
export const escalationReactions: Reactions = {
  CrisisDeclared: (fact: OfCrisis & About) =>
    tell(fact, { type: 'Arm', severity: fact.severity, kind: fact.kind, services: fact.services ?? [], now: fact.at }),
  CommanderAcknowledged: (fact: OfCrisis & { commander: string }) => tell(fact, { type: 'AcknowledgeEscalation', by: fact.commander, now: fact.at }),
  SeverityChanged: (fact: OfCrisis & { severity: number }) => tell(fact, { type: 'WorsenEscalation', severity: fact.severity, now: fact.at }),
  CrisisRestored: (fact: OfCrisis) => tell(fact, { type: 'StopEscalation', now: fact.at }),
  CrisisClosed: (fact: OfCrisis) => tell(fact, { type: 'StopEscalation', now: fact.at }),
  // Who leads and reopens it is there already; else nobody is, whoever sat in the seat when it was over.
  CrisisReopened: (fact: OfCrisis & { unled?: true }) => (fact.unled ? tell(fact, { type: 'Rearm', now: fact.at }) : []),
}

type Recorded<T extends EscalationFact['type']> = Extract<EscalationFact, { type: T }> & { crisisId: string }
type AnyRecorded = { [T in EscalationFact['type']]: Recorded<T> }[EscalationFact['type']]
const types = Facts.options.map((option) => option.shape.type.value)

export const escalationSets: SetProjection[] = [
  { of: ['EscalationArmed'], project: begin },
  { of: types.filter((type) => type !== 'EscalationArmed'), project: move },
  { of: ['EscalationStepReached'], project: page },
  {
    of: ['EscalationAcknowledged', 'EscalationStopped'],
    project: (tx, facts: OfCrisis[]) =>
      cancelPages(
        tx,
        facts.map((fact) => fact.crisisId),
        'escalation',
      ),
  },
]

async function begin(tx: Db, facts: Recorded<'EscalationArmed'>[]) {
  const rows = facts.map((fact) => ({ crisis_id: fact.crisisId, policy: fact.policy.name, next_at: fact.at }))
  await sql`
    insert into escalations (crisis_id, practice, state, policy, round, step, next_at, changed_at)
    select crisis_id, crisis_id >= '80000000-0000-0000-0000-000000000000', 'running', policy, 0, 0, next_at, next_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as a(crisis_id uuid, policy text, next_at timestamptz)
    on conflict (crisis_id) do update set state = 'running', policy = excluded.policy, round = 0, step = 0, exhausted = false, next_at = excluded.next_at, changed_at = excluded.changed_at`.execute(
    tx,
  )
}

/** The last word of each escalation in this transaction, in one statement. */
async function move(tx: Db, facts: AnyRecorded[]) {
  const moved = new Map<string, Record<string, unknown>>()
  for (const fact of facts) moved.set(fact.crisisId, { ...moved.get(fact.crisisId), crisis_id: fact.crisisId, changed_at: fact.at, ...changesOf(fact) })
  await sql`
    update escalations e
       set state = coalesce(m.row->>'state', e.state), round = coalesce((m.row->>'round')::int, e.round), step = coalesce((m.row->>'step')::int, e.step),
           exhausted = coalesce((m.row->>'exhausted')::boolean, e.exhausted), changed_at = (m.row->>'changed_at')::timestamptz,
           next_at = case when m.row ? 'next_at' then (m.row->>'next_at')::timestamptz else e.next_at end
      from jsonb_array_elements(${JSON.stringify([...moved.values()])}::jsonb) as m(row) where e.crisis_id = (m.row->>'crisis_id')::uuid`.execute(tx)
}

function changesOf(fact: AnyRecorded): Record<string, unknown> {
  switch (fact.type) {
    case 'EscalationStepReached':
      return { round: fact.round, step: fact.step, next_at: fact.nextAt }
    case 'EscalationExhausted':
      return { exhausted: true }
    case 'EscalationAcknowledged':
      return { state: 'acknowledged', next_at: null }
    case 'EscalationStopped':
      return { state: 'stopped', next_at: null }
    case 'EscalationPaused':
      return { state: 'paused', next_at: fact.until }
    case 'EscalationResumed':
      return { state: 'running', next_at: fact.nextAt }
    case 'EscalationHastened':
      return { state: 'running', next_at: fact.at }
    default:
      return {}
  }
}

function page(tx: Db, facts: Recorded<'EscalationStepReached'>[]) {
  return planPages(
    tx,
    facts.flatMap(({ crisisId, persons, round: inRound, step: atStep, again, at: plannedAt }) =>
      persons.map((person) => ({
        crisisId,
        person,
        reason: 'escalation' as const,
        event: `${again ? `again/${again}/` : ''}step/${inRound}/${atStep}`,
        round: inRound,
        step: atStep,
        at: plannedAt,
      })),
    ),
  )
}

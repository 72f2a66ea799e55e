// Whatever people do, in whatever order, and however long nobody looks: somebody leads, and nothing that was due is forgotten.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { regulatoryKind, regulatoryOf } from '../server/src/assess/regulatory-clocks/regulatory.facts.ts'
import { Obligation } from '../server/src/assess/regulatory-clocks/regulatory.contract.ts'
import { clocksKind, clocksOf, clocksReactions } from '../server/src/communicate/clocks/clocks.facts.ts'
import { coreRoles } from '../server/src/stabilize/roles/roles.contract.ts'
import { crisisKind, crisisReactions, crisisStream } from '../server/src/stabilize/crisis/crisis.facts.ts'
import type { CrisisState } from '../server/src/stabilize/crisis/crisis.ts'
import { decisionsKind, decisionsOf, decisionsReactions } from '../server/src/stabilize/decisions/decisions.facts.ts'
import { teamKind, teamOf, teamReactions } from '../server/src/stabilize/roles/team.facts.ts'
import type { TeamState } from '../server/src/stabilize/roles/team.ts'
import { TaskPlan } from '../server/src/stabilize/tasks/tasks.contract.ts'
import { tasksKind, tasksOf, tasksReactions } from '../server/src/stabilize/tasks/tasks.facts.ts'
import { type World, worldOf } from './support/world.ts'

const id = '01890000-0000-7000-8000-000000000001'
const people = ['ann', 'bo', 'cy', 'dee']
const plan = [
  TaskPlan.parse({ key: 'find', text: 'Find it', phase: 'stabilize', accountable: 'technical-lead', dueMinutes: 20, critical: true }),
  TaskPlan.parse({ key: 'mend', text: 'Mend it', phase: 'stabilize', accountable: 'technical-lead', dueMinutes: 60, after: ['find'], severities: [1] }),
  TaskPlan.parse({ key: 'thank', text: 'Thank them', phase: 'learn', accountable: 'commander', dueMinutes: 60, from: 'restored' }),
]
const law = Obligation.parse({
  key: 'law-notice',
  regime: 'Law',
  title: 'Notice',
  jurisdiction: 'EU',
  timeZone: 'Europe/Brussels',
  authority: 'The authority',
  recipients: ['authority'],
  trigger: 'Something happened.',
  startsFrom: 'awareness',
  deadline: { hours: 4 },
  content: ['What'],
  source: 'The law',
  evidence: 'text-of-law',
  verify: 'Verify with counsel.',
})
const clockPolicy = { 1: { 'team-assembled': 15, 'first-message': 15, 'next-update': 30, 'strategic-review': 120, review: 2880 }, 3: { 'first-message': 120 } }

async function declared(): Promise<World> {
  const world = worldOf(
    [crisisKind, teamKind, tasksKind, clocksKind, decisionsKind, regulatoryKind],
    [crisisReactions, teamReactions, tasksReactions, clocksReactions, decisionsReactions],
  )
  await world.tell(
    crisisStream(id),
    (now) => ({
      type: 'Declare',
      severity: 3,
      proposed: 3,
      reasons: [],
      kind: 'service-outage',
      commander: 'ann',
      onsetAt: now,
      detectedAt: now,
      clockPolicy,
      now,
    }),
    [
      { tell: teamOf(id), command: { type: 'FormTeam', roles: [...coreRoles], commander: 'ann', now: world.now() } },
      { tell: tasksOf(id), command: { type: 'PlanTasks', plan, severity: 3, now: world.now() } },
    ],
  )
  return world
}

/** One thing that somebody does, or time that passes. */
type Step = { name: string; act: (world: World) => Promise<unknown> }
const person = fc.constantFrom(...people)
const role = fc.constantFrom(...coreRoles)
const key = fc.constantFrom('find', 'mend', 'thank', 'none')
const toCrisis = (name: string, command: object): Step => ({ name, act: (world) => world.tell(crisisStream(id), (now) => ({ ...command, now })) })
const toTeam = (name: string, command: object): Step => ({ name, act: (world) => world.tell(teamOf(id), (now) => ({ ...command, now })) })
const toTasks = (name: string, command: object): Step => ({ name, act: (world) => world.tell(tasksOf(id), (now) => ({ ...command, now })) })

const steps: fc.Arbitrary<Step> = fc.oneof(
  person.map((by) => toCrisis(`${by} takes command`, { type: 'TakeCommand', by })),
  person.map((by) => toCrisis(`${by} acknowledges`, { type: 'Acknowledge', by })),
  fc.integer({ min: 1, max: 4 }).map((severity) => toCrisis(`severity ${severity}`, { type: 'ChangeSeverity', severity, reasonId: 'r' })),
  fc.constant(toCrisis('restored', { type: 'Restore' })),
  fc.constant(toCrisis('closed', { type: 'Close' })),
  fc.tuple(role, person).map(([of, by]) => toTeam(`${by} takes ${of}`, { type: 'TakeSeat', role: of, by })),
  fc.tuple(role, person).map(([of, by]) => toTeam(`${by} leaves ${of}`, { type: 'StandDown', role: of, by })),
  fc
    .tuple(role, person, person, fc.constantFrom('o1', 'o2', 'o3'))
    .map(([of, by, to, offer]) => toTeam(`${by} offers ${of} to ${to} (${offer})`, { type: 'OfferHandOver', offer, role: of, to, by })),
  fc.tuple(person, fc.constantFrom('o1', 'o2', 'o3')).map(([by, offer]) => toTeam(`${by} accepts ${offer}`, { type: 'AcceptHandOver', offer, by })),
  fc.tuple(person, fc.constantFrom('o1', 'o2', 'o3')).map(([by, offer]) => toTeam(`${by} declines ${offer}`, { type: 'DeclineHandOver', offer, by })),
  fc.tuple(person, fc.constantFrom('o1', 'o2', 'o3')).map(([by, offer]) => toTeam(`${by} withdraws ${offer}`, { type: 'WithdrawHandOver', offer, by })),
  fc.tuple(key, person).map(([task, by]) => toTasks(`${by} finishes ${task}`, { type: 'FinishTask', key: task, by })),
  fc.tuple(key, person).map(([task, by]) => toTasks(`${by} reopens ${task}`, { type: 'ReopenTask', key: task, by })),
  fc.constant<Step>({
    name: 'decided',
    act: (world) =>
      world.tell(decisionsOf(id), (now) => ({
        type: 'RecordDecision',
        decision: `d${now.getTime()}`,
        by: 'ann',
        lookAgainAt: new Date(now.getTime() + 3_600_000),
        now,
      })),
  }),
  fc.constant<Step>({
    name: 'the law starts',
    act: (world) => world.tell(regulatoryOf(id), (now) => ({ type: 'StartObligations', obligations: [law], moments: { awareness: now }, now })),
  }),
  fc.constant<Step>({
    name: 'customers are told',
    act: (world) => world.tell(clocksOf(id), (now) => ({ type: 'TellCustomers', full: true, final: false, nextUpdateAt: null, now })),
  }),
  fc.integer({ min: 1, max: 900 }).map((minutes): Step => ({ name: `${minutes} minutes pass`, act: (world) => world.pass(minutes) })),
)

describe('Somebody always leads', () => {
  test('no sequence of commands leaves a declared crisis without exactly one accountable commander, or a timer overdue', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 1, maxLength: 40 }), async (history) => {
        const world = await declared()
        for (const { name, act } of history) {
          await act(world)
          const crisis = world.stateOf<CrisisState>(crisisStream(id))
          const team = world.stateOf<TeamState>(teamOf(id))
          if (crisis.status === 'none') throw new Error('the crisis is gone')
          expect(people, name).toContain(crisis.commander)
          // The seat is one, and it is the same as the crisis's own.
          expect(team.seats.commander?.holder, name).toBe(crisis.commander)
          await world.pass(0)
          expect(world.overdue(), name).toEqual([])
        }
      }),
      { numRuns: 300 },
    )
  })
})

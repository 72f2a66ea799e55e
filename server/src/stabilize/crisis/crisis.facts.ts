// How a crisis's facts are read back, and the rows they move.
import { sql } from 'kysely'
import { z } from 'zod'
import { Answers } from '../../assess/severity/severity.contract.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { RhythmsFact } from '../../communicate/clocks/clocks.facts.ts'
import { idOf, type Informed, type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { type CrisisCommand, type CrisisFact, type CrisisState, crisis } from './crisis.ts'

const at = z.coerce.date()
const simple = <T extends string>(type: T) => z.object({ type: z.literal(type), at })
const Facts = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('CrisisDeclared'),
    severity: z.number(),
    proposed: z.number(),
    reasons: z.array(z.string()),
    answers: Answers.optional(),
    overrideReasonId: z.string().optional(),
    kind: z.string(),
    services: z.array(z.string()).optional(),
    commander: z.string(),
    onsetAt: at,
    detectedAt: at,
    clockPolicy: z.record(z.coerce.number(), z.record(z.string(), z.number())),
    audienceRhythms: RhythmsFact.optional(),
    at,
  }),
  z.object({ type: z.literal('CommanderSeated'), commander: z.string(), instead: z.string(), at }),
  z.object({ type: z.literal('CommanderAcknowledged'), commander: z.string(), at }),
  z.object({ type: z.literal('SeverityChanged'), severity: z.number(), from: z.number(), reasonId: z.string(), at }),
  z.object({ type: z.literal('SeverityKept'), severity: z.number(), against: z.number(), reasonId: z.string(), at }),
  z.object({ type: z.literal('AnswersGiven'), answers: Answers, at }),
  z.object({ type: z.literal('SeverityProposed'), severity: z.number(), reasons: z.array(z.string()), at }),
  z.object({ type: z.literal('NoteWritten'), textId: z.string(), at }),
  z.object({ type: z.literal('ScopeChanged'), services: z.array(z.string()), at }),
  z.object({ type: z.literal('ImpactConditionsChanged'), conditions: z.number(), everyoneInScope: z.boolean(), at }),
  z.object({ type: z.literal('ImpactListReplaced'), list: z.enum(['include', 'exclude']), listId: z.string(), accounts: z.number(), bad: z.number(), at }),
  z.object({ type: z.literal('ImpactListRemoved'), list: z.enum(['include', 'exclude']), at }),
  // Version 1 had no number, cause and count of changes.
  z.object({
    type: z.literal('ImpactAssessed'),
    number: z.number().optional(),
    cause: z.string().default('unknown'),
    by: z.string().default('leeward'),
    accounts: z.number(),
    added: z.number(),
    removed: z.number(),
    changed: z.number().default(0),
    vulnerable: z.number(),
    at,
  }),
  z.object({ type: z.literal('CriterionMet'), key: z.string(), by: z.string(), at }),
  z.object({ type: z.literal('CriterionUnmet'), key: z.string(), by: z.string(), at }),
  z.object({ type: z.literal('CrisisRestored'), despite: z.array(z.string()).optional(), reasonId: z.string().optional(), at }),
  z.object({
    type: z.literal('CrisisReopened'),
    troubles: z.array(z.string()),
    by: z.string(),
    unled: z.literal(true).optional(),
    reasonId: z.string().optional(),
    restoredAt: at.optional(),
    at,
  }),
  z.object({
    type: z.literal('SignOffAsked'),
    round: z.number().optional(),
    with: z.enum(['final-update', 'request']).optional(),
    sharePercent: z.number().optional(),
    at,
  }),
  z.object({ type: z.literal('SignOffReminded'), round: z.number(), at }),
  simple('ReviewDrafted'),
  simple('ReviewPublished'),
  simple('CrisisClosed'),
])

export const crisisKind = streamKind<CrisisState, CrisisCommand, CrisisFact>({
  name: 'crisis',
  decider: crisis,
  facts: Facts as unknown as z.ZodType<CrisisFact>,
  schemaVersion: 2,
  inform: finalUpdateAsks,
})
export const crisisStream = (crisisId: string) => `crisis/${crisisId}`

/** Whether a final update asks customers by itself is for the playbook to say. */
async function finalUpdateAsks(db: Db, asked: Informed<CrisisState, CrisisCommand>[]): Promise<CrisisCommand[]> {
  const of = ({ command }: (typeof asked)[number]) => command.type === 'AskSignOff' && command.with === 'final-update'
  const ids = asked.filter(of).map(({ stream }) => idOf(stream))
  if (ids.length === 0) return asked.map(({ command }) => command)
  const { rows } = await sql<{ id: string }>`
    select crisis_id as id from crisis_playbooks where crisis_id = any (${ids}::uuid[]) and body->'signOff'->>'withFinalUpdate' is distinct from 'false'`.execute(
    db,
  )
  const wanted = new Set(rows.map(({ id }) => id))
  return asked.map((each) => (of(each) ? ({ ...each.command, wanted: wanted.has(idOf(each.stream)) } as CrisisCommand) : each.command))
}

type Of<T extends CrisisFact['type']> = Extract<CrisisFact, { type: T }> & { crisisId: string }
const change = (tx: Db, crisisId: string, set: ReturnType<typeof sql>) => sql`update crises set ${set} where id = ${crisisId}`.execute(tx)

export const crisisProjections: Projections = {
  CommanderSeated: async (tx, fact: Of<'CommanderSeated'>) => {
    await change(tx, fact.crisisId, sql`commander = ${fact.commander}`)
  },
  CommanderAcknowledged: async (tx, fact: Of<'CommanderAcknowledged'>) => {
    await change(
      tx,
      fact.crisisId,
      sql`acknowledged_at = coalesce(acknowledged_at, ${fact.at}), status = case when status = 'declared' then 'commanded' else status end`,
    )
  },
  SeverityChanged: async (tx, fact: Of<'SeverityChanged'>) => {
    await change(tx, fact.crisisId, sql`severity = ${fact.severity}`)
  },
  CrisisRestored: async (tx, fact: Of<'CrisisRestored'>) => {
    await change(tx, fact.crisisId, sql`status = 'restored', restored_at = ${fact.at}`)
    await sql`update impact set until = ${fact.at} where crisis_id = ${fact.crisisId} and until is null and since <= ${fact.at}`.execute(tx)
  },
  CrisisReopened: async (tx, fact: Of<'CrisisReopened'>) => {
    await change(
      tx,
      fact.crisisId,
      fact.unled ? sql`status = 'declared', acknowledged_at = null, restored_at = null` : sql`status = 'commanded', restored_at = null`,
    )
    // Who was hurt until we said that it is over is hurt still.
    if (fact.restoredAt) await sql`update impact set until = null where crisis_id = ${fact.crisisId} and until = ${fact.restoredAt}`.execute(tx)
  },
  CrisisClosed: async (tx, fact: Of<'CrisisClosed'>) => {
    await change(tx, fact.crisisId, sql`status = 'closed', closed_at = ${fact.at}`)
  },
}

/** One wake-up a crisis, however much is changed before it is heard; one at a time. */
const assess = (cause: string) => (fact: { crisisId: string; actor: string }) => [
  {
    job: 'assess-impact',
    payload: { crisisId: fact.crisisId, cause, by: fact.actor },
    key: `assess-impact/${fact.crisisId}`,
    queue: `impact/${fact.crisisId}`,
  },
]
export const crisisReactions: Reactions = {
  CrisisDeclared: assess('declared'),
  ScopeChanged: assess('scope'),
  ImpactConditionsChanged: assess('conditions'),
  ImpactListReplaced: assess('list'),
  ImpactListRemoved: assess('list'),
  CrisisRestored: (fact: { crisisId: string }) => [{ job: 'draft-review', payload: { crisisId: fact.crisisId }, key: `draft-review/${fact.crisisId}` }],
}

// How the facts of restoring are read back, what its commands are told of checks and series, and what moves it.
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import { idOf, type Informed, type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { criterionStates, Measure } from './criteria.contract.ts'
import { lookAt } from './look.store.ts'
import { type RestoreCommand, type RestoreFact, type RestoreState, restore } from './restore.ts'

const at = z.coerce.date()
const text = z.string()
const state = z.enum(criterionStates)
const counts = { records: z.number(), mended: z.number(), failed: z.number() }
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('CriterionAdded'), key: text, textId: text, serviceId: text.optional(), measure: Measure, by: text, at }),
  z.object({ type: z.literal('CriterionLeftOut'), key: text, by: text, reasonId: text, at }),
  z.object({ type: z.literal('CriterionMet'), key: text, by: text, at }),
  z.object({ type: z.literal('CriterionUnmet'), key: text, by: text, at }),
  z.object({ type: z.literal('FigureEntered'), key: text, value: z.number(), by: text, at }),
  z.object({ type: z.literal('CriterionSeen'), key: text, text, state, sentence: text, at }),
  z.object({ type: z.literal('OrderSet'), services: z.array(text), by: text, at }),
  z.object({
    type: z.literal('ShareMoved'),
    serviceId: text,
    from: z.number(),
    to: z.number(),
    by: text,
    reasonId: text.optional(),
    figures: z.array(z.object({ text, state, sentence: text })),
    at,
  }),
  z.object({
    type: z.literal('RepairAdded'),
    id: text,
    kind: z.enum(['backfill', 'repair']),
    textId: text,
    records: z.number(),
    required: z.boolean(),
    by: text,
    at,
  }),
  z.object({ type: z.literal('RepairCounted'), id: text, ...counts, by: text, at }),
  z.object({ type: z.literal('RepairDone'), id: text, ...counts, at }),
  z.object({ type: z.literal('RepairLeft'), id: text, by: text, reasonId: text, at }),
  z.object({ type: z.literal('RestorationSaid'), despite: z.array(text), by: text, reasonId: text.optional(), at }),
  z.object({ type: z.literal('RestorationUndone'), at }),
])

/** Every command is decided by how the criteria stand at that moment, not by how a screen showed them. */
const looked = (db: Db, asked: Informed<RestoreState, RestoreCommand>[], real: Date): Promise<RestoreCommand[]> =>
  Promise.all(
    asked.map(async ({ stream, command, state: known }) => {
      if (command.type === 'GoOn') return command
      const { names: _, ...seen } = await lookAt(db, idOf(stream), known, real)
      return { ...command, looked: seen }
    }),
  )

export const restoreKind = streamKind<RestoreState, RestoreCommand, RestoreFact>({
  name: 'restore',
  decider: restore,
  facts: Facts as unknown as z.ZodType<RestoreFact>,
  schemaVersion: 1,
  inform: looked,
})
export const restoreOf = (crisisId: string) => `restore/${crisisId}`

type OfCrisis = { crisisId: string; at: Date }
export const restoreReactions: Reactions = {
  RestorationSaid: (fact: OfCrisis & { despite: string[]; reasonId?: string }) => [
    { tell: `crisis/${fact.crisisId}`, command: { type: 'Restore', despite: fact.despite, reasonId: fact.reasonId, now: fact.at } },
  ],
  CrisisReopened: (fact: OfCrisis) => [{ tell: restoreOf(fact.crisisId), command: { type: 'GoOn', now: fact.at } satisfies RestoreCommand }],
}

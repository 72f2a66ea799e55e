// How the facts of a watch are read back, what begins it, and what it brings about.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { idOf, type Informed, type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { watchClosely, watchNoMore } from './closely.store.ts'
import { troubleKinds, WatchPlan } from './watch.contract.ts'
import { type WatchCommand, type WatchFact, type WatchState, watch } from './watch.ts'

const at = z.coerce.date()
const text = z.string()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('WatchStarted'), minutes: z.number(), until: at, despite: z.array(text), at }),
  z.object({ type: z.literal('TroubleNoticed'), key: text, kind: z.enum(troubleKinds), sentence: text, at }),
  z.object({ type: z.literal('WatchOver'), troubles: z.number(), at }),
  z.object({ type: z.literal('ClosingSaid'), by: text, left: z.number(), troubles: z.number(), reasonId: text.optional(), at }),
  z.object({ type: z.literal('ReopeningSaid'), by: text, troubles: z.array(text), reasonId: text.optional(), at }),
])

/** For how long, by the severity at that moment and the playbook that the crisis runs by. */
async function howLong(db: Db, asked: Informed<WatchState, WatchCommand>[]): Promise<WatchCommand[]> {
  const starts = asked.filter(({ command }) => command.type === 'StartWatch').map(({ stream }) => idOf(stream))
  if (starts.length === 0) return asked.map(({ command }) => command)
  const { rows } = await sql<{ id: string; severity: 1 | 2 | 3 | 4; plan: unknown }>`
    select c.id, c.severity, coalesce(p.body->'watch', '{}') as plan from crises c join crisis_playbooks p on p.crisis_id = c.id where c.id = any (${starts}::uuid[])`.execute(
    db,
  )
  const minutes = new Map(rows.map(({ id, severity, plan }) => [id, WatchPlan.parse(plan)[severity]]))
  return asked.map(({ stream, command }) => {
    const known = minutes.get(idOf(stream))
    return command.type === 'StartWatch' && known !== undefined ? { ...command, minutes: known } : command
  })
}

export const watchKind = streamKind<WatchState, WatchCommand, WatchFact>({
  name: 'watch',
  decider: watch,
  facts: Facts as unknown as z.ZodType<WatchFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckWatch', now }),
  inform: howLong,
})
export const watchOf = (crisisId: string) => `watch/${crisisId}`

type Of<T extends WatchFact['type']> = Extract<WatchFact, { type: T }> & { crisisId: string }
export const watchProjections: Projections = {
  WatchStarted: async (tx, { crisisId, until, at: from }: Of<'WatchStarted'>) => {
    await watchClosely(tx, crisisId, from, until)
  },
  ReopeningSaid: async (tx, { crisisId, at }: Of<'ReopeningSaid'>) => {
    await watchNoMore(tx, crisisId, at)
  },
  CrisisClosed: async (tx, { crisisId, at }: { crisisId: string; at: Date }) => {
    await watchNoMore(tx, crisisId, at)
  },
}

type OfCrisis = { crisisId: string; at: Date }
export const watchReactions: Reactions = {
  CrisisRestored: (fact: OfCrisis & { despite?: string[] }) => [
    { tell: watchOf(fact.crisisId), command: { type: 'StartWatch', despite: fact.despite ?? [], now: fact.at } satisfies WatchCommand },
  ],
  ClosingSaid: (fact: OfCrisis) => [{ tell: `crisis/${fact.crisisId}`, command: { type: 'Close', now: fact.at } }],
  ReopeningSaid: ({ crisisId, by, troubles, reasonId, at: now }: Of<'ReopeningSaid'>) => [
    { tell: `crisis/${crisisId}`, command: { type: 'Reopen', by, troubles, ...(reasonId ? { reasonId } : {}), now } },
  ],
}

// How the actions' facts are read back, what the rule must know, and the rows that follow.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { type Reactions, streamKind } from '../../platform/events/kinds.ts'
import { isPracticeId } from '../../platform/ids.ts'
import { ActionPlan } from './actions.contract.ts'
import { type ActionsCommand, type ActionsFact, type ActionsState, actions } from './actions.ts'

const at = z.coerce.date()
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ActionsOffered'), plan: z.array(ActionPlan), at }),
  z.object({ type: z.literal('ActionAsked'), run: z.number(), action: z.string(), by: z.string(), automatic: z.boolean(), at }),
  z.object({ type: z.literal('AutomationEnded'), at }),
  z.object({
    type: z.literal('ActionEnded'),
    run: z.number(),
    action: z.string(),
    outcome: z.enum(['succeeded', 'failed', 'unknown', 'rehearsed']),
    at,
  }),
])

export const actionsKind = streamKind<ActionsState, ActionsCommand, ActionsFact>({
  name: 'actions',
  decider: actions,
  facts: Facts as unknown as z.ZodType<ActionsFact>,
  schemaVersion: 1,
  inform: async (db, asked) => {
    const { rows } = await sql<{ key: string }>`select key from actions where enabled`.execute(db)
    const installed = rows.map((row) => row.key)
    return asked.map(({ command }) => ({ ...command, installed }))
  },
})
export const actionsOf = (crisisId: string) => `actions/${crisisId}`

type Asked = Extract<ActionsFact, { type: 'ActionAsked' }> & { crisisId: string }
export const actionsProjections: Projections = {
  ActionAsked: async (tx: Db, { crisisId, run, action, by, automatic, at: askedAt }: Asked) => {
    await sql`
      insert into action_runs (crisis_id, run, practice, action, by, automatic, asked_at)
      values (${crisisId}, ${run}, ${isPracticeId(crisisId)}, ${action}, ${by}, ${automatic}, ${askedAt})`.execute(tx)
  },
}

export const actionsReactions: Reactions = {
  CrisisRestored: (fact: { crisisId: string; at: Date }) => [{ tell: actionsOf(fact.crisisId), command: { type: 'EndAutomation', now: fact.at } }],
  SeverityChanged: (fact: { crisisId: string; severity: number; from: number; at: Date }) =>
    fact.severity < fact.from ? [{ tell: actionsOf(fact.crisisId), command: { type: 'SeverityRaised', severity: fact.severity, now: fact.at } }] : [],
}

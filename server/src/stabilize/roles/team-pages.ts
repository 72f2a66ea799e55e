// What the team's work wants from one person at once pages that person: a seat that is offered, relief, a duty of the law, a severity that rises, an action that failed.
import { sql } from 'kysely'
import { type PlannedPage, planPages } from '../../assess/escalation/pages.plan.ts'
import { isProgram } from '../../platform/auth/permissions.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { SetProjection } from '../../platform/events/engine.ts'
import type { ActionsFact } from '../actions/actions.ts'
import type { TasksFact } from '../tasks/tasks.ts'
import { seatName } from './team.sentences.ts'
import type { TeamFact } from './team.ts'

type Recorded<F> = F & { crisisId: string; stream: string; version: number; at: Date }
type Fact = Recorded<
  | Extract<TeamFact, { type: 'HandOverOffered' | 'ReliefDue' }>
  | { type: 'ObligationReminderDue' | 'ObligationMissed'; key: string; deadline: Date }
  | { type: 'SeverityProposed'; severity: number; reasons: string[] }
  | { type: 'DecisionLookDue' }
  | Extract<TasksFact, { type: 'TaskOverdue' }>
  | Extract<ActionsFact, { type: 'ActionEnded' }>
>

export const teamPages: SetProjection = {
  of: ['HandOverOffered', 'ReliefDue', 'ObligationReminderDue', 'ObligationMissed', 'SeverityProposed', 'DecisionLookDue', 'TaskOverdue', 'ActionEnded'],
  project: pageWhoMustAct,
}

async function pageWhoMustAct(tx: Db, facts: Fact[]): Promise<void> {
  const leads = await commanders(tx, [...new Set(facts.map((fact) => fact.crisisId))])
  await planPages(
    tx,
    facts.flatMap((fact): PlannedPage[] => {
      const lead = leads.get(fact.crisisId)
      const said = wanted(fact, lead)
      return said?.person ? [{ crisisId: fact.crisisId, event: `${fact.stream.split('/')[0]}/${fact.version}`, at: fact.at, ...said, person: said.person }] : []
    }),
  )
}

type Lead = { commander: string | null; severity: number; led: boolean }
type Wanted = { person: string | null | undefined; reason: PlannedPage['reason']; detail: string }

/** Our own sentences only: a page may lie on a locked screen. Nobody is paged for what is good, for what can wait, or for the course of things before anybody leads. */
function wanted(fact: Fact, lead: Lead | undefined): Wanted | undefined {
  const commander = lead?.commander
  const leading = lead?.led ? commander : undefined
  switch (fact.type) {
    case 'HandOverOffered':
      return { person: fact.to, reason: 'hand-over', detail: `The seat of ${seatName(fact.role)} is offered to you.` }
    case 'ReliefDue':
      return { person: fact.holder, reason: 'relief', detail: `You have held the seat of ${seatName(fact.role)} for long. Hand it over to somebody fresh.` }
    case 'ObligationReminderDue':
      return { person: commander, reason: 'attention', detail: `A clock of the law is due soon: ${fact.key}.` }
    case 'ObligationMissed':
      return { person: commander, reason: 'attention', detail: `A clock of the law was missed: ${fact.key}. Send it all the same, with the reasons.` }
    case 'SeverityProposed':
      return lead && fact.severity < lead.severity
        ? { person: leading, reason: 'attention', detail: `The rules now say severity ${fact.severity}: ${fact.reasons.join(' ')}` }
        : undefined
    case 'DecisionLookDue':
      return { person: leading, reason: 'attention', detail: 'It is time to look whether a decision still holds.' }
    case 'TaskOverdue':
      // The others stand in the room, in red; a page is for what must work again first.
      return fact.critical
        ? {
            person: fact.owner && !isProgram(fact.owner) ? fact.owner : leading,
            reason: 'attention',
            detail: `A task that comes first is late: ${fact.key.replaceAll('-', ' ')}.`,
          }
        : undefined
    case 'ActionEnded':
      return fact.outcome === 'failed' || fact.outcome === 'unknown'
        ? {
            person: commander,
            reason: 'attention',
            detail: `The action ${fact.action} ${fact.outcome === 'failed' ? 'failed.' : 'was called, and no answer was heard. Check by hand.'}`,
          }
        : undefined
  }
}

async function commanders(tx: Db, crisisIds: string[]): Promise<Map<string, Lead>> {
  const { rows } = await sql<
    Lead & { id: string }
  >`select id, commander, severity, acknowledged_at is not null as led from crises where id = any (${crisisIds}::uuid[])`.execute(tx)
  return new Map(rows.map((row) => [row.id, row]))
}

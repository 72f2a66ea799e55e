// A promise about to be missed, or missed, pages whoever leads: what happens in one moment makes one page.
import { sql } from 'kysely'
import { heldKinds } from '../../communicate/clocks/clocks.contract.ts'
import { clocksSentences } from '../../communicate/clocks/clocks.sentences.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { SetProjection } from '../../platform/events/engine.ts'
import { planPages } from './pages.plan.ts'

type ClockFact = { type: 'ClockReminderDue' | 'ClockMissed'; crisisId: string; clock: string; deadline: Date; version: number; at: Date }
const mostLines = 6

export const clockPages: SetProjection = { of: ['ClockReminderDue', 'ClockMissed'], project: pageCommanders }

async function pageCommanders(tx: Db, facts: ClockFact[]): Promise<void> {
  const { rows } = await sql<{ id: string; commander: string }>`
    select id, commander from crises where id = any (${[...new Set(facts.map((fact) => fact.crisisId))]}::uuid[]) and commander is not null and status <> 'closed'`.execute(
    tx,
  )
  const leads = new Map(rows.map((row) => [row.id, row.commander]))
  const moments = [...Map.groupBy(facts, (fact) => `${fact.crisisId}/${fact.at.getTime()}`).values()]
  await planPages(
    tx,
    moments.flatMap((together) => {
      const first = together[0] as ClockFact
      const person = leads.get(first.crisisId)
      // Each clock's fact stands in one version of its stream, so no clock is paged twice.
      return person
        ? [
            {
              crisisId: first.crisisId,
              person,
              reason: 'clock' as const,
              event: `clocks/${first.version}`,
              detail: said(together),
              ...kept(together),
              at: first.at,
            },
          ]
        : []
    }),
  )
}

/** The promise that a holding update would keep, where one is among them. */
function kept(facts: ClockFact[]): { clock?: string } {
  const found = facts.find(({ clock }) => heldKinds.some((kind) => clock.split('/')[0] === kind))
  return found ? { clock: found.clock } : {}
}

const waits = 'Find somebody who approves it or sends it back; if nobody can, publish it anyway, with a reason.'
function said(facts: ClockFact[]): string {
  const lines = facts.map((fact) => `${clocksSentences[fact.type]?.says(fact, String, '') ?? ''}${fact.clock.startsWith('approval/') ? ` ${waits}` : ''}`)
  return (lines.length > mostLines ? [...lines.slice(0, mostLines - 1), `And ${lines.length - mostLines + 1} more promises.`] : lines).join('\n')
}

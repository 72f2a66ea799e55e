// The playbook that a crisis runs by: the one it started with, whatever became of it since.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { Playbook } from './playbook.ts'

/** With what of the crisis decides how it applies. One stored by an older version gets the defaults of what it did not know. */
export async function runningPlaybook({ db }: Pick<Deps, 'db'>, crisisId: string): Promise<{ playbook: Playbook; severity: number; commander: string | null }> {
  const {
    rows: [row],
  } = await sql<{ body: unknown; severity: number; commander: string | null }>`
    select p.body, c.severity, c.commander from crises c join crisis_playbooks p on p.crisis_id = c.id where c.id = ${crisisId}`.execute(db)
  if (!row) throw new Refused('not-found', 'There is no such crisis.')
  return { playbook: Playbook.parse(row.body), severity: row.severity, commander: row.commander }
}

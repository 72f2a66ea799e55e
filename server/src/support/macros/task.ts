// The task that a macro adds to its crisis: told to the team's stream after the use was stored, once by its key, however often this runs.
import { sql } from 'kysely'
import { type Deps, putText, tellCrisis } from '../../deps.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { rolesOf } from '../../prepare/playbooks/agree.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { tasksOf } from '../../stabilize/tasks/tasks.facts.ts'

type Task = { key: string; crisisId: string; text: string; accountable: string }

export async function addMacroTask(deps: Deps, use: number): Promise<void> {
  const { rows } = await sql<{
    task: Task
    person: string
    state: string | null
  }>`select task, person, task->>'state' as state from macro_uses where id = ${use} and task is not null`.execute(deps.db)
  const [row] = rows
  if (!row || row.state !== null) return
  const { key, crisisId, text, accountable } = row.task
  const roles = rolesOf((await runningPlaybook(deps, crisisId)).playbook)
  const textId = newId(deps.clock())
  const task = {
    key,
    textId,
    phase: 'support' as const,
    accountable: roles.includes(accountable) ? accountable : (roles[0] as string),
    critical: false,
    after: [],
  }
  const ended = await tellCrisis(
    deps,
    tasksOf(crisisId),
    crisisId,
    row.person,
    (now) => ({ type: 'AddTask', task, by: row.person, now }),
    (tx, now) => putText(tx, textId, crisisId, text, row.person, now),
    { whileOpen: true },
  ).then(
    () => ({ state: 'added' }),
    // Its crisis was closed, or has too many tasks: nothing that another try would change.
    (error: unknown) => {
      if (error instanceof Refused) return { state: 'refused', why: error.message }
      throw error
    },
  )
  await sql`update macro_uses set task = task || ${JSON.stringify(ended)}::jsonb where id = ${use}`.execute(deps.db)
}

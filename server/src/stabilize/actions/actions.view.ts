import { sql } from 'kysely'
import type { z } from 'zod'
import { crisisNow, type Deps, namesOf } from '../../deps.ts'
import type { ActionPlan, CrisisActionsView } from './actions.contract.ts'
import { actionsOf } from './actions.facts.ts'
import type { ActionsState } from './actions.ts'

type Run = Omit<z.input<typeof CrisisActionsView>['runs'][number], 'by'> & { by: string }

/** What can be done in a crisis, and what was done. */
export async function crisisActions(deps: Deps, crisisId: string): Promise<z.input<typeof CrisisActionsView>> {
  await crisisNow(deps, crisisId)
  const { plan } = await deps.engine.stateOf<ActionsState>(actionsOf(crisisId))
  const { rows: installed } = await sql<{ key: string; name: string; about: string; enabled: boolean }>`
    select key, name, about, enabled from actions order by name, key`.execute(deps.db)
  const { rows: runs } = await sql<Run>`
    select r.run, r.action, a.name, r.by, r.automatic, r.state, r.answer, r.attempts, r.asked_at as "askedAt", r.ended_at as "endedAt"
      from action_runs r join actions a on a.key = r.action where r.crisis_id = ${crisisId} order by r.run desc`.execute(deps.db)
  const person = await namesOf(
    deps,
    runs.map((run) => run.by),
  )
  const planned = plan.map((each) => {
    const known = installed.find(({ key }) => key === each.action)
    return {
      action: each.action,
      name: known?.name ?? each.action,
      text: each.text,
      ofPlaybook: true,
      installed: known?.enabled ?? false,
      automatically: inWords(each),
    }
  })
  const others = installed
    .filter(({ key, enabled }) => enabled && !plan.some((each) => each.action === key))
    .map(({ key, name, about }) => ({ action: key, name, text: about, ofPlaybook: false, installed: true, automatically: null }))
  return {
    actions: [...planned, ...others].map((each) => ({
      ...each,
      running: runs.some((run) => run.action === each.action && (run.state === 'asked' || run.state === 'calling')),
    })),
    runs: runs.map((run) => ({ ...run, by: person(run.by) })),
  }
}

function inWords({ automatically }: ActionPlan): string | null {
  if (!automatically) return null
  const { on, severities, atMost, everyMinutes } = automatically
  const when = on === 'declared' ? 'when a crisis is declared with' : 'when the severity is raised to'
  const often = atMost === 1 ? 'once at most' : `${atMost} times at most, ${everyMinutes} minutes apart`
  return `By itself ${when} severity ${new Intl.ListFormat('en', { type: 'disjunction' }).format(severities.map(String))}, ${often}.`
}

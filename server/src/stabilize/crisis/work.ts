// What the team still has to do, and what the law asks, in the few figures that the room shows.
import { regulatoryView } from '../../assess/regulatory-clocks/regulatory.view.ts'
import { type Deps, namesOf, textsOf } from '../../deps.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { decisionsOf } from '../decisions/decisions.facts.ts'
import type { DecisionsState } from '../decisions/decisions.ts'
import { teamOf } from '../roles/team.facts.ts'
import type { TeamState } from '../roles/team.ts'
import { tasksOf } from '../tasks/tasks.facts.ts'
import { blockersOf, type TasksState } from '../tasks/tasks.ts'
import type { CrisisRoom } from './crisis.contract.ts'

/** `me`: whose offers are shown. A task that waits for another is not named as late: the other one is. */
export async function workOf(deps: Deps, crisisId: string, me: string): Promise<CrisisRoom['work']> {
  const { engine } = deps
  const [{ tasks }, team, { decisions }, { playbook, severity }] = await Promise.all([
    engine.stateOf<TasksState>(tasksOf(crisisId)),
    engine.stateOf<TeamState>(teamOf(crisisId)),
    engine.stateOf<DecisionsState>(decisionsOf(crisisId)),
    runningPlaybook(deps, crisisId),
  ])
  const open = tasks.filter((task) => task.state === 'open' || task.state === 'doing')
  const late = open.filter((task) => task.overdue)
  const free = late.filter((task) => blockersOf(task, tasks).length === 0)
  const worst = free.find((task) => task.critical) ?? free[0]
  const offers = team.offers.filter((offer) => offer.to === me)
  const [person, texts] = await Promise.all([
    namesOf(
      deps,
      offers.flatMap((offer) => [offer.from, offer.to]),
    ),
    textsOf(deps, [worst?.textId, ...offers.map((offer) => offer.noteId)]),
  ])
  return {
    tasksOpen: open.length,
    tasksOverdue: late.length,
    tasksDone: tasks.filter((task) => task.state === 'done').length,
    lateTask: worst ? { key: worst.key, text: worst.text ?? texts.get(worst.textId ?? '') ?? '' } : null,
    emptySeats: team.roles
      .filter((role) => !Object.hasOwn(team.seats, role) && severity <= (playbook.roles[role]?.neededFrom ?? 0))
      .map((role) => ({ role, title: playbook.roles[role]?.title ?? null })),
    offersToMe: offers.map(({ id, role, from, to, noteId, offeredAt, answerBy }) => ({
      id,
      role,
      from: from ? person(from) : null,
      to: person(to),
      note: texts.get(noteId ?? '') ?? null,
      offeredAt: offeredAt.toISOString(),
      answerBy: answerBy.toISOString(),
    })),
    decisionsDue: decisions.filter((decision) => decision.due).length,
  }
}

export async function lawOf(deps: Deps, crisisId: string): Promise<CrisisRoom['law']> {
  const { questions, clocks } = await regulatoryView(deps, crisisId)
  return {
    unanswered: questions.filter((question) => question.answer === null).length,
    clocks: clocks
      .filter((clock) => clock.state === 'running')
      .map(({ key, regime, title, basisAt, alsoAt, startedAt, deadline, missed }) => ({
        key,
        regime,
        title,
        startsAt: instant(basisAt ?? alsoAt ?? startedAt),
        deadline: deadline && instant(deadline),
        missed,
      })),
  }
}

const instant = (at: string | Date) => new Date(at).toISOString()

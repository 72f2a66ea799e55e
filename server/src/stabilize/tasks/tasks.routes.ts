// The checklist of a crisis: look, add, assign, start, finish with evidence, skip with a reason, reopen.
import { z } from 'zod'
import { crisisNow, type Deps, mustExist, namesOf, putText, tellCrisis, textsOf } from '../../deps.ts'
import { Empty, Id } from '../../platform/contract.ts'
import { type App, asker, may, typed } from '../../platform/http/server.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { rolesOf } from '../../prepare/playbooks/agree.ts'
import { tasksOf } from './tasks.facts.ts'
import { blockersOf, type Task, type TasksCommand, type TasksState } from './tasks.ts'
import { AddTask, AssignTask, FinishTask, OfTask, ReopenTask, SkipTask, TasksView } from './tasks.view.contract.ts'

const OfCrisis = z.object({ id: Id })

export function taskRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const tell = async (id: string, by: string, command: (now: Date) => TasksCommand, text?: { id: string; body: string }, whileOpen = false) => {
    await tellCrisis(deps, tasksOf(id), id, by, command, text && ((tx, now) => putText(tx, text.id, id, text.body, by, now)), { whileOpen })
    return tasksView(deps, id)
  }
  const access = { config: may('respond') }
  const answers = { response: { 200: TasksView } }

  app.get('/api/crises/:id/tasks', { config: may('read'), schema: { operationId: 'listTasks', params: OfCrisis, ...answers } }, ({ params }) =>
    tasksView(deps, params.id),
  )
  app.post(
    '/api/crises/:id/tasks',
    { ...access, schema: { operationId: 'addTask', params: OfCrisis, body: AddTask, response: { 201: TasksView } } },
    async (request, reply) => {
      const [{ id }, { text, ...given }, by] = [request.params, request.body, asker(request).id]
      const roles = rolesOf((await runningPlaybook(deps, id)).playbook)
      if (!roles.includes(given.accountable)) throw new Refused('not-valid', `There is no role ${given.accountable}; there are ${roles.join(', ')}.`)
      if (given.owner) await mustExist(deps, given.owner)
      const [key, textId] = [newId(deps.clock()), newId(deps.clock())]
      // Its stream does not know that it is closed where that was before there were tasks.
      const added = await tell(id, by, (now) => ({ type: 'AddTask', task: { key, textId, ...given }, by, now }), { id: textId, body: text }, true)
      return reply.code(201).send(added)
    },
  )
  app.post(
    '/api/crises/:id/tasks/:key/assignment',
    { ...access, schema: { operationId: 'assignTask', params: OfTask, body: AssignTask, ...answers } },
    async (request) => {
      const [{ id, key }, by] = [request.params, asker(request).id]
      if (request.body.owner) await mustExist(deps, request.body.owner)
      return tell(id, by, (now) => ({ type: 'AssignTask', key, by, ...request.body, now }))
    },
  )
  app.post('/api/crises/:id/tasks/:key/start', { ...access, schema: { operationId: 'startTask', params: OfTask, body: Empty, ...answers } }, (request) => {
    const [{ id, key }, by] = [request.params, asker(request).id]
    return tell(id, by, (now) => ({ type: 'StartTask', key, by, now }))
  })
  app.post(
    '/api/crises/:id/tasks/:key/completion',
    { ...access, schema: { operationId: 'finishTask', params: OfTask, body: FinishTask, ...answers } },
    (request) => {
      const [{ id, key }, by, body] = [request.params, asker(request).id, request.body?.evidence]
      const evidenceId = body ? newId(deps.clock()) : undefined
      return tell(
        id,
        by,
        (now) => ({ type: 'FinishTask', key, by, ...(evidenceId ? { evidenceId } : {}), now }),
        evidenceId && body ? { id: evidenceId, body } : undefined,
      )
    },
  )
  app.post('/api/crises/:id/tasks/:key/skip', { ...access, schema: { operationId: 'skipTask', params: OfTask, body: SkipTask, ...answers } }, (request) => {
    const [{ id, key }, by, reasonId] = [request.params, asker(request).id, newId(deps.clock())]
    return tell(id, by, (now) => ({ type: 'SkipTask', key, by, reasonId, now }), { id: reasonId, body: request.body.reason })
  })
  app.post(
    '/api/crises/:id/tasks/:key/reopening',
    { ...access, schema: { operationId: 'reopenTask', params: OfTask, body: ReopenTask, ...answers } },
    (request) => {
      const [{ id, key }, by, body] = [request.params, asker(request).id, request.body?.reason]
      const reasonId = body ? newId(deps.clock()) : undefined
      return tell(
        id,
        by,
        (now) => ({ type: 'ReopenTask', key, by, ...(reasonId ? { reasonId } : {}), now }),
        reasonId && body ? { id: reasonId, body } : undefined,
      )
    },
  )
}

async function tasksView(deps: Deps, crisisId: string): Promise<z.input<typeof TasksView>> {
  await crisisNow(deps, crisisId)
  const { tasks } = await deps.engine.stateOf<TasksState>(tasksOf(crisisId))
  const person = await namesOf(
    deps,
    tasks.flatMap((task) => [task.owner, task.endedBy]),
  )
  const texts = await textsOf(
    deps,
    tasks.flatMap((task) => [task.textId, task.evidenceId, task.reasonId]),
  )
  const words = (task: Task) => task.text ?? (task.textId && texts.get(task.textId)) ?? ''
  return {
    tasks: tasks.map((task) => ({
      ...task,
      text: words(task),
      help: task.help ?? null,
      owner: task.owner ? person(task.owner) : null,
      dueAt: task.dueAt ?? null,
      waitsFor: blockersOf(task, tasks).map((blocker) => ({ key: blocker.key, text: words(blocker) })),
      endedAt: task.endedAt ?? null,
      endedBy: task.endedBy ? person(task.endedBy) : null,
      note: texts.get(task.evidenceId ?? task.reasonId ?? '') ?? null,
    })),
  }
}

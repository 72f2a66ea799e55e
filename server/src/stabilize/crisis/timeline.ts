// The timeline reads itself from the facts; each fact is one sentence, which its feature brings along.
import { sql } from 'kysely'
import { escalationSentences } from '../../assess/escalation/escalation.sentences.ts'
import { impactSentences } from '../../assess/impact/impact.sentences.ts'
import { regulatorySentences } from '../../assess/regulatory-clocks/regulatory.sentences.ts'
import { regulatoryView } from '../../assess/regulatory-clocks/regulatory.view.ts'
import { clocksSentences } from '../../communicate/clocks/clocks.sentences.ts'
import { postmortemSentences } from '../../communicate/postmortem/postmortem.sentences.ts'
import { updateSentences } from '../../communicate/updates/update.sentences.ts'
import { type Deps, namesOf, textsOf } from '../../deps.ts'
import type { Sentences } from '../../platform/events/sentences.ts'
import { remediesSentences } from '../../remediate/grants/grants.sentences.ts'
import { restoreOf } from '../../restore/criteria/restore.facts.ts'
import { restoreSentences } from '../../restore/criteria/restore.sentences.ts'
import type { RestoreState } from '../../restore/criteria/restore.ts'
import { criteriaNow } from '../../restore/criteria/restore.view.ts'
import { signOffSentences } from '../../restore/sign-off/sign-off.sentences.ts'
import { watchSentences } from '../../restore/watch/watch.sentences.ts'
import { answersSentences } from '../../support/answers/answers.sentences.ts'
import { actionsSentences } from '../actions/actions.sentences.ts'
import { decisionsSentences } from '../decisions/decisions.sentences.ts'
import { teamSentences } from '../roles/team.sentences.ts'
import { tasksOf } from '../tasks/tasks.facts.ts'
import { tasksSentences } from '../tasks/tasks.sentences.ts'
import type { TasksState } from '../tasks/tasks.ts'
import { workaroundsSentences } from '../workarounds/workarounds.sentences.ts'
import type { TimelineEntry } from './crisis.contract.ts'
import { crisisSentences } from './crisis.sentences.ts'

/** A new feature adds its sentences here; what it does not name is not shown. */
const sentences: Sentences = {
  ...crisisSentences,
  ...teamSentences,
  ...tasksSentences,
  ...decisionsSentences,
  ...workaroundsSentences,
  ...actionsSentences,
  ...escalationSentences,
  ...impactSentences,
  ...regulatorySentences,
  ...clocksSentences,
  ...updateSentences,
  ...postmortemSentences,
  ...remediesSentences,
  ...restoreSentences,
  ...watchSentences,
  ...signOffSentences,
  ...answersSentences,
}
const shown = Object.keys(sentences)

type Row = {
  position: number
  at: Date
  type: string
  actor: string
  data: Record<string, unknown>
  stream: string
  text: string | null
  update: string | null
  decision: string | null
  workaround: string | null
}

/** A page of the timeline; that somebody leads is told by the crisis itself, not by the seat again. `before` is a position (newest first), `after` reads it in order. */
export async function timeline(deps: Deps, crisisId: string, page: { before?: number; limit: number; inOrder?: boolean }): Promise<TimelineEntry[]> {
  const { rows } = await sql<Row>`
    select e.position, e.occurred_at as at, e.type, e.actor, e.data, e.stream, t.body as text, said_in(case when e.stream like 'update/%' then substr(e.stream, 8)::uuid when e.stream like 'dispatch/%' then substr(e.stream, 10)::uuid end, 'en')->>'title' as update, d.what as decision, w.body as workaround
      from events e
      left join texts t on t.id = coalesce(e.data->>'textId', e.data->>'reasonId', e.data->>'overrideReasonId', e.data->>'lateReasonId', e.data->>'noteId', e.data->>'evidenceId')::uuid
      left join decisions d on e.stream like 'decisions/%' and d.id = (e.data->>'decision')::uuid
      left join workarounds w on e.stream like 'workarounds/%' and w.id = (e.data->>'workaround')::uuid
     where e.crisis_id = ${crisisId} and e.type = any (${shown}) and not (e.type = 'SeatTaken' and e.data->>'role' = 'commander') ${page.before === undefined ? sql`` : sql`and e.position < ${page.before}`}
     order by e.position ${page.inOrder ? sql`` : sql`desc`} limit ${page.limit}`.execute(deps.db)
  const about = await titlesOf(deps, crisisId, rows)
  const person = await namesOf(
    deps,
    rows.flatMap((row) => [row.actor, ...(sentences[row.type]?.people?.(row.data) ?? []).map(String)]),
  )
  return rows.map((row) => ({
    position: row.position,
    at: row.at.toISOString(),
    type: row.type,
    actor: person(row.actor),
    text: row.text,
    sentence:
      sentences[row.type]?.says(row.data, (id) => person(String(id)).name, row.update ?? row.decision ?? row.workaround ?? about(row) ?? '') ?? row.type,
    tone: sentences[row.type]?.tone ?? 'plain',
  }))
}

/** What facts of tasks, criteria and of the law are about: the playbook's words, or those of whoever added them. */
async function titlesOf(deps: Deps, crisisId: string, rows: Row[]): Promise<(row: Row) => string | undefined> {
  const about = (kind: string) => rows.some((row) => row.stream.startsWith(`${kind}/`))
  const said = new Map<string, string | undefined>()
  if (about('tasks')) {
    const { tasks } = await deps.engine.stateOf<TasksState>(tasksOf(crisisId))
    const added = await textsOf(
      deps,
      tasks.map((task) => task.textId),
    )
    for (const task of tasks) said.set(task.key, task.text ?? added.get(task.textId ?? ''))
  }
  if (rows.some(ofCriterion)) {
    const [{ added }, now] = await Promise.all([deps.engine.stateOf<RestoreState>(restoreOf(crisisId)), criteriaNow(deps, crisisId)])
    const texts = await textsOf(
      deps,
      added.map(({ textId }) => textId),
    )
    for (const { key, text } of now) said.set(`criterion ${key}`, text)
    for (const { key, textId } of added) said.set(`criterion ${key}`, texts.get(textId))
  }
  const services = rows.filter(({ type }) => type === 'ShareMoved').map(({ data }) => String(data.serviceId))
  if (services.length > 0) {
    const { rows: named } = await sql<{ id: string; name: string }>`select id, name from services where id = any (${services}::uuid[])`.execute(deps.db)
    for (const { id, name } of named) said.set(`service ${id}`, name)
  }
  if (about('regulatory')) {
    const { questions, clocks } = await regulatoryView(deps, crisisId)
    for (const { key, ask } of questions) said.set(`question ${key}`, ask)
    for (const { key, regime, title } of clocks) said.set(key, `${regime}, ${title}`)
  }
  return (row) => {
    const { type, data } = row
    if (type === 'RegulatoryQuestionAnswered') return said.get(`question ${data.question}`)
    if (ofCriterion(row)) return said.get(`criterion ${data.key}`)
    if (type === 'ShareMoved') return said.get(`service ${data.serviceId}`)
    return said.get(String(type === 'TaskAdded' ? (data.task as { key: string }).key : data.key))
  }
}

const ofCriterion = ({ type }: Row) => ['CriterionMet', 'CriterionUnmet', 'CriterionAdded', 'CriterionLeftOut', 'FigureEntered'].includes(type)

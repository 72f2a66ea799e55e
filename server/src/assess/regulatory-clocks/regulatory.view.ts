// What the room shows of the law: the playbook's questions with their answers, and every clock, the nearest first.
import { sql } from 'kysely'
import type { z } from 'zod'
import { type Deps, namesOf, textsOf } from '../../deps.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { regulatoryOf } from './regulatory.facts.ts'
import type { Duty, RegulatoryState } from './regulatory.ts'
import type { RegulatoryView } from './regulatory.view.contract.ts'

export async function regulatoryView(deps: Deps, crisisId: string): Promise<z.input<typeof RegulatoryView>> {
  const [{ playbook }, { answers, duties }] = await Promise.all([runningPlaybook(deps, crisisId), deps.engine.stateOf<RegulatoryState>(regulatoryOf(crisisId))])
  const [person, texts, names] = await Promise.all([
    namesOf(deps, [...Object.values(answers).map((given) => given.by), ...duties.map((duty) => duty.by)]),
    textsOf(deps, [...Object.values(answers).map((given) => given.reasonId), ...duties.flatMap((duty) => [duty.evidenceId, duty.reasonId])]),
    namesOfFiles(
      deps,
      duties.flatMap((duty) => duty.attachments),
    ),
  ])
  return {
    questions: playbook.regulatory.map(({ key, ask, help, starts }) => {
      const given = Object.hasOwn(answers, key) ? answers[key] : undefined
      return {
        key,
        ask,
        help: help ?? null,
        answer: given?.answer ?? null,
        by: given ? person(given.by) : null,
        at: given?.at ?? null,
        reason: texts.get(given?.reasonId ?? '') ?? null,
        starts: starts.flatMap((name) => deps.shelf.obligations.filter((each) => each.key === name)),
      }
    }),
    clocks: duties.toSorted(byUrgency).map(({ obligation, metAt, by, evidenceId, reasonId, attachments, ...duty }) => ({
      ...obligation,
      ...duty,
      alsoFrom: obligation.alsoWithin?.from ?? null,
      metAt: metAt ?? null,
      by: by ? person(by) : null,
      note: texts.get(evidenceId ?? reasonId ?? '') ?? null,
      attachments: attachments.map((id) => ({ id, name: names.get(id) ?? id })),
    })),
  }
}

const order = { running: 0, waiting: 1, met: 2, dismissed: 3 }
const byUrgency = (one: Duty, other: Duty) =>
  order[one.state] - order[other.state] || (one.deadline?.getTime() ?? Number.POSITIVE_INFINITY) - (other.deadline?.getTime() ?? Number.POSITIVE_INFINITY) || 0

async function namesOfFiles({ db }: Deps, ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; name: string }>`select id, name from attachments where id = any (${ids}::uuid[])`.execute(db)
  return new Map(rows.map((row) => [row.id, row.name]))
}

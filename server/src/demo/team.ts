// Tidewater's crisis team at work: who took which seat when, what they have done so far, what was decided, and the way around that customers read.
import { sql } from 'kysely'
import { regulatoryOf } from '../assess/regulatory-clocks/regulatory.facts.ts'
import { type Deps, putText } from '../deps.ts'
import { type Auth, createPerson } from '../platform/auth/auth.ts'
import type { Group } from '../platform/auth/permissions.ts'
import { newId } from '../platform/ids.ts'
import { decisionsOf } from '../stabilize/decisions/decisions.facts.ts'
import { teamOf } from '../stabilize/roles/team.facts.ts'
import { tasksOf } from '../stabilize/tasks/tasks.facts.ts'
import { workaroundsOf } from '../stabilize/workarounds/workarounds.facts.ts'
import { done, lawAnswers, seats, theDecision, theWorkaround } from './story.ts'

type People = { mara: string; jonas: string; ines: string }

/** Something that happened so many minutes after onset. */
export type Act = { at: number; act: () => Promise<unknown> }

/** What the team has done so far, to be played in the order of time. `at`: the time so many minutes after onset. */
export async function teamActs(deps: Deps, auth: Auth, crisisId: string, known: People, at: (minutes: number) => Date): Promise<Act[]> {
  const add = (name: string, email: string, group: Group) => createPerson(deps.db, auth, { name, email: `${email}@tidewater.example`, groups: [group] })
  const people: Record<string, string> = {
    ...known,
    lena: await add('Lena Fischer', 'lena', 'responder'),
    tomas: await add('Tomas Okoye', 'tomas', 'responder'),
    yuki: await add('Yuki Sato', 'yuki', 'communicator'),
    priya: await add('Priya Nair', 'priya', 'legal'),
  }
  const by = (name: string) => people[name] as string
  const tell = (stream: string, minutes: number, who: string, command: object, rows?: (tx: Deps['db']) => Promise<unknown>) =>
    deps.engine.tell(
      stream,
      { ...command, now: at(minutes) },
      {
        actor: by(who),
        crisisId,
        ...(rows
          ? {
              with: async (tx: Deps['db']) => {
                await rows(tx)
              },
            }
          : {}),
      },
    )

  return [
    ...seats.map(({ role, who, at: minutes }) => ({
      at: minutes,
      act: () => tell(teamOf(crisisId), minutes, who, { type: 'TakeSeat', role, by: by(who) }),
    })),
    ...done.map(({ task, who, at: minutes, evidence }) => ({
      at: minutes,
      act: () => {
        const evidenceId = evidence ? newId(at(minutes)) : undefined
        return tell(
          tasksOf(crisisId),
          minutes,
          who,
          { type: 'FinishTask', key: task, by: by(who), ...(evidenceId ? { evidenceId } : {}) },
          evidenceId && evidence ? (tx) => putText(tx, evidenceId, crisisId, evidence, by(who), at(minutes)) : undefined,
        )
      },
    })),
    ...lawAnswers.map(({ question, at: minutes }) => ({
      at: minutes,
      act: () =>
        tell(regulatoryOf(crisisId), minutes, 'priya', { type: 'AnswerQuestion', question, answer: 'no', obligations: [], moments: {}, by: by('priya') }),
    })),
    { at: theDecision.at, act: () => decide(deps, crisisId, by('mara'), by('yuki'), at) },
    { at: theWorkaround.at, act: () => publishWorkaround(deps, crisisId, by('jonas'), by('ines'), at) },
  ]
}

async function decide({ engine }: Deps, crisisId: string, by: string, recordedBy: string, at: (minutes: number) => Date) {
  const { at: minutes, lookAgainAfter, what, why, options } = theDecision
  const decision = newId(at(minutes))
  await engine.tell(
    decisionsOf(crisisId),
    { type: 'RecordDecision', decision, by, lookAgainAt: at(minutes + lookAgainAfter), now: at(minutes) },
    {
      actor: recordedBy,
      crisisId,
      with: async (tx) => {
        await sql`
          insert into decisions (id, crisis_id, what, why, options, decided_by, recorded_by, decided_at)
          values (${decision}, ${crisisId}, ${what}, ${why}, ${JSON.stringify(options)}::jsonb, ${by}, ${recordedBy}, ${at(minutes)}) on conflict (id) do nothing`.execute(
          tx,
        )
      },
    },
  )
}

async function publishWorkaround({ engine }: Deps, crisisId: string, author: string, publisher: string, at: (minutes: number) => Date) {
  const { at: minutes, body, forWhom } = theWorkaround
  const workaround = newId(at(minutes))
  await engine.tell(
    workaroundsOf(crisisId),
    { type: 'AddWorkaround', workaround, by: author, now: at(minutes) },
    {
      actor: author,
      crisisId,
      with: async (tx) => {
        await sql`
          insert into workarounds (id, crisis_id, body, for_whom, author, status, written_at)
          values (${workaround}, ${crisisId}, ${body}, ${forWhom}, ${author}, 'draft', ${at(minutes)}) on conflict (id) do nothing`.execute(tx)
      },
    },
  )
  await engine.tell(
    workaroundsOf(crisisId),
    { type: 'PublishWorkaround', workaround, by: publisher, people: 2, now: at(minutes + 2) },
    { actor: publisher, crisisId },
  )
}

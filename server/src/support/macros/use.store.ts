// A macro used on a conversation: looked at first, then done, all of it in one transaction and once for its key.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../platform/auth/permissions.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { giveWithin, mustAgree } from '../../remediate/goodwill/goodwill.store.ts'
import { moveTo } from '../conversations/acts.store.ts'
import { act, type Held, hold, settle } from '../conversations/change.store.ts'
import { answered, putOut } from '../conversations/reply.store.ts'
import { mustHaveSeen } from '../conversations/seen.store.ts'
import { budgetFor, type Known, knownOf, textOf } from './facts.store.ts'
import { type Macro, macroInForce } from './in-force.store.ts'
import type { MacroPreview, UseMacro } from './macros.contract.ts'
import { mayUse, type Step, stepsOf } from './macros.ts'

type Using = Pick<Deps, 'db' | 'clock' | 'config' | 'key' | 'shelf'>

export async function previewMacro(deps: Using, id: number, macroId: string, crisisId: string | undefined, who: Principal): Promise<MacroPreview> {
  const macro = await usable(deps.db, macroId, who)
  const known = await knownOf(deps, deps.db, id, { crisisId, who, assign: macro.actions.assign })
  const steps = stepsOf(macro, known.facts)
  const given = goodwillIn(steps)
  return {
    revision: macro.revision,
    ...textOf(macro, known),
    steps,
    budget: macro.actions.goodwill ? await budgetFor(deps.db, known, deps.clock()) : null,
    waits: given ? ((await mustAgree(deps, givingOf(known, macro, given, deps.clock()), who.id)) ?? null) : null,
    seen: known.newest,
  }
}

async function usable(db: Db, id: string, who: Principal): Promise<Macro> {
  const macro = await macroInForce(db, id)
  if (!mayUse(macro.groups, who.groups)) throw new Refused('not-allowed', `This macro is for ${macro.groups.join(', ')}: ask one of them.`)
  return macro
}

const goodwillIn = (steps: readonly Step[]) => steps.find(({ kind, why }) => kind === 'goodwill' && why === null)

export type Use = { use: number; steps: Step[]; goodwillId: string | null; again: boolean }

/** Does it. Refused where it is not what was looked at, or where a step cannot be done that nobody left out. */
export async function takeMacro(deps: Using, id: number, macroId: string, given: UseMacro, who: Principal): Promise<Use> {
  return deps.db.transaction().execute(async (tx) => {
    const now = deps.clock()
    await sql`select pg_advisory_xact_lock(hashtextextended(${`macro/${who.id}/${given.key}`}, 0))`.execute(tx)
    const before = await usedBefore(tx, id, macroId, given.key, who.id)
    if (before) return before
    const macro = await usable(tx, macroId, who)
    if (macro.revision !== given.revision)
      throw new Refused('changed-meanwhile', 'Somebody changed this macro meanwhile. Look at what it does now, and use it then.')
    const held = await hold(tx, id)
    const known = await knownOf(deps, tx, id, { crisisId: given.crisisId, who, assign: macro.actions.assign })
    const steps = stepsToDo(macro, known, given)
    if (steps.some(({ kind }) => kind === 'reply')) await mustHaveSeen(tx, id, given.seen, who.id)
    const done = await carryOut({ deps, tx, held, known, macro, given, by: who.id, now }, steps)
    const { rows } = await sql<{ id: number }>`
      insert into macro_uses (person, key, macro, revision, conversation_id, at, message_id, goodwill_id, task, done)
      values (${who.id}, ${given.key}, ${macro.id}, ${macro.revision}, ${id}, ${now}, ${done.message}, ${done.goodwillId}, ${done.task ? JSON.stringify(done.task) : null}::jsonb, ${JSON.stringify(steps)}::jsonb) returning id`.execute(
      tx,
    )
    const use = rows[0]?.id as number
    if (done.task)
      await sql`select graphile_worker.add_job('add-macro-task', ${JSON.stringify({ use })}::json, job_key := ${`add-macro-task/${use}`})`.execute(tx)
    return { use, steps, goodwillId: done.goodwillId, again: false }
  })
}

async function usedBefore(tx: Db, conversation: number, macro: string, key: string, person: string): Promise<Use | undefined> {
  const { rows } = await sql<{ use: number; macro: string; conversation: number; steps: Step[]; goodwillId: string | null }>`
    select id as use, macro, conversation_id as conversation, done as steps, goodwill_id as "goodwillId" from macro_uses where person = ${person} and key = ${key}`.execute(
    tx,
  )
  const [row] = rows
  if (row && (row.macro !== macro || row.conversation !== conversation))
    throw new Refused('changed-meanwhile', 'Another macro was used under this key. Use a new one.')
  return row && { use: row.use, steps: row.steps, goodwillId: row.goodwillId, again: true }
}

function stepsToDo(macro: Macro, known: Known, { text, without }: UseMacro): Step[] {
  const steps = stepsOf(macro, known.facts).filter(({ kind }) => !without.includes(kind))
  const cannot = steps.find(({ why }) => why !== null)
  if (cannot) throw new Refused('not-valid', `${cannot.kind}: ${cannot.why} Or leave this step out.`)
  const writes = steps.some(({ kind }) => kind === 'reply')
  if (writes && text === '') throw new Refused('not-valid', 'text: must say something, or leave the reply out.')
  return steps
}

type Doing = { deps: Using; tx: Db; held: Held; known: Known; macro: Macro; given: UseMacro; by: string; now: Date }
type Done = { message: number | null; goodwillId: string | null; task: { key: string; crisisId: string; text: string; accountable: string } | null }

async function carryOut(doing: Doing, steps: readonly Step[]): Promise<Done> {
  const { deps, tx, held, known, macro, given, by, now } = doing
  const does = (kind: Step['kind']) => steps.find((step) => step.kind === kind)
  const crisisId = known.facts.crisis?.id
  const done: Done = { message: null, goodwillId: null, task: null }
  if (does('link')) await link(doing, crisisId as string)
  if (does('tag')) await tag(doing)
  // Money before words: where it is refused nothing was said either.
  const goodwill = does('goodwill')
  if (goodwill) done.goodwillId = await give(doing, goodwill)
  if (does('reply')) {
    done.message = await putOut(deps, tx, held, { text: given.text, by, at: now, externalId: `macro/${by}/${given.key}` })
    await answered(tx, held.id, now)
    await sql`update answers_held set state = 'answered', decided_by = ${by}, decided_at = ${now} where conversation_id = ${held.id} and state = 'held'`.execute(
      tx,
    )
  }
  const { assign, then, snoozeHours, task } = macro.actions
  if (does('assign')) await assignTo(doing, assign === 'me' ? by : assign === 'nobody' ? null : assign)
  else if (does('reply') && held.assignee === null && assign === null) await assignTo(doing, by)
  if (does('state')) await moveTo(tx, held.id, then, now)
  if (does('snooze'))
    await sql`update conversations set state = 'snoozed', closed_at = null, snoozed_until = ${now}::timestamptz + make_interval(hours => ${snoozeHours}) where id = ${held.id}`.execute(
      tx,
    )
  if (task && does('task'))
    done.task = {
      key: newId(now),
      crisisId: crisisId as string,
      text: `${task.text} (#${Math.abs(held.id)}, ${held.subject})`.slice(0, 300),
      accountable: task.accountable,
    }
  await act(tx, held.id, 'macro', by, now, { macro: macro.id, name: macro.name, revision: macro.revision, steps: steps.map(({ kind }) => kind) })
  await settle(tx, [held.id], now)
  return done
}

async function link({ tx, held, by, now }: Doing, crisisId: string) {
  await sql`update conversations set crisis_id = ${crisisId}, link = 'linked', link_by = ${by}, link_at = ${now}, link_confidence = null, link_why = '{}' where id = ${held.id}`.execute(
    tx,
  )
  await act(tx, held.id, 'linked', by, now, { crisisId, before: held.crisisId })
}

async function tag({ tx, held, macro, by, now }: Doing) {
  const { addTags, removeTags } = macro.actions
  const tags = [...new Set([...held.tags.filter((each) => !removeTags.includes(each)), ...addTags])].sort()
  if (tags.length > 20) throw new Refused('not-valid', 'tag: it would have more than 20 tags. Take some away first.')
  await sql`update conversations set tags = ${tags}::text[] where id = ${held.id}`.execute(tx)
  await act(tx, held.id, 'tagged', by, now, { tags, before: held.tags })
}

/** Counted for the crisis that the conversation is about, or will be by this macro. */
function givingOf({ accountId, facts: { crisis } }: Known, macro: Macro, { says }: Step, now: Date) {
  const crisisId = crisis && !crisis.closed && (crisis.linked || macro.actions.link) ? crisis.id : null
  return { accountId: accountId as number, crisisId, amountMinor: Number(says.amountMinor), currency: String(says.currency), now }
}

async function give({ deps, tx, known, macro, given, by, now }: Doing, step: Step): Promise<string> {
  const here = { ...deps, db: tx }
  const { now: _, crisisId, ...giving } = givingOf(known, macro, step, now)
  if (!given.knowing && (await mustAgree(here, { ...giving, crisisId, now }, by)) !== undefined)
    throw new Refused(
      'changed-meanwhile',
      'goodwill: somebody else must agree to it first. Take care that the text promises nothing yet, and send it knowing that.',
    )
  return giveWithin(
    here,
    { ...giving, reason: macro.actions.goodwill?.reason ?? macro.name, reference: `macro/${given.key}`, ...(crisisId ? { crisisId } : {}) },
    by,
    now,
  )
}

async function assignTo({ tx, held, by, now }: Doing, person: string | null) {
  await sql`update conversations set assignee = ${person}, assigned_at = ${person === null ? null : now} where id = ${held.id}`.execute(tx)
  await act(tx, held.id, 'assigned', by, now, { to: person, from: held.assignee })
}

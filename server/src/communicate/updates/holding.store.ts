// The safe holding update of a crisis as it stands, and publishing exactly what was shown.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { isPracticeId, newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { runningPlaybook } from '../../prepare/playbooks/running.ts'
import { lintDraft } from '../linter/lint.store.ts'
import type { Finding } from '../linter/linter.contract.ts'
import { suggest } from '../../prepare/templates/suggest.ts'
import { recipientsOfDraft } from './compose.ts'
import { safeHolding } from './holding.ts'
import { submitUpdate } from './submit.ts'
import type { Parts, WriteUpdate } from './updates.contract.ts'
import { insertDraft, peopleNeeded } from './updates.store.ts'

export type Holding = {
  phase: WriteUpdate['phase']
  parts: Parts
  locale: string
  nextUpdateAt: Date | null
  since: Date | null
  recipients: number
  approvalsNeeded: number
  findings: Finding[]
  seal: string
}
type Told = { id: string; phase: WriteUpdate['phase']; parts: Parts; locale: string; publishedAt: Date }

/** @param nextUpdateAt what was shown; left out, as far away as the rhythm allows */
export async function holdingOf(deps: Deps, crisisId: string, nextUpdateAt?: Date | null): Promise<Holding> {
  const now = await crisisNow(deps, crisisId)
  const { status, zone } = await crisisOf(deps.db, crisisId)
  if (status === 'restored' || status === 'closed')
    throw new Refused('out-of-order', 'Customers can work again: write the last word instead of a holding update.')
  const told = await toldSoFar(deps.db, crisisId)
  const last = told.at(-1)
  if (last?.phase === 'resolved') throw new Refused('out-of-order', 'The last update said that it is over. Write one that says what is wrong now.')
  const promise = nextUpdateAt ?? (await nextPromise(deps, crisisId, now))
  if (last && !promise) throw new Refused('out-of-order', 'There is no rhythm at this severity that a holding update would keep.')
  const { parts: template } = await suggest(deps, crisisId, { phase: 'holding', audience: 'customers', locale: 'en' })
  const held = safeHolding({ template, last, before: told.map(({ parts }) => parts), nextUpdateAt: promise ?? now, zone })
  const { parts, findings } = await passing(deps, crisisId, { ...held, promise, now })
  return {
    ...held,
    parts,
    nextUpdateAt: promise,
    since: last?.publishedAt ?? null,
    recipients: await recipientsOfDraft(deps, crisisId),
    approvalsNeeded: await peopleNeeded(deps.db, crisisId, 'holding'),
    findings,
    seal: createHash('sha256')
      .update(JSON.stringify([last?.id ?? null, held.phase, held.locale, Object.entries(parts).sort(), promise?.toISOString() ?? null]))
      .digest('hex'),
  }
}

/** Publishes exactly what was shown, or hands it over for approval; whoever comes second finds that it was said already. @returns the id of the update */
export async function publishHolding(deps: Deps, crisisId: string, by: string, shown: { seal: string; nextUpdateAt: Date | null }): Promise<string> {
  const now = await crisisNow(deps, crisisId)
  if (shown.nextUpdateAt && shown.nextUpdateAt <= now) throw changed()
  const holding = await holdingOf(deps, crisisId, shown.nextUpdateAt)
  if (holding.seal !== shown.seal) throw changed()
  const last = (await toldSoFar(deps.db, crisisId)).at(-1)?.id
  const id = newId(deps.clock(), isPracticeId(crisisId))
  const { phase, parts, locale, nextUpdateAt } = holding
  await deps.db.transaction().execute((tx) => insertDraft(tx, id, crisisId, { phase, holding: true, parts, locale, nextUpdateAt }, by, now))
  try {
    await submitUpdate(deps, id, by, undefined, holding.approvalsNeeded, (tx) => refuseIfSaid(tx, crisisId, last))
  } catch (error) {
    // Nobody wrote it, so nobody misses it.
    await sql`delete from updates where id = ${id} and status = 'draft'`.execute(deps.db)
    throw error
  }
  return id
}

const changed = () => new Refused('changed-meanwhile', 'What is known has changed since this was shown. Look at it again, then publish it.')

/** One after the other: whoever waits here for another’s update finds it published. */
async function refuseIfSaid(tx: Deps['db'], crisisId: string, last: string | undefined) {
  await sql`select 1 from crises where id = ${crisisId} for update`.execute(tx)
  if ((await toldSoFar(tx, crisisId)).at(-1)?.id !== last)
    throw new Refused('already-done', 'An update was published at the same moment. Nothing more was sent.')
  const { rows } = await sql`select 1 from updates where crisis_id = ${crisisId} and holding and status = 'awaiting-approval'`.execute(tx)
  if (rows.length > 0) throw new Refused('already-done', 'A holding update waits for approval already. Approve that one.')
}

/** What the linter calls an error in what was said before is left out; where that is not enough a person must write. */
async function passing(
  deps: Deps,
  crisisId: string,
  { phase, parts, locale, promise, now }: { phase: Holding['phase']; parts: Parts; locale: string; promise: Date | null; now: Date },
): Promise<{ parts: Parts; findings: Finding[] }> {
  const look = (of: Parts) =>
    lintDraft(deps, crisisId, { phase, holding: true, parts: of, locale, nextUpdateAt: promise, files: [], pictures: {} }, promise, now)
  const first = await look(parts)
  const wrong = first.filter(({ severity }) => severity === 'error').flatMap(({ part }) => (part && part !== 'title' ? [part] : []))
  const kept = Object.fromEntries(Object.entries(parts).filter(([part]) => !wrong.some((each) => each === part))) as Parts
  const findings = wrong.length === 0 ? first : await look(kept)
  const errors = findings.filter(({ severity }) => severity === 'error')
  if (errors.length > 0)
    throw new Refused('not-valid', `The holding update would not be right: write one yourself. ${errors.map(({ sentence }) => sentence).join(' ')}`)
  return { parts: kept, findings }
}

async function crisisOf(db: Deps['db'], crisisId: string) {
  const { rows } = await sql<{ status: string; zone: string }>`
    select c.status, b.time_zone as zone from crises c join brands b on b.id = c.brand_id where c.id = ${crisisId}`.execute(db)
  return rows[0] as { status: string; zone: string }
}

/** Each update in the language that it is read in first, oldest first. */
async function toldSoFar(db: Deps['db'], crisisId: string): Promise<Told[]> {
  const { rows } = await sql<Told>`
    select u.id, u.phase, u.published_at as "publishedAt", t.locale, t.parts
      from updates u cross join lateral (select locale, parts from update_texts where update_id = u.id order by locale = 'en' desc, locale limit 1) t
     where u.crisis_id = ${crisisId} and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 50`.execute(db)
  return rows.reverse()
}

/** The latest time that the rhythm allows, on a whole minute. */
async function nextPromise(deps: Deps, crisisId: string, now: Date): Promise<Date | null> {
  const { playbook, severity } = await runningPlaybook(deps, crisisId)
  const every = playbook.clocks[severity as 1]['next-update']
  return every === undefined ? null : new Date(Math.floor(minutesAfter(now, every).getTime() / 60_000) * 60_000)
}

// An answer for all who are linked: looked at on a sample, sealed, agreed to where it must be, and ended when another takes its place.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { crisisNow, type Deps } from '../../deps.ts'
import { shownTime } from '../../communicate/frame/html.ts'
import { partsAsText } from '../../communicate/frame/parts.ts'
import { frame } from '../../communicate/frame/strings.ts'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import { homeOf } from '../../communicate/status-page/home.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { answersStream } from './answers.facts.ts'
import { type HoldReason, holdReasons, publicVariables, textFor, wrongIn } from './answer.ts'
import type { AnswerPreview, SendAnswer, WriteAnswer } from './answers.contract.ts'
import { type Reached, reachedBy } from './reached.store.ts'
import { heardRestored, untoldOf } from './untold.store.ts'

const mostSamples = 8
/** So many are looked at for the counts of a preview. */
const mostCounted = 100_000

export type Answering = Pick<Deps, 'db' | 'clock' | 'config'>
export const howShown = ({ config }: Pick<Deps, 'config'>) => ({
  page: (slug: string, domain: string | null) => homeOf(config.statusUrl, { slug, domain }),
  shown: (at: Date, language: string, zone: string) => shownTime(at, language, zone),
})

export async function previewAnswer(deps: Answering, crisisId: string, given: WriteAnswer): Promise<AnswerPreview> {
  const { db } = deps
  checkTexts(given)
  const crisis = await openCrisis(db, crisisId)
  mustBeOver(crisis, given)
  const restored = given.kind === 'restored'
  const which = restored ? sql`not ${heardRestored(sql`${crisisId}::uuid`)}` : sql`true`
  const { texts, publicTexts } = given
  const reached = await reachedBy(db, crisisId, {
    ...howShown(deps),
    ...{ which, closedToo: restored, limit: mostCounted, now: deps.clock(), hold: holdOf(given), texts, publicTexts },
  })
  const { rows } = await sql<{
    suggested: number
  }>`select count(*)::int as suggested from conversations where crisis_id = ${crisisId} and link = 'suggested' and state <> 'merged'`.execute(db)
  const held = reached.filter((each) => each.held.length > 0)
  const answered = reached.length - held.length
  return {
    total: reached.length,
    answered,
    held: holdReasons.flatMap((reason) => {
      const conversations = held.filter((each) => each.held.includes(reason)).length
      return conversations > 0 ? [{ reason, conversations }] : []
    }),
    heldTotal: held.length,
    languages: [...Map.groupBy(reached, ({ language }) => language.split('-')[0] as string)]
      .map(([language, of]) => ({ language, conversations: of.length, text: textFor(given.texts, language).language }))
      .sort((one, other) => other.conversations - one.conversations),
    inPublic: reached.filter(({ inPublic }) => inPublic).length,
    suggested: rows[0]?.suggested ?? 0,
    agreement: mustAgree(crisis, await saysUpdate(db, crisisId, given)),
    samples: samplesOf(reached),
    seal: sealOf(crisisId, given).toString('hex'),
  }
}

/** One of each language and of each reason to hold back, then the longest names: where a text goes wrong, it shows there. */
function samplesOf(reached: Reached[]): AnswerPreview['samples'] {
  const chosen = new Map<string, Reached>()
  for (const each of reached) {
    const key = each.held.length > 0 ? `held/${each.held[0] as HoldReason}` : `${each.inPublic ? 'public' : 'language'}/${each.language.split('-')[0]}`
    if (!chosen.has(key)) chosen.set(key, each)
  }
  const first = [...chosen.values()].sort((one, other) => one.held.length - other.held.length).slice(0, mostSamples)
  const rest = reached
    .filter((each) => !first.includes(each))
    .toSorted((one, other) => (other.values.name ?? '').length - (one.values.name ?? '').length)
    .slice(0, Math.max(0, 3 - first.length))
  return [...first, ...rest].map(({ id, subject, writer, account, language, text, held }) => ({
    ...{ conversation: id, subject, writer, account, language, text, held },
  }))
}

function checkTexts({ texts, publicTexts }: Pick<WriteAnswer, 'texts' | 'publicTexts'>): void {
  for (const [field, given, allowed] of [
    ['texts', texts, undefined],
    ['publicTexts', publicTexts, publicVariables],
  ] as const)
    for (const [locale, text] of Object.entries(given)) {
      const wrong = wrongIn(text, allowed)
      if (wrong) throw new Refused('not-valid', `${field}.${locale}: ${wrong}`)
    }
}

/** Who says that it is still broken is never told that it works. */
const holdOf = ({ kind, hold }: Pick<WriteAnswer, 'kind' | 'hold'>): HoldReason[] =>
  kind === 'restored' ? [...new Set<HoldReason>([...hold, 'still-broken'])] : hold
function mustBeOver({ status }: Crisis, { kind, updateId }: Pick<WriteAnswer, 'kind' | 'updateId'>): void {
  if (kind !== 'restored') return
  if (status !== 'restored') throw new Refused('out-of-order', 'Nobody has said that it works again: restore the crisis first.')
  if (updateId !== undefined) throw new Refused('not-valid', 'updateId: a final update tells everybody by itself that it works again.')
}

const sealOf = (crisisId: string, { kind, texts, publicTexts, hold, late, updateId }: WriteAnswer): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([crisisId, inOrder(texts), [...hold].sort(), late, updateId ?? null, inOrder(publicTexts), ...(kind === 'restored' ? [kind] : [])]))
    .digest()
const inOrder = (texts: Record<string, string>) => Object.entries(texts).sort(([one], [other]) => (one < other ? -1 : 1))

type Crisis = { practice: boolean; severity: number; status: string }
async function openCrisis(db: Db, crisisId: string): Promise<Crisis> {
  const { rows } = await sql<Crisis>`select practice, severity, status from crises where id = ${crisisId}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such crisis.')
  if (rows[0].status === 'closed') throw new Refused('out-of-order', 'This crisis is closed: answer its conversations one by one.')
  return rows[0]
}

/** What a published update says was agreed to already. */
async function saysUpdate(db: Db, crisisId: string, { updateId, texts, publicTexts }: WriteAnswer): Promise<boolean> {
  if (updateId === undefined || Object.keys(publicTexts).length > 0) return false
  const draft = await textsOfUpdate(db, crisisId, updateId)
  if (!draft) throw new Refused('not-valid', 'updateId: is no published update of this crisis.')
  return Object.entries(texts).every(([locale, text]) => draft[locale] === text)
}
const mustAgree = ({ severity, practice }: Crisis, published: boolean) => severity === 1 && !practice && !published

/** The words of a published update as a reply, in each of its languages. */
export async function textsOfUpdate(db: Db, crisisId: string, updateId: string): Promise<Record<string, string> | undefined> {
  const { rows } = await sql<{ locale: string; parts: Parts; final: boolean }>`
    select t.locale, t.parts, u.phase = 'resolved' as final from updates u join update_texts t on t.update_id = u.id where u.id = ${updateId} and u.crisis_id = ${crisisId} and u.status = 'published' and u.class = 'update'`.execute(
    db,
  )
  return rows.length === 0 ? undefined : Object.fromEntries(rows.map(({ locale, parts, final }) => [locale, asReply(parts, locale, final)]))
}
/** Braces are for variables; an update has none. */
const asReply = (parts: Parts, locale: string, final: boolean): string =>
  `${parts.title}\n\n${partsAsText(parts, frame(locale), final)}`.replace(/[{}]/g, '').trim()

/** @returns its id; the same seal again is the same answer while it is in force */
export async function writeAnswer(deps: Answering, crisisId: string, given: SendAnswer, by: string): Promise<string> {
  const now = deps.clock()
  checkTexts(given)
  const crisis = await openCrisis(deps.db, crisisId)
  const seal = sealOf(crisisId, given)
  if (seal.toString('hex') !== given.seal) throw new Refused('changed-meanwhile', 'What you looked at is not what would be sent. Look at the preview again.')
  mustBeOver(crisis, given)
  const agreement = mustAgree(crisis, await saysUpdate(deps.db, crisisId, given))
  const id = newId(now, crisis.practice)
  return deps.db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`answers/${crisisId}`}, 0))`.execute(tx)
    const { rows } = await sql<{
      id: string
    }>`select id from answers where crisis_id = ${crisisId} and seal = ${seal} and state in ('waiting', 'sending', 'sent')`.execute(tx)
    if (rows[0]) return rows[0].id
    if (given.kind === 'restored' && !(await untoldOf(tx, crisisId)))
      throw new Refused('already-done', 'Everybody who wrote was told that it works again, or the crisis was reopened meanwhile.')
    await sql`
      insert into answers (id, crisis_id, practice, kind, state, texts, public_texts, hold, late, author, update_id, written_at, seal)
      values (${id}, ${crisisId}, ${crisis.practice}, ${given.kind ?? 'answer'}, 'waiting', ${JSON.stringify(given.texts)}::jsonb, ${JSON.stringify(given.publicTexts)}::jsonb, ${holdOf(given)}::text[], ${given.late}, ${by}, ${given.updateId ?? null}, ${now}, ${seal})`.execute(
      tx,
    )
    if (!agreement) await startSending(tx, id, crisisId, now)
    return id
  })
}

/** The newest is the one that who links later gets. */
export async function startSending(tx: Db, id: string, crisisId: string, now: Date): Promise<void> {
  await sql`update answers set state = 'ended', ended_at = ${now} where crisis_id = ${crisisId} and state in ('sending', 'sent') and id <> ${id}`.execute(tx)
  await sql`update answers set state = 'sending' where id = ${id}`.execute(tx)
  await sql`select graphile_worker.add_job('send-answers', '{}'::json, job_key := 'send-answers')`.execute(tx)
}

async function held(tx: Db, id: string): Promise<{ crisisId: string; state: string; author: string }> {
  const { rows } = await sql<{
    crisisId: string
    state: string
    author: string
  }>`select crisis_id as "crisisId", state, author from answers where id = ${id} for update`.execute(tx)
  if (!rows[0]) throw new Refused('not-found', 'There is no such answer.')
  return rows[0]
}

/** Somebody else agrees: whoever wrote it cannot be the one. */
export const agreeToAnswer = ({ db, clock }: Answering, id: string, by: string) =>
  db.transaction().execute(async (tx) => {
    const { crisisId, state, author } = await held(tx, id)
    if (state !== 'waiting') throw new Refused('already-done', 'Nobody needs to agree to this answer any more.')
    if (author === by) throw new Refused('not-allowed', 'Somebody else must agree: you wrote it.')
    await sql`update answers set agreed_by = ${by} where id = ${id}`.execute(tx)
    await startSending(tx, id, crisisId, clock())
  })

/** Nobody gets it any more; what is sent is sent, what only waits is taken out. */
export async function endAnswer({ db, clock, engine }: Answering & Pick<Deps, 'engine'>, id: string, by: string): Promise<void> {
  const { crisisId, stopped } = await db.transaction().execute(async (tx) => {
    const now = clock()
    const { state, crisisId: of } = await held(tx, id)
    if (state === 'ended' || state === 'withdrawn') throw new Refused('already-done', 'It has ended already.')
    await sql`update answers set state = ${state === 'waiting' ? 'withdrawn' : 'ended'}, ended_at = ${now} where id = ${id}`.execute(tx)
    await sql`update reply_deliveries set state = 'cancelled', changed_at = ${now}, reason = 'stopped', answer = 'the answer was stopped' where answer_id = ${id} and state in ('planned', 'deferred')`.execute(
      tx,
    )
    return { crisisId: of, stopped: state !== 'waiting' }
  })
  if (stopped)
    await engine.tell(answersStream(crisisId), { type: 'TellEnded', answer: id, by, now: await crisisNow({ db, clock }, crisisId) }, { actor: by, crisisId })
}

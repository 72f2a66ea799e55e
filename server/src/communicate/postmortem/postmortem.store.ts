// A review for customers as it is written: its words, what they may begin with, and whether there is a page for them.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { frame } from '../frame/strings.ts'
import { homeOf } from '../status-page/home.ts'
import type { Parts } from '../updates/updates.contract.ts'
import { peopleNeeded } from '../updates/updates.store.ts'
import type { PostmortemView, WritePostmortem } from './postmortem.contract.ts'

type Bodies = Record<string, string>
export type PostmortemRow = {
  status: 'draft' | 'awaiting-approval' | 'published'
  bodies: Bodies
  revision: number
  seal: string | null
  author: string | null
  approvedBy: string[]
  changedBy: string
  changedAt: Date
  sentBackBy: string | null
  sentBackAt: Date | null
  reason: string | null
  publishedAt: Date | null
  shownAt: Date | null
}
type Told = { number: string; slug: string; domain: string | null; practice: boolean; restored: boolean; locale: string; texts: Record<string, Parts> | null }

export const rowOf = async (db: Db, crisisId: string): Promise<PostmortemRow | undefined> =>
  (
    await sql<PostmortemRow>`
      select p.status, p.bodies, p.revision, p.seal, p.author, p.approved_by as "approvedBy", p.changed_by as "changedBy", p.changed_at as "changedAt",
             p.sent_back_by as "sentBackBy", p.sent_back_at as "sentBackAt", t.body as reason, p.published_at as "publishedAt", p.shown_at as "shownAt"
        from postmortems p left join texts t on t.id = p.sent_back_reason where p.crisis_id = ${crisisId}`.execute(db)
  ).rows[0]

export async function viewOf(deps: Deps, crisisId: string): Promise<PostmortemView> {
  const [row, told, people] = [await rowOf(deps.db, crisisId), await toldOf(deps.db, crisisId), await peopleNeeded(deps.db, crisisId, 'updates')]
  const person = await namesOf(deps, [row?.author, row?.changedBy, row?.sentBackBy, ...(row?.approvedBy ?? [])])
  const waits = row?.status === 'awaiting-approval'
  return {
    crisisId,
    status: row?.status ?? 'none',
    bodies: ownFirst(row?.bodies ?? firstWords(told), told.locale),
    revision: row?.revision ?? 0,
    seal: waits ? row.seal : null,
    author: row?.author ? person(row.author) : null,
    approvedBy: (row?.approvedBy ?? []).map(person),
    approvalsMissing: waits ? Math.max(0, people - row.approvedBy.length) : 0,
    changedBy: row ? person(row.changedBy) : null,
    changedAt: row?.changedAt.toISOString() ?? null,
    sentBack: row?.sentBackBy && row.sentBackAt ? { by: person(row.sentBackBy), at: row.sentBackAt.toISOString(), reason: row.reason ?? '' } : null,
    publishedAt: row?.publishedAt?.toISOString() ?? null,
    shownAt: row?.shownAt?.toISOString() ?? null,
    url: row?.publishedAt && !told.practice ? `${homeOf(deps.config.statusUrl, told)}/incidents/${encodeURIComponent(told.number)}` : null,
    refused: whyNot(told),
  }
}

/** The brand's own language first. */
const ownFirst = (bodies: Bodies, locale: string): Bodies =>
  Object.fromEntries(
    Object.entries(bodies).toSorted(([one], [other]) => Number(locale.startsWith(other)) - Number(locale.startsWith(one)) || (one < other ? -1 : 1)),
  )

/** Why none can be published now, with what to do; null where one can. */
function whyNot({ restored, texts }: Told): string | null {
  if (!restored) return 'It is not over yet: restore the crisis, then say why it happened.'
  return texts ? null : 'Customers were told nothing of this crisis: publish an update, then the review has a place below it.'
}

export async function refuseTooEarly(db: Db, crisisId: string): Promise<void> {
  const why = whyNot(await toldOf(db, crisisId))
  if (why) throw new Refused('out-of-order', why)
}

/** What is read now does not change under those who agreed to it. */
export async function writeBodies(db: Db, crisisId: string, { bodies: given, revision }: WritePostmortem, by: string, now: Date): Promise<void> {
  const bodies = Object.fromEntries(Object.entries(given).filter(([, body]) => body !== ''))
  await db.transaction().execute(async (tx) => {
    await sql`select 1 from crises where id = ${crisisId} for update`.execute(tx)
    const before = await rowOf(tx, crisisId)
    if (before?.status === 'awaiting-approval') throw new Refused('already-done', 'This review waits for approval. Withdraw it, then change it.')
    if (revision !== undefined && revision !== (before?.revision ?? 0))
      throw new Refused('changed-meanwhile', 'Somebody changed this review at the same time. Load it again, then change it.')
    await sql`
      insert into postmortems as p (crisis_id, practice, bodies, changed_by, changed_at)
      select c.id, c.practice, ${JSON.stringify(bodies)}::jsonb, ${by}, ${now} from crises c where c.id = ${crisisId}
      on conflict (crisis_id) do update set bodies = excluded.bodies, revision = p.revision + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at, status = 'draft'
        where p.bodies <> excluded.bodies`.execute(tx)
  })
}

/** A hash of the words; key by key in one order, however they are kept. */
export const sealOf = (bodies: Bodies): string =>
  createHash('sha256')
    .update(JSON.stringify(Object.entries(bodies).toSorted(([one], [other]) => (one < other ? -1 : 1))))
    .digest('hex')

/** Looked at in the transaction that submits: what somebody changes in the same moment is not submitted. */
export async function refuseIfChanged(tx: Db, crisisId: string, seal: string): Promise<void> {
  const { rows } = await sql<{ bodies: Bodies }>`select bodies from postmortems where crisis_id = ${crisisId} for update`.execute(tx)
  if (!rows[0] || sealOf(rows[0].bodies) !== seal)
    throw new Refused('changed-meanwhile', 'Somebody changed this review at the same moment. Look at it again, then submit it.')
}

async function toldOf(db: Db, crisisId: string): Promise<Told> {
  const { rows } = await sql<Told>`
    select c.number, c.practice, c.restored_at is not null as restored, b.slug, b.domain, b.locale,
           (select jsonb_object_agg(t.locale, t.parts) from update_texts t where t.update_id = (
             select u.id from updates u where u.crisis_id = c.id and u.class = 'update' and u.status = 'published' order by u.sequence desc limit 1)) as texts
      from crises c join brands b on b.id = c.brand_id where c.id = ${crisisId}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such crisis.')
  return rows[0]
}

/** What customers were told last, under the headings that a review answers, in each language that it was said in. */
const firstWords = ({ texts, locale }: Told): Bodies =>
  Object.fromEntries(
    Object.entries(texts ?? { [locale]: { title: '' } }).map(([language, parts]) => {
      const words = frame(language)
      const answers = [
        [words.happened, parts.happened],
        [words.affected, parts.affected],
        [words.why, parts.why],
        [words.did, parts.doing],
        [words.prevention, parts.prevention],
      ]
      return [language, answers.map(([heading, text]) => `## ${heading}\n\n${text ?? ''}`.trimEnd()).join('\n\n')]
    }),
  )

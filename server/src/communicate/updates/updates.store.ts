import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import type { Playbook } from '../../prepare/playbooks/playbook.ts'
import type { UpdateTo } from '../audiences/audiences.contract.ts'
import { storedTo } from '../audiences/audiences.store.ts'
import { countsOf } from '../deliveries/deliveries.store.ts'
import { ratingsOf } from '../status-page/ratings.pages.ts'
import { putTranslations, translationsOf } from './translations.store.ts'
import { filesOf, putFiles } from './update-files.store.ts'
import type { Parts, UpdateView, WriteUpdate } from './updates.contract.ts'

export type UpdateRow = {
  id: string
  crisisId: string
  class: UpdateView['class']
  audience: Extract<UpdateView['to'], { kind: 'stakeholders' }>['audience'] | null
  audienceId: string | null
  toName: string | null
  sequence: number | null
  status: UpdateView['status']
  phase: UpdateView['phase']
  holding: boolean
  parts: Parts
  author: string
  approvedBy: string[]
  asked: string[]
  sentBack: { by: string; at: string; reason: string } | null
  createdAt: Date
  revision: number
  changedBy: string | null
  changedAt: Date | null
  publishedAt: Date | null
  nextUpdateAt: Date | null
}

export async function insertDraft(
  db: Db,
  id: string,
  crisisId: string,
  draft: Omit<WriteUpdate, 'files' | 'pictures'> & Partial<Pick<WriteUpdate, 'files' | 'pictures'>>,
  author: string,
  now: Date,
  kind?: UpdateView['class'],
) {
  const to = await storedTo(db, draft.to ?? { kind: 'customers' })
  await sql`
    insert into updates (id, crisis_id, practice, class, audience, audience_id, filter, status, phase, holding, next_update_at, author, created_at)
    select ${id}::uuid, c.id, c.practice, ${kind ?? to.class}, ${to.audience}, ${to.audienceId}::uuid, ${to.filter && JSON.stringify(to.filter)}::jsonb, 'draft', ${draft.phase}, ${draft.holding}, ${draft.nextUpdateAt}::timestamptz, ${author}, ${now}::timestamptz from crises c where c.id = ${crisisId}`.execute(
    db,
  )
  await sql`insert into update_texts (update_id, locale, parts) values (${id}, ${draft.locale}, ${JSON.stringify(draft.parts)}::jsonb)`.execute(db)
  await putTranslations(db, id, draft.locale, draft.translations)
  await putFiles(db, id, crisisId, draft.files ?? [], draft.pictures)
}

export async function putTo(tx: Db, id: string, given: UpdateTo): Promise<void> {
  const to = await storedTo(tx, given)
  await sql`
    update updates set class = ${to.class}, audience = ${to.audience}, audience_id = ${to.audienceId}::uuid, filter = ${to.filter && JSON.stringify(to.filter)}::jsonb where id = ${id}`.execute(
    tx,
  )
}

const select = sql`
  select u.id, u.crisis_id as "crisisId", u.class, u.audience, u.audience_id as "audienceId", (select x.name from audiences x where x.id = u.audience_id) as "toName", u.sequence, u.status, u.phase, u.holding, u.author, u.approved_by as "approvedBy", u.created_at as "createdAt",
         u.published_at as "publishedAt", u.next_update_at as "nextUpdateAt", u.asked, u.revision, u.changed_by as "changedBy", u.changed_at as "changedAt",
         (select jsonb_build_object('by', b.sent_back_by, 'at', b.sent_back_at, 'reason', t.body) from updates b join texts t on t.id = b.sent_back_reason where b.id = u.follows) as "sentBack", coalesce(said_in(u.id, 'en'), '{"title":""}') as parts
    from updates u`

export const updatesOfCrisis = async (db: Db, crisisId: string) =>
  (
    await sql<UpdateRow>`${select} where u.crisis_id = ${crisisId} and u.status not in ('withdrawn', 'sent-back') order by coalesce(u.published_at, 'infinity') desc, u.created_at desc limit 200`.execute(
      db,
    )
  ).rows

export async function updateById(db: Db, id: string): Promise<UpdateRow> {
  const {
    rows: [row],
  } = await sql<UpdateRow>`${select} where u.id = ${id}`.execute(db)
  if (!row) throw new Refused('not-found', 'There is no such update.')
  return row
}

/** What goes to the press is read by two, whatever the severity. */
const least = (audience: string | null | undefined) => (audience === 'media' ? 2 : 1)

/** How many people must agree before customers read it, by the crisis's own playbook and severity now. */
export async function peopleNeeded(db: Db, crisisId: string, what: 'updates' | 'holding' | 'remedies', audience?: string | null): Promise<number> {
  const {
    rows: [row],
  } = await sql<{ severity: 1 | 2 | 3 | 4; body: Playbook }>`
    select c.severity, p.body from crises c join crisis_playbooks p on p.crisis_id = c.id where c.id = ${crisisId}`.execute(db)
  // A crisis that began before holding updates had a number of their own.
  return Math.max(row?.body.approvals[what]?.[row.severity] ?? 1, least(audience))
}

export async function playbookOf(db: Db, crisisId: string): Promise<Playbook> {
  const {
    rows: [row],
  } = await sql<{ body: Playbook }>`select body from crisis_playbooks where crisis_id = ${crisisId}`.execute(db)
  if (!row) throw new Refused('not-found', 'There is no such crisis.')
  return row.body
}

/** Everybody whom a view names. */
export const peopleOf = ({ author, approvedBy, asked, sentBack, changedBy }: UpdateRow): string[] => [
  author,
  ...approvedBy,
  ...asked,
  ...(sentBack ? [sentBack.by] : []),
  ...(changedBy ? [changedBy] : []),
]
export const toOf = ({ class: kind, audience, audienceId }: UpdateRow): UpdateView['to'] => {
  if (kind === 'stakeholder' && audience) return { kind: 'stakeholders', audience }
  if (kind === 'notice') return { kind: 'notice', audience: audienceId }
  return kind === 'direct' && audienceId ? { kind: 'audience', audience: audienceId } : { kind: 'customers' }
}

export async function asViews(db: Db, rows: UpdateRow[], people: number, person: (id: string) => { id: string; name: string }): Promise<UpdateView[]> {
  const ids = rows.map((row) => row.id)
  const [counts, files, ratings, translations] = await Promise.all([countsOf(db, ids), filesOf(db, ids), ratingsOf(db, ids), translationsOf(db, ids)])
  return rows.map((row) => {
    const of = counts.of(row.id)
    return {
      ...row,
      to: toOf(row),
      author: person(row.author),
      approvedBy: row.approvedBy.map(person),
      asked: row.asked.map(person),
      sentBack: row.sentBack && { ...row.sentBack, by: person(row.sentBack.by), at: new Date(row.sentBack.at).toISOString() },
      approvalsMissing: row.status === 'awaiting-approval' ? Math.max(0, Math.max(people, least(row.audience)) - row.approvedBy.length) : 0,
      createdAt: row.createdAt.toISOString(),
      changedBy: row.changedBy ? person(row.changedBy) : null,
      changedAt: row.changedAt?.toISOString() ?? null,
      publishedAt: row.publishedAt?.toISOString() ?? null,
      nextUpdateAt: row.nextUpdateAt?.toISOString() ?? null,
      files: files.get(row.id) ?? [],
      ratings: ratings.get(row.id) ?? { helpful: 0, not: 0 },
      translations: translations.get(row.id) ?? {},
      deliveries: { ...of, planned: of.planned + of.queued, accepted: of.accepted + of.delivered },
    }
  })
}

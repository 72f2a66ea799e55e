// A draft that several people may have open: a save names the revision it was made from, and one made from an older is refused with what changed since, and who did it.
import { sql } from 'kysely'
import { minutesAfter } from '../../platform/clock.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { putTo } from './updates.store.ts'
import { putTranslations, translationsOf } from './translations.store.ts'
import { putFiles } from './update-files.store.ts'
import type { Parts, WriteUpdate } from './updates.contract.ts'

type Kept = {
  crisisId: string
  status: string
  revision: number
  changes: Record<string, number>
  phase: string
  holding: boolean
  nextUpdateAt: Date | null
  parts: Parts | null
  files: string[] | null
  translations: Record<string, Parts>
  to: string
  by: string | null
  at: Date | null
}

/** A draft that is no longer one is refused: what others approved does not change under them. The same words again change nothing. `now`: of the real world. */
export async function changeDraft(db: Db, id: string, draft: WriteUpdate & { revision?: number | undefined }, by: string, now: Date) {
  await db.transaction().execute(async (tx) => {
    await sql`select 1 from updates where id = ${id} for update`.execute(tx)
    const kept = await keptDraft(tx, id, draft.locale)
    if (kept?.status !== 'draft') throw new Refused('already-done', 'This update is no longer a draft. Withdraw it and write a new one.')
    if (draft.revision !== undefined && draft.revision !== kept.revision) throw changedMeanwhile(kept, draft.revision)
    const changed = differing(kept, draft)
    if (changed.length === 0) return
    const revision = kept.revision + 1
    const changes = { ...kept.changes, ...Object.fromEntries(changed.map((part) => [part, revision])) }
    await sql`
      update updates set phase = ${draft.phase}, holding = ${draft.holding}, next_update_at = ${draft.nextUpdateAt}::timestamptz,
             revision = ${revision}, changed_by = ${by}, changed_at = ${now}, changes = ${JSON.stringify(changes)}::jsonb where id = ${id}`.execute(tx)
    await sql`insert into update_texts (update_id, locale, parts) values (${id}, ${draft.locale}, ${JSON.stringify(draft.parts)}::jsonb)
      on conflict (update_id, locale) do update set parts = excluded.parts`.execute(tx)
    if (draft.to) await putTo(tx, id, draft.to)
    await putTranslations(tx, id, draft.locale, draft.translations)
    await putFiles(tx, id, kept.crisisId, draft.files, draft.pictures)
  })
}

/** What is submitted is the revision that was looked at. */
export async function refuseOlderRevision(tx: Db, id: string, revision: number) {
  const kept = await keptDraft(tx, id, 'en')
  if (kept?.status === 'draft' && kept.revision !== revision) throw changedMeanwhile(kept, revision)
}

async function keptDraft(tx: Db, id: string, locale: string): Promise<Kept | undefined> {
  const { rows } = await sql<Omit<Kept, 'translations'>>`
    select u.crisis_id as "crisisId", u.status, u.revision, u.changes, u.phase, u.holding, u.next_update_at as "nextUpdateAt", u.changed_at as at, concat_ws('/', u.class, u.audience, u.audience_id) as to,
           coalesce(p.name, k.name, 'Somebody') as by, t.parts, (select array_agg(f.attachment_id || coalesce(':' || f.alt, '') order by f.position) from update_files f where f.update_id = u.id) as files
      from updates u left join update_texts t on t.update_id = u.id and t.locale = ${locale} left join auth_user p on p.id = u.changed_by
      left join api_keys k on 'key:' || k.id = u.changed_by where u.id = ${id}`.execute(tx)
  return rows[0] && { ...rows[0], translations: (await translationsOf(tx, [id])).get(id) ?? {} }
}

function changedMeanwhile({ changes, revision, by, at }: Kept, from: number): Refused {
  const parts = Object.entries(changes).flatMap(([part, changed]) => (changed > from ? [words[part] ?? part] : []))
  const what = parts.length > 0 ? new Intl.ListFormat('en').format(parts) : 'this draft'
  const when = at ? ` at ${at.toISOString().slice(11, 16)} UTC` : ''
  return new Refused(
    'changed-meanwhile',
    `${by ?? 'Somebody'} changed ${what}${when} (revision ${revision}, yours was made from ${from}). Look at it, then save yours.`,
  )
}

const words: Record<string, string> = {
  nextUpdateAt: 'the time of the next update',
  files: 'the files',
  phase: 'the phase',
  holding: 'whether it only holds',
  translations: 'the other languages',
  to: 'whom it goes to',
}

/** What a save changes, by name. */
function differing(kept: Kept, draft: WriteUpdate): string[] {
  const before: Partial<Parts> = kept.parts ?? {}
  const named = [...new Set([...Object.keys(before), ...Object.keys(draft.parts)])] as (keyof Parts)[]
  return [
    ...named.filter((part) => (before[part] ?? '') !== (draft.parts[part] ?? '')),
    ...(kept.phase === draft.phase ? [] : ['phase']),
    ...(kept.holding === draft.holding ? [] : ['holding']),
    ...(kept.nextUpdateAt?.getTime() === draft.nextUpdateAt?.getTime() ? [] : ['nextUpdateAt']),
    ...((kept.files ?? []).join() === filesOf(draft).join() ? [] : ['files']),
    ...(draft.to === undefined || keyOfTo(draft.to) === kept.to ? [] : ['to']),
    ...(draft.translations === undefined || sameWords(kept.translations, draft.translations) ? [] : ['translations']),
  ]
}

/** As `keptDraft` reads them. */
const filesOf = ({ files, pictures }: WriteUpdate) => [...new Set(files)].map((id) => (pictures[id] ? `${id}:${pictures[id]}` : id))

/** As `keptDraft` reads it. */
function keyOfTo(to: NonNullable<WriteUpdate['to']>): string {
  const kind = { customers: 'update', stakeholders: 'stakeholder', notice: 'notice', audience: 'direct' }[to.kind]
  return [kind, ...('audience' in to && to.audience ? [to.audience] : [])].join('/')
}

const sameWords = (one: Record<string, Parts>, other: Record<string, Parts>) => {
  const plain = (each: Record<string, Parts>) =>
    JSON.stringify(
      Object.entries(each)
        .sort()
        .map(([locale, parts]) => [locale, Object.entries(parts).sort()]),
    )
  return plain(one) === plain(other)
}

const goneAfterMinutes = 20 / 60
export type Editor = { person: string; since: Date }

/** Says that a window has a draft open; answers who else has, each person once. A window that says nothing for 20 seconds is closed. */
export async function keepOpen(db: Db, updateId: string, editor: string, person: string, now: Date): Promise<Editor[]> {
  await sql`
    insert into draft_editors (update_id, editor, person, opened_at, seen_at) values (${updateId}, ${editor}, ${person}, ${now}, ${now})
    on conflict (update_id, editor) do update set seen_at = excluded.seen_at, person = excluded.person`.execute(db)
  const gone = minutesAfter(now, -goneAfterMinutes)
  await sql`delete from draft_editors where update_id = ${updateId} and seen_at < ${gone}`.execute(db)
  const { rows } = await sql<Editor>`
    select person, min(opened_at) as since from draft_editors where update_id = ${updateId} and editor <> ${editor} group by person order by 2, 1 limit 20`.execute(
    db,
  )
  return rows
}

export const closeDraft = (db: Db, updateId: string, editor: string, person: string) =>
  sql`delete from draft_editors where update_id = ${updateId} and editor = ${editor} and person = ${person}`.execute(db)

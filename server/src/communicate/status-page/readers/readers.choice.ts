// Which of the pages for a part of the customers a contact reads: the first by name whose audience chooses the account. One rule for mails, texts, counts and links.
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { AudienceFilter } from '../../audiences/audiences.contract.ts'
import { chosen } from '../../audiences/filter.ts'
import type { ReaderClaims } from '../private.links.ts'
import type { Readers } from './for-readers.ts'

export type Choice = { id: string; brandId: string; filter: AudienceFilter }

/** @param brandId of one brand; left out, of all: they are a handful */
export const choicesOf = async (db: Db, brandId?: string): Promise<Choice[]> =>
  (
    await sql<Choice>`
      select r.id, r.brand_id as "brandId", u.filter from reader_pages r join audiences u on u.id = r.audience_id and u.removed_at is null
       where r.removed_at is null and (${brandId ?? null}::uuid is null or r.brand_id = ${brandId ?? null}::uuid) order by lower(r.name)`.execute(db)
  ).rows

/** As a value of a statement in which b, a and k are the brand, the account (which is merged into no other) and the contact; null: none. */
export const firstChoice = (choices: Choice[]): RawBuilder<string | null> =>
  choices.length === 0
    ? sql`null::uuid`
    : sql`case ${sql.join(
        choices.map(({ id, brandId, filter }) => sql`when b.id = ${brandId} and ${whoever(filter)} then ${id}::uuid`),
        sql` `,
      )} end`

/** How badly an account is hurt is of one crisis, and a page is there before and after it. */
const whoever = ({ degrees: _, ...filter }: AudienceFilter) => chosen(filter)

type Behind = { brand: string; readers: Readers }

/** The page behind somebody's link: only while the contact is one of the account, and the account is chosen. */
export async function pageBehind(db: Db, { p, a, k }: ReaderClaims): Promise<Behind | undefined> {
  const {
    rows: [page],
  } = await sql<Behind['readers'] & { slug: string; filter: AudienceFilter }>`
    select r.id, r.services, b.slug, u.filter from reader_pages r join brands b on b.id = r.brand_id join audiences u on u.id = r.audience_id and u.removed_at is null
     where r.id = ${p} and r.removed_at is null`.execute(db)
  if (!page) return undefined
  const { rows } = await sql`
    select from accounts x join accounts a on a.id = coalesce(x.merged_into, x.id) join contacts k on k.id = ${k} and k.account_id = a.id
     where x.id = ${a} and not x.practice and ${whoever(page.filter)}`.execute(db)
  return rows.length > 0 ? { brand: page.slug, readers: { id: page.id, services: page.services } } : undefined
}

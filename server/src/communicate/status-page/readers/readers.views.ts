// What is told of the pages for a part of the customers: which there are, how many accounts each reaches, and which one a contact reads.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { Refused } from '../../../platform/refused.ts'
import { audienceById } from '../../audiences/audiences.store.ts'
import { type Choice, choicesOf, firstChoice } from './readers.choice.ts'

type Row = { id: string; name: string; audienceId: string; audience: string; services: string[] | null; changedBy: string; changedAt: Date }

/** The first by name first: whom several choose gets that one. */
export const pagesOf = async (db: Db, brandId: string): Promise<Row[]> =>
  (
    await sql<Row>`
      select r.id, r.name, r.audience_id as "audienceId", u.name as audience, r.services, r.changed_by as "changedBy", r.changed_at as "changedAt"
        from reader_pages r join audiences u on u.id = r.audience_id where r.brand_id = ${brandId} and r.removed_at is null order by lower(r.name)`.execute(db)
  ).rows

export async function pageIn(db: Db, brandId: string, id: string): Promise<{ name: string }> {
  const { rows } = await sql<{ name: string }>`select name from reader_pages where id = ${id} and brand_id = ${brandId} and removed_at is null`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such page for a part of the customers.')
  return rows[0]
}

export async function brandBySlug(db: Db, slug: string): Promise<string> {
  const { rows } = await sql<{ id: string }>`select id from brands where slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
  return rows[0].id
}

/** How many accounts have a contact who gets the link of each page; left out, of all pages of the brand. */
export async function accountsOf(db: Db, brandId: string, choices?: Choice[]): Promise<Map<string, number>> {
  const asked = choices ?? (await choicesOf(db, brandId))
  if (asked.length === 0) return new Map()
  const { rows } = await sql<{ page: string; accounts: number }>`
    select page, count(distinct account)::int as accounts from (
      select a.id as account, ${firstChoice(asked)} as page
        from brands b cross join accounts a join contacts k on k.account_id = a.id where b.id = ${brandId} and not a.practice and a.merged_into is null) r
     where page is not null group by 1`.execute(db)
  return new Map(rows.map(({ page, accounts }) => [page, accounts]))
}

/** As if there were a page for an audience. */
export const choiceOf = async (db: Db, brandId: string, id: string, audience: string): Promise<Choice> => ({
  id,
  brandId,
  filter: (await audienceById(db, audience)).filter,
})

/** `p`: the page that a contact reads; null: the brand's. */
export async function readerCalled(db: Db, brandId: string, { account, email }: { account: string; email: string }) {
  const { rows } = await sql<{ a: string; k: string; p: string | null }>`
    select a.id as a, k.id as k, ${firstChoice(await choicesOf(db, brandId))} as p
      from brands b cross join accounts x join accounts a on a.id = coalesce(x.merged_into, x.id) join contacts k on k.account_id = a.id and k.email = lower(${email})
     where b.id = ${brandId} and x.key = ${account} and not x.practice`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such account, or it has no contact with this address.')
  return rows[0]
}

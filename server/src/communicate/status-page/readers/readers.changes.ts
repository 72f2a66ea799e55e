// Pages for a part of the customers are made, changed and removed; what they show follows in the same transaction.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { Refused } from '../../../platform/refused.ts'
import { audienceById } from '../../audiences/audiences.store.ts'
import { renderReaders } from '../render.ts'
import type { PutReaderPage } from './readers.contract.ts'
import { removeReaders } from './readers.render.ts'

const mostPages = 20

type Change = { id: string; brandId: string; by: string; now: Date }

/** @param tx a transaction; two changes of one brand take turns */
export async function putReaderPage(tx: Db, { id, brandId, by, now }: Change, { name, ...what }: PutReaderPage, statusUrl: string): Promise<void> {
  await inTurn(tx, brandId)
  const others = (
    await sql<{ name: string }>`select lower(name) as name from reader_pages where brand_id = ${brandId} and removed_at is null and id <> ${id}`.execute(tx)
  ).rows
  if (others.length >= mostPages) throw new Refused('not-valid', `A brand has ${mostPages} pages for a part of its customers at most. Remove one first.`)
  const {
    rows: [lower],
  } = await sql<{ name: string }>`select lower(${name}) as name`.execute(tx)
  if (others.some((other) => other.name === lower?.name)) throw new Refused('already-done', `There is a page called ${name} already. Take another name.`)
  const { audience, services } = await theseAreThere(tx, brandId, what)
  await sql`
    insert into reader_pages as r (id, brand_id, name, audience_id, services, made_by, made_at, changed_by, changed_at)
    values (${id}, ${brandId}, ${name}, ${audience}, ${services}::uuid[], ${by}, ${now}, ${by}, ${now})
    on conflict (id) do update set name = excluded.name, audience_id = excluded.audience_id, services = excluded.services, changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(
    tx,
  )
  await renderReaders(tx, brandId, { id, services }, now, statusUrl)
}

/** Each service once, and all of the brand. */
export async function theseAreThere(db: Db, brandId: string, { audience, services }: Pick<PutReaderPage, 'audience' | 'services'>) {
  await audienceById(db, audience)
  if (services === null) return { audience, services }
  const once = [...new Set(services)]
  const { rows } = await sql<{ id: string }>`select id from services where brand_id = ${brandId} and id = any (${once}::uuid[])`.execute(db)
  if (rows.length < once.length) throw new Refused('not-valid', 'services: names one that is not a service of this brand.')
  return { audience, services: once }
}

/** Its links end at once; who had it gets the brand's page, or another that chooses them, from the next message on. */
export async function removeReaderPage(tx: Db, { id, brandId, by, now }: Change): Promise<void> {
  await inTurn(tx, brandId)
  await sql`update reader_pages set removed_at = ${now}, changed_by = ${by}, changed_at = ${now} where id = ${id} and removed_at is null`.execute(tx)
  await removeReaders(tx, brandId, id)
}

/** What renders the brand's pages waits as well. */
const inTurn = (tx: Db, brandId: string) => sql`select pg_advisory_xact_lock(hashtextextended(${`page/${brandId}`}, 0))`.execute(tx)

// Searches that found nothing, so that a writer knows what is missing: without what belongs to a person, and never more than the newest thousand.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { maskPersonal } from '../../detect/texts/personal.ts'
import { Refused } from '../../platform/refused.ts'
import type { KnowledgeMiss } from './search.contract.ts'
import { plainly } from './words.ts'

type Miss = { text: string; locale: string; brandId: string | null; side: 'customers' | 'agents' }

export async function noteMiss({ db, clock }: Pick<Deps, 'db' | 'clock'>, { text, locale, brandId, side }: Miss): Promise<void> {
  const kept = maskPersonal(plainly(text).replace(/\s+/g, ' ').trim()).text.slice(0, longest)
  if (!/[\p{L}\p{N}]/u.test(kept)) return
  const now = clock()
  await sql`
    insert into knowledge_misses (brand_id, side, locale, text, first_at, last_at) values (${brandId}, ${side}, ${locale}, ${kept}, ${now}, ${now})
    on conflict (brand_id, side, locale, text) do update set times = knowledge_misses.times + 1, last_at = excluded.last_at`.execute(db)
  await sql`delete from knowledge_misses where id in (select id from knowledge_misses order by last_at desc, id desc offset ${most})`.execute(db)
}
const longest = 120
const most = 1_000

export async function listMisses({ db }: Pick<Deps, 'db'>): Promise<(Omit<KnowledgeMiss, 'lastAt'> & { lastAt: Date })[]> {
  const { rows } = await sql<Omit<KnowledgeMiss, 'lastAt'> & { lastAt: Date }>`
    select m.id::int8 as id, m.text, m.side, b.slug as brand, m.locale, m.times, m.last_at as "lastAt" from knowledge_misses m left join brands b on b.id = m.brand_id
     order by m.times desc, m.last_at desc, m.id limit 100`.execute(db)
  return rows.map((row) => ({ ...row, id: Number(row.id) }))
}

/** Written about, or not worth it. */
export async function dismissMiss({ db }: Pick<Deps, 'db'>, id: number): Promise<void> {
  const { rows } = await sql`delete from knowledge_misses where id = ${id} returning id`.execute(db)
  if (rows.length === 0) throw new Refused('not-found', 'This search is not in the list any more.')
}

// Who may find what. Every search goes through here, and none without saying for whom it is.
import { type RawBuilder, sql } from 'kysely'

/**
 * `brandId`: customers of a brand find its own and what is of all brands; of agents null means every brand. `services`: only what is about these, or about none (a page for a part of the customers).
 * `practice`: workarounds of exercises, too; never for customers.
 */
export type Reader = { audience: 'customers' | 'agents'; brandId: string | null; services?: string[] | null; practice?: boolean }

/** As a condition of a statement in which t is a row of the index. */
export function mayFind({ audience, brandId, services = null, practice = false }: Reader): RawBuilder<unknown> {
  const agents = audience === 'agents'
  return sql`t.live and (${agents}::boolean or t.open) and (not t.practice or ${agents && practice}::boolean)
    and (t.brand_id is null or t.brand_id = ${brandId}::uuid or ${agents && brandId === null}::boolean)
    and (${services}::uuid[] is null or t.services = '{}' or t.services && ${services}::uuid[])`
}

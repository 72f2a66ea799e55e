import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { SignalsQuery, SignalView } from './signals.contract.ts'

/** Signals with words, the newest first. */
export async function listSignals(
  { db }: Pick<Deps, 'db'>,
  { source, state, kind, limit, before }: z.output<typeof SignalsQuery>,
): Promise<z.input<typeof SignalView>[]> {
  const { rows } = await sql<z.input<typeof SignalView>>`
    select g.id, s.name as source, g.at, g.received_at as "receivedAt", g.kind, g.name, g.state, g.severity, v.name as service, g.region, g.account_key as account, g.title, g.body, g.link, g.labels, (select o.theirs from second_opinions o where o.signal_id = g.id) as "secondOpinion"
      from signals g join signal_sources s on s.id = g.source_id left join services v on v.id = g.service_id
     where (${source ?? null}::uuid is null or g.source_id = ${source ?? null}) and (${state ?? null}::text is null or g.state = ${state ?? null}) and (${kind ?? null}::text is null or g.kind = ${kind ?? null})
       and (${before ?? null}::timestamptz is null or g.received_at < ${before ?? null})
     order by g.received_at desc, g.id desc limit ${limit}`.execute(db)
  return rows
}

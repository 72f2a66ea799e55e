// How workarounds' facts are read back, and the rows they move; the status page follows in the same transaction (see system.ts).
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { streamKind } from '../../platform/events/kinds.ts'
import { type WorkaroundsCommand, type WorkaroundsFact, type WorkaroundsState, workarounds } from './workarounds.ts'

const fact = <T extends string>(type: T) => z.object({ type: z.literal(type), workaround: z.string(), by: z.string(), at: z.coerce.date() })
const Facts = z.discriminatedUnion('type', [fact('WorkaroundAdded'), fact('WorkaroundChanged'), fact('WorkaroundPublished'), fact('WorkaroundWithdrawn')])

export const workaroundsKind = streamKind<WorkaroundsState, WorkaroundsCommand, WorkaroundsFact>({
  name: 'workarounds',
  decider: workarounds,
  facts: Facts,
  schemaVersion: 1,
})
export const workaroundsOf = (crisisId: string) => `workarounds/${crisisId}`

export const workaroundsProjections: Projections = {
  WorkaroundPublished: async (tx: Db, { workaround, at }: WorkaroundsFact) => {
    await sql`update workarounds set status = 'published', published_at = ${at} where id = ${workaround}`.execute(tx)
  },
  WorkaroundWithdrawn: async (tx: Db, { workaround }: WorkaroundsFact) => {
    await sql`update workarounds set status = 'withdrawn' where id = ${workaround}`.execute(tx)
  },
}

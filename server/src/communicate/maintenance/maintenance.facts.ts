// How a maintenance's facts are read back, and the rows they move; the status page follows in the same transaction.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { idOf, streamKind } from '../../platform/events/kinds.ts'
import { idFrom } from '../../platform/ids.ts'
import { renderBrand } from '../status-page/render.ts'
import { type MaintenanceCommand, type MaintenanceFact, type MaintenanceState, maintenance } from './maintenance.ts'

const at = z.coerce.date()
const window = { startsAt: at, endsAt: at, endsByItself: z.boolean() }
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('MaintenanceScheduled'), note: z.string(), by: z.string(), ...window, at }),
  z.object({ type: z.literal('MaintenanceChanged'), note: z.string().optional(), by: z.string(), ...window, at }),
  z.object({
    type: z.literal('MaintenanceProgressed'),
    state: z.enum(['in_progress', 'verifying', 'completed', 'cancelled']),
    note: z.string().optional(),
    by: z.string(),
    at,
  }),
  z.object({ type: z.literal('MaintenanceSaid'), note: z.string(), by: z.string(), at }),
])

export const maintenanceKind = streamKind<MaintenanceState, MaintenanceCommand, MaintenanceFact>({
  name: 'maintenance',
  decider: maintenance,
  facts: Facts as unknown as z.ZodType<MaintenanceFact>,
  schemaVersion: 1,
  wake: (now) => ({ type: 'CheckMaintenance', now }),
})
export const maintenanceStream = (id: string) => `maintenance/${id}`

type Of<T extends MaintenanceFact['type']> = Extract<MaintenanceFact, { type: T }> & { stream: string; version: number }

export const maintenanceProjections = (statusUrl: string): Projections => {
  const shown = async (tx: Db, stream: string, now: Date) => {
    const {
      rows: [row],
    } = await sql<{ brandId: string }>`select brand_id as "brandId" from maintenances where id = ${idOf(stream)}`.execute(tx)
    if (row) await renderBrand(tx, row.brandId, now, statusUrl, idOf(stream))
  }
  return {
    MaintenanceScheduled: (tx, { stream, at }: Of<'MaintenanceScheduled'>) => shown(tx, stream, at),
    MaintenanceChanged: async (tx, { stream, startsAt, endsAt, endsByItself, at }: Of<'MaintenanceChanged'>) => {
      await sql`update maintenances set starts_at = ${startsAt}, ends_at = ${endsAt}, ends_by_itself = ${endsByItself} where id = ${idOf(stream)}`.execute(tx)
      await shown(tx, stream, at)
    },
    MaintenanceProgressed: async (tx, { stream, version, state, note, by, at }: Of<'MaintenanceProgressed'>) => {
      const over = state === 'completed' || state === 'cancelled'
      await sql`
        update maintenances set state = ${state}, began_at = coalesce(began_at, case when ${state !== 'cancelled'} then ${at}::timestamptz end), ended_at = case when ${over} then ${at}::timestamptz end
         where id = ${idOf(stream)}`.execute(tx)
      // What nobody wrote is said in the reader's language. Its id follows from the fact, so that it is there once.
      if (!note)
        await sql`
          insert into maintenance_notes (id, maintenance_id, state, body, author, written_at) values (${idFrom(`${stream}/${version}`)}, ${idOf(stream)}, ${state}, '', ${by}, ${at})
          on conflict (id) do nothing`.execute(tx)
      await shown(tx, stream, at)
    },
    MaintenanceSaid: (tx, { stream, at }: Of<'MaintenanceSaid'>) => shown(tx, stream, at),
  }
}

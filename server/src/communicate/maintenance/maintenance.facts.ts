// How a maintenance's facts are read back, and the rows they move; the status page follows in the same transaction.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import type { Projections } from '../../platform/events/engine.ts'
import { idOf, streamKind } from '../../platform/events/kinds.ts'
import { idFrom } from '../../platform/ids.ts'
import { renderBrand } from '../status-page/render.ts'
import { tellOfMaintenance } from '../page-news/maintenance.news.ts'
import type { MaintenanceMoment } from '../page-news/news.ts'
import { type MaintenanceCommand, type MaintenanceFact, type MaintenanceState, maintenance, moments } from './maintenance.ts'

const at = z.coerce.date()
const tell = z.boolean().optional()
const window = {
  startsAt: at,
  endsAt: at,
  endsByItself: z.boolean(),
  tells: z.array(z.enum(moments)).optional(),
  remindMinutes: z.number().nullable().optional(),
}
const Facts = z.discriminatedUnion('type', [
  z.object({ type: z.literal('MaintenanceScheduled'), note: z.string(), by: z.string(), tell, ...window, at }),
  z.object({
    type: z.literal('MaintenanceChanged'),
    note: z.string().optional(),
    by: z.string(),
    tell,
    ...window,
    before: z.object({ startsAt: at, endsAt: at }).optional(),
    dropped: z.array(z.string()).optional(),
    at,
  }),
  z.object({
    type: z.literal('MaintenanceProgressed'),
    state: z.enum(['in_progress', 'verifying', 'completed', 'cancelled']),
    note: z.string().optional(),
    by: z.string(),
    tell,
    at,
  }),
  z.object({ type: z.literal('MaintenanceSaid'), note: z.string(), by: z.string(), tell, at }),
  z.object({ type: z.literal('MaintenanceReminded'), at }),
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
type Shown = { stream: string; version: number; at: Date; tell?: boolean }
type More = { note?: string | undefined; before?: { startsAt: Date; endsAt: Date } | undefined; dropped?: string[] | undefined }

export const maintenanceProjections = (statusUrl: string): Projections => {
  /** The page first; then, of the same page, what subscribers are told. */
  const shown = async (tx: Db, { stream, version, at, tell }: Shown, moment: MaintenanceMoment, more: More = {}) => {
    const {
      rows: [row],
    } = await sql<{ brandId: string }>`select brand_id as "brandId" from maintenances where id = ${idOf(stream)}`.execute(tx)
    if (!row) return
    const page = await renderBrand(tx, row.brandId, at, statusUrl, idOf(stream))
    if (tell) await tellOfMaintenance(tx, page, { id: idOf(stream), source: `${stream}/${version}`, moment, at, ...more })
  }
  return {
    MaintenanceScheduled: (tx, fact: Of<'MaintenanceScheduled'>) => shown(tx, fact, 'scheduled', { note: fact.note }),
    MaintenanceChanged: async (tx, fact: Of<'MaintenanceChanged'>) => {
      const { stream, startsAt, endsAt, endsByItself, note, before, dropped } = fact
      await sql`update maintenances set starts_at = ${startsAt}, ends_at = ${endsAt}, ends_by_itself = ${endsByItself} where id = ${idOf(stream)}`.execute(tx)
      await shown(tx, fact, 'changed', { note, before, dropped })
    },
    MaintenanceProgressed: async (tx, fact: Of<'MaintenanceProgressed'>) => {
      const { stream, version, state, note, by, at } = fact
      const over = state === 'completed' || state === 'cancelled'
      await sql`
        update maintenances set state = ${state}, began_at = coalesce(began_at, case when ${state !== 'cancelled'} then ${at}::timestamptz end), ended_at = case when ${over} then ${at}::timestamptz end
         where id = ${idOf(stream)}`.execute(tx)
      // What nobody wrote is said in the reader's language. Its id follows from the fact, so that it is there once.
      if (!note)
        await sql`
          insert into maintenance_notes (id, maintenance_id, state, body, author, written_at) values (${idFrom(`${stream}/${version}`)}, ${idOf(stream)}, ${state}, '', ${by}, ${at})
          on conflict (id) do nothing`.execute(tx)
      await shown(tx, fact, state, { note })
    },
    MaintenanceSaid: (tx, fact: Of<'MaintenanceSaid'>) => shown(tx, fact, 'word', { note: fact.note }),
    MaintenanceReminded: (tx, fact: Of<'MaintenanceReminded'>) => shown(tx, { ...fact, tell: true }, 'reminder'),
  }
}

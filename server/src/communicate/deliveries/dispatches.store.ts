// What a screen shows of dispatches: how far each is, when it will be done, how providers are, single deliveries.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Db } from '../../platform/database/connect.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { trustIn } from './circuit.ts'
import { countsOf } from './deliveries.store.ts'
import { type DeliveryView, type DispatchView, type ListDeliveries, type ProviderView, states } from './dispatches.contract.ts'
import { estimateFinish } from './estimate.ts'
import { messageId } from './mail.ts'

type Shown = Omit<z.input<typeof DispatchView>, 'changedBy'> & { changedBy: string | null }
type Row = Omit<Shown, 'counts' | 'total' | 'estimate'> & { waitsUntil: Date | null; minutes: { minute: string; settled: number }[] }

export async function dispatchesOf(db: Db, crisisId: string, now: Date): Promise<{ dispatches: Shown[]; providers: z.input<typeof ProviderView>[] }> {
  const { rows } = await sql<Row>`
    select r.update_id as "updateId", r.channel, u.class, r.state, r.planned_at as "plannedAt", r.changed_at as "changedAt", r.changed_by as "changedBy", r.last_word as "lastWord",
           coalesce(said_in(r.update_id, 'en')->>'title', '') as title,
           case when r.state = 'running' then (select max(d.due_at) from deliveries d where d.update_id = r.update_id and d.channel = r.channel and d.state = 'deferred') end as "waitsUntil",
           coalesce((select jsonb_agg(jsonb_build_object('minute', m.minute, 'settled', m.settled)) from dispatch_minutes m
              where r.state = 'running' and m.update_id = r.update_id and m.channel = r.channel and m.minute > ${now}::timestamptz - interval '10 minutes'), '[]') as minutes
      from dispatches r join updates u on u.id = r.update_id where r.crisis_id = ${crisisId} order by r.planned_at desc, r.update_id`.execute(db)
  const counts = await countsOf(
    db,
    rows.map(({ updateId }) => updateId),
  )
  const dispatches = rows.map(({ waitsUntil, minutes, ...row }) => {
    const of = counts.of(row.updateId, row.channel)
    const by = Object.fromEntries(states.map((state) => [state, of[state]])) as Shown['counts']
    const recent = minutes.map(({ minute, settled }) => ({ minute: new Date(minute), settled }))
    const estimate = estimateFinish({ remaining: by.planned + by.queued + by.sending, waitsUntil, minutes: recent, now })
    return { ...row, counts: by, total: of.total, estimate: estimate ?? null }
  })
  return { dispatches, providers: await providersNow(db, now) }
}

async function providersNow(db: Db, now: Date): Promise<z.input<typeof ProviderView>[]> {
  const { rows } = await sql<{ name: string; failures: number; opened: number; openUntil: Date | null; answer: string | null }>`
    select name, failures, opened, open_until as "openUntil", answer from providers where name <> 'practice' order by name`.execute(db)
  const words = { whole: 'well', one: 'tried', none: 'away' } as const
  return rows.map(({ name, answer, ...health }) => ({ name, state: words[trustIn(health, now)], openUntil: health.openUntil, answer }))
}

/** Single deliveries of one update, in the order in which they were planned. */
export async function deliveriesOf(db: Db, updateId: string, { channel, state, search, cursor, limit }: z.output<typeof ListDeliveries>) {
  const after = fromCursor<[number]>(cursor, ['number'])?.[0]
  const { rows } = await sql<Omit<z.input<typeof DeliveryView>, 'messageId'> & { sender: string }>`
    select d.id, d.account_id as "accountId", a.name as account, coalesce(k.name, e.name) as name, coalesce(e.shown, d.destination) as destination, d.state, d.attempts, d.provider, d.answer, d.reason, d.resent, d.due_at as "dueAt", d.changed_at as "changedAt", b.sender
      from deliveries d join updates u on u.id = d.update_id join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id left join accounts a on a.id = d.account_id left join contacts k on k.id = d.contact_id
      left join endpoints e on e.id = case when d.channel in ('slack', 'teams', 'webhook', 'push', 'bluesky', 'mastodon') then d.destination::uuid end
     where d.update_id = ${updateId} and d.channel = ${channel} ${state ? sql`and d.state = ${state}::delivery_state` : sql``}
       ${search ? sql`and starts_with(lower(d.destination), lower(${search}))` : sql``} ${after === undefined ? sql`` : sql`and d.id > ${after}`}
     order by d.id limit ${limit + 1}`.execute(db)
  return toPage(
    rows.map(({ sender, ...row }) => ({ ...row, messageId: messageId(updateId, row.id, sender) })),
    limit,
    ({ id }) => [id],
  )
}

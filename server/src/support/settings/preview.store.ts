// The first ten of the queue as other weights would have it; nothing is changed.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { withFacts } from '../conversations/order.store.ts'
import { minutesInSql, type Parts, partsInSql, type Weights } from '../conversations/order.ts'
import type { OrderPreview } from './settings.contract.ts'

const most = 10
type Row = OrderPreview['first'][number] & { parts: Parts }

export async function previewOrder(db: Db, weights: Weights): Promise<OrderPreview> {
  const waits = sql`c.state = 'open' and c.assignee is null and c.turn_at is not null`
  const { rows } = await sql<Row>`
    with anew as materialized (
      select p.id, p.parts, p.waiting_since - make_interval(mins => p.minutes) as turn, p.minutes from (
        select p.*, ${minutesInSql(sql`p.parts`)}::int as minutes from (select c.id, c.waiting_since, ${partsInSql(weights)} as parts from conversations c ${withFacts} where ${waits}) p) p
       order by turn, p.id limit ${most})
    select c.id, c.subject, c.writer, (select a.name from accounts a where a.id = c.account_id) as account, c.waiting_since as "waitingSince", n.parts, n.minutes,
           (select count(*)::int + 1 from conversations o where o.state = 'open' and o.assignee is null and o.turn_at is not null and (o.turn_at, o.id) < (c.turn_at, c.id)) as was
      from anew n join conversations c on c.id = n.id order by n.turn, n.id`.execute(db)
  const { rows: all } = await sql<{ waiting: number }>`select count(*)::int as waiting from conversations c where ${waits}`.execute(db)
  return { waiting: all[0]?.waiting ?? 0, first: rows }
}

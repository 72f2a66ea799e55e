// Gift cards that nobody used: after some days each is looked at once, and whoever has one unused is to be reminded once. Here that is planned; what is planned is told by others.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import type { Shop } from '../../../platform/shopify/shop.ts'
import { minorOf, type ShopMoney } from './amounts.ts'

const cardsAtOnce = 100
const some = `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on GiftCard { id enabled balance { amount currencyCode } initialValue { amount currencyCode } } } }`
type Card = { id?: string; enabled?: boolean; balance?: ShopMoney; initialValue?: ShopMoney } | null
type Due = { grantId: number; accountId: number; card: string; amountMinor: number; currency: string }
export type Looked = { planned: number; more: boolean; waitMs: number }

/**
 * Looks at the next cards of a payer that were given at least `days` ago; call it again while there are more.
 * Each is decided in one row, once, so that whoever does it at the same time or after a kill reminds nobody twice. What was taken back is not looked at.
 */
export async function planReminders(db: Db, shop: Shop, { payerId, days, now }: { payerId: string; days: number; now: Date }): Promise<Looked> {
  const { rows: due } = await sql<Due>`
    select p.grant_id as "grantId", p.account_id as "accountId", p.provider_id as card, g.amount_minor as "amountMinor", g.currency
      from payouts p join grants g on g.id = p.grant_id
     where p.payer_id = ${payerId} and p.means = 'gift-card' and p.state = 'applied' and not p.practice and g.reverses is null and p.provider_id is not null
       and p.changed_at <= ${now}::timestamptz - make_interval(days => ${days})
       and not exists (select from gift_cards_reminded r where r.grant_id = p.grant_id)
     order by p.grant_id limit ${cardsAtOnce}`.execute(db)
  if (due.length === 0) return { planned: 0, more: false, waitMs: 0 }
  const answer = await shop.ask<{ nodes?: Card[] }>(some, { ids: due.map(({ card }) => card) })
  if (answer.kind !== 'data') return { planned: 0, more: true, waitMs: answer.kind === 'later' ? answer.afterMs : 60_000 }
  const { nodes } = answer.data
  if (!Array.isArray(nodes) || nodes.length !== due.length) return { planned: 0, more: true, waitMs: 60_000 }
  const looked = due.map((each, nth) => ({ ...each, found: foundOf(nodes[nth] ?? null, each.currency) }))
  const { rows } = await sql<{ planned: boolean }>`
    insert into gift_cards_reminded (grant_id, account_id, gift_card, found, amount_minor, currency, looked_at, planned_at)
    select r."grantId", r."accountId", r.card, r.found, r."amountMinor", r.currency, ${now}, case when r.found = 'unused' then ${now}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(looked)}::jsonb) as r ("grantId" bigint, "accountId" bigint, card text, found text, "amountMinor" bigint, currency text)
    on conflict (grant_id) do nothing returning planned_at is not null as planned`.execute(db)
  return { planned: rows.filter(({ planned }) => planned).length, more: due.length === cardsAtOnce, waitMs: answer.waitMs }
}

function foundOf(card: Card, currency: string): 'unused' | 'used' | 'gone' {
  if (!card || card.enabled === false) return 'gone'
  const [left, first] = [minorOf(card.balance, currency), minorOf(card.initialValue, currency)]
  // What cannot be read is not reminded of.
  return left !== undefined && left === first ? 'unused' : 'used'
}

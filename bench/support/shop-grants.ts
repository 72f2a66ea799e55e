// Ledger lines for a Shopify shop, as a plan leaves them, and the shop's own book as their judge.
import { sql } from 'kysely'
import type { FakeShopify } from '../../journeys/support/fake-shopify.ts'
import type { Deps } from '../../server/src/deps.ts'
import { newId } from '../../server/src/platform/ids.ts'
import { seal } from '../../server/src/platform/secrets/seal.ts'
import { giftCardCode } from '../../server/src/remediate/execution/shopify/gift-card.ts'

/** Of each account: three store credits, two of them of the same amount, a gift card and a refund. */
const perAccount = 5

/** @returns the plan; a live payer, the customers and an order of each stand at the shop */
export async function grantAtShop(
  { db, key }: Pick<Deps, 'db' | 'key'>,
  shop: FakeShopify,
  { crisisId, lines }: { crisisId: string; lines: number },
): Promise<string> {
  const [planId, payerId, accounts] = [newId(new Date()), newId(new Date()), Math.ceil(lines / perAccount)]
  const sealed = seal(key, JSON.stringify({ token: shop.token }))
  await sql`
    insert into payers (id, kind, name, brand_id, settings, sealed, live, made_by, made_at)
    select ${payerId}, 'shopify', 'Shop', id, '{"shop": "bench.myshopify.com"}', ${sealed}, true, 'bench', now() from brands order by created_at limit 1`.execute(
    db,
  )
  const { rows } = await sql<{ id: number }>`
    with paid as (select id from accounts where not practice order by id limit ${accounts})
    insert into account_aliases (practice, system, external_id, account_id) select false, 'shopify', id::text, id from paid returning account_id::int8 as id`.execute(
    db,
  )
  for (const { id } of rows) {
    shop.customer(Number(id))
    shop.order(Number(id), Number(id), 5_000)
  }
  await sql`
    with each as (
      select a.account_id, m.* from account_aliases a cross join (values
        ('credit-1', 'store-credit', 1000), ('credit-2', 'store-credit', 1000), ('credit-3', 'store-credit', 1500), ('card', 'gift-card', 2000), ('refund', 'refund', 100)) m (remedy, means, amount)
       where a.system = 'shopify'),
    granted as (
      insert into grants (crisis_id, account_id, practice, remedy, revision, plan_id, amount_minor, currency, granted_at, granted_by)
      select ${crisisId}::uuid, account_id, false, remedy, 1, ${planId}::uuid, amount + account_id % 900, 'EUR', now(), '{one,two}' from each order by account_id, remedy limit ${lines}
      returning id, crisis_id, account_id, remedy, granted_at)
    insert into payouts (grant_id, crisis_id, account_id, practice, payer_id, means, more, changed_at)
    select g.id, g.crisis_id, g.account_id, false, ${payerId}::uuid, e.means, case when e.means = 'refund' then jsonb_build_object('order', g.account_id::text) else '{}' end, g.granted_at
      from granted g join each e using (account_id, remedy)`.execute(db)
  return planId
}

type Row = { reference: string; account: number; means: string; amount: number; state: string; providerId: string | null }
export type JudgedShop = {
  lines: number
  twice: number
  missing: number
  wrongAmount: number
  strangers: number
  open: number
  owedMinor: number
  paidMinor: number
}

/** Each line against what the shop has in its book, to the cent: cards by their code, refunds by their note, credits by whom each was given to. */
export async function judgedAtShop({ db, key }: Pick<Deps, 'db' | 'key'>, shop: FakeShopify, planId: string): Promise<JudgedShop> {
  const { rows } = await sql<Row>`
    select g.crisis_id || '/' || g.account_id || '/' || g.remedy || '/' || g.revision as reference, g.account_id::int8 as account, p.means, g.amount_minor as amount, p.state::text as state, p.provider_id as "providerId"
      from grants g join payouts p on p.grant_id = g.id where g.plan_id = ${planId}`.execute(db)
  const { rows: claimed } = await sql<{ id: string; reference: string }>`select transaction_id as id, reference from store_credits_claimed`.execute(db)
  const ownerOf = new Map(claimed.map(({ id, reference }) => [id, reference]))
  const refunds = [...shop.orders.values()].flatMap((order) => order.refunds)
  // A credit that nobody claimed stands under its own id, where no line finds it.
  const book = [
    ...shop.transactions.map(({ id, minor, kind }) => ({ of: ownerOf.get(id) ?? id, minor: kind === 'Credit' ? minor : -minor })),
    ...[...shop.cards.values()].map(({ code, minor }) => ({ of: code, minor })),
    ...refunds.map(({ note, minor }) => ({ of: note ?? '', minor })),
  ]
  const paid = Map.groupBy(book, ({ of }) => of)
  const nameOf = ({ means, reference }: Row) => (means === 'gift-card' ? giftCardCode(key, reference) : means === 'refund' ? `leeward:${reference}` : reference)
  const times = (row: Row) => paid.get(nameOf(row))?.length ?? 0
  const known = new Set(rows.map(nameOf))
  const ids = new Set(rows.map(({ providerId }) => providerId))
  return {
    lines: rows.length,
    twice: rows.filter((row) => times(row) > 1).length + (rows.length - ids.size),
    missing: rows.filter((row) => times(row) === 0).length,
    wrongAmount: rows.filter((row) => paid.get(nameOf(row))?.some(({ minor }) => minor !== Number(row.amount))).length,
    strangers: book.filter(({ of }) => !known.has(of)).length,
    open: rows.filter(({ state }) => state !== 'applied').length,
    owedMinor: rows.reduce((sum, { amount }) => sum + Number(amount), 0),
    paidMinor: book.reduce((sum, { minor }) => sum + minor, 0),
  }
}

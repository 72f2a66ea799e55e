// A credit note and money back go by the last invoice that a customer paid at Stripe; where none is known that is large enough, people carry it out.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { moneyHouse } from './support/money-house.ts'

test('a credit note on the last invoice, and money back on its payment', async () => {
  const { system, ann, declare, planOf, approve } = await moneyHouse()
  const { rows: brands } = await sql<{ id: string }>`select id from brands limit 1`.execute(system.db)
  const brand = brands[0]?.id
  await sql`insert into payers (id, kind, name, brand_id, made_by, made_at) values (gen_random_uuid(), 'stripe', 'Stripe', ${brand}, 'x', now())`.execute(
    system.db,
  )
  await sql`insert into sync_links (id, provider, name, brand_id, settings, sealed, made_by, made_at) values (gen_random_uuid(), 'stripe', 'Stripe', ${brand}, '{}', '\\x00', 'x', now())`.execute(
    system.db,
  )
  await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
  await sql`insert into account_aliases (practice, system, external_id, account_id) select false, 'stripe', 'cus_' || key, id from accounts where key in ('A1', 'A2', 'A3', 'A4', 'A5')`.execute(
    system.db,
  )
  await sql`
    insert into subscriptions (account_id, link_id, provider, external_id, customer, status, price_minor, currency, invoice_ref, payment_ref, paid_minor, paid_at, updated_at)
    select a.id, (select id from sync_links), 'stripe', 'sub_' || s.id, 'cus_' || key, 'active', 10000, s.currency, s.invoice, s.payment, s.paid, s.at::timestamptz, now()
      from accounts a join (values
        (1, 'A1', 'EUR', 'in_old', 'pi_old', 10000, '2029-11-01'), (2, 'A1', 'EUR', 'in_1', 'pi_1', 10000, '2030-01-01'), (3, 'A2', 'EUR', 'in_2', 'pi_2', 699, '2030-01-01'),
        (4, 'A3', 'EUR', 'in_3', 'ch_3', 1000, '2030-01-01'), (5, 'A5', 'USD', 'in_5', 'pi_5', 10000, '2030-01-01')) s (id, key, currency, invoice, payment, paid, at) using (key)`.execute(
    system.db,
  )
  const { yaml } = (await ann.get('/api/remedy-policies')).body
  const rules = `    rules:
      - { remedy: note, percent: 10, as: credit-note, sentence: A tenth of your month }
      - { remedy: back, fixed: { EUR: 700 }, as: money-back, sentence: Seven euros back }
`
  const put = await ann.put('/api/remedy-policies', {
    yaml: yaml.replace(/( {2}standard:[\s\S]*?) {4}rules:\n[\s\S]*?\n\n/, (_: string, head: string) => `${head}${rules}\n`),
    note: 'For this test.',
    revision: 0,
  })
  expect(put.status).toBe(200)
  const crisis = await declare()
  expect((await approve((await planOf(crisis)).body)).body.status).toBe('executed')
  const { rows } = await sql<{ key: string; remedy: string; means: string; more: object }>`
    select a.key, g.remedy, p.means, p.more from grants g join accounts a on a.id = g.account_id join payouts p on p.grant_id = g.id
     where g.crisis_id = ${crisis} and a.key in ('A1', 'A2', 'A3', 'A4', 'A5') order by 1, 2`.execute(system.db)
  expect(rows).toEqual([
    { key: 'A1', remedy: 'back', means: 'refund', more: { customer: 'cus_A1', paymentIntent: 'pi_1' } },
    { key: 'A1', remedy: 'note', means: 'credit-note', more: { customer: 'cus_A1', invoice: 'in_1' } },
    { key: 'A2', remedy: 'back', means: 'file', more: {} },
    { key: 'A2', remedy: 'note', means: 'file', more: {} },
    { key: 'A3', remedy: 'back', means: 'refund', more: { customer: 'cus_A3', charge: 'ch_3' } },
    { key: 'A3', remedy: 'note', means: 'credit-note', more: { customer: 'cus_A3', invoice: 'in_3' } },
    { key: 'A4', remedy: 'back', means: 'file', more: {} },
    { key: 'A4', remedy: 'note', means: 'file', more: {} },
    { key: 'A5', remedy: 'back', means: 'file', more: {} },
    { key: 'A5', remedy: 'note', means: 'file', more: {} },
  ])
  await system.close()
})

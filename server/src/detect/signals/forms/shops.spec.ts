import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { readShopify } from './shops.ts'

test('what a customer wrote to an order is not kept as a reason', () => {
  const raw = Buffer.from(JSON.stringify({ note: 'Please ring at Ann Miller, second floor', line_items: [{}] }))
  const headers = { 'x-shopify-topic': 'orders/create', 'x-shopify-hmac-sha256': createHmac('sha256', 's').update(raw).digest('base64') }
  const [order] = readShopify({ raw, body: JSON.parse(raw.toString()), headers, secret: 's', now: new Date(0) })
  expect(order).toMatchObject({ name: 'shopify.orders.create', labels: { items: '1' } })
  expect(JSON.stringify(order)).not.toContain('Ann')
})

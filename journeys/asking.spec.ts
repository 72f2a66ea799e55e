// What is given only to those who ask: asked for by one press on the customer's own page, seen in the room, counted by the next plan; opening a link asks for nothing.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { myPageLink } from '../server/src/communicate/my-page/my-page.links.ts'
import { update } from './support/bodies.ts'
import { type MoneyHouse, moneyHouse } from './support/money-house.ts'

let house: MoneyHouse
let crisis: string
const { system, ann, bo, company, planOf, approve } = await moneyHouse().then((made) => {
  house = made
  return made
})
afterAll(() => system.close())

beforeAll(async () => {
  const { yaml, revision } = (await ann.get('/api/remedy-policies')).body
  const rules = `    rules:
      - { remedy: credit, days: 30, sentence: 30 days of service as a credit }
      - { remedy: help, optIn: true, sentence: A person who <b>helps</b> you, translations: { de: Ein Mensch hilft Ihnen } }
      - { remedy: board-call, optIn: true, tiers: [enterprise], sentence: A call of the board }
      - { remedy: money-back, percent: 50, as: refund, optIn: true, sentence: Half of your order }
`
  const changed = yaml.replace(/( {2}standard:[\s\S]*?) {4}rules:\n[\s\S]*?\n\n/, (_: string, head: string) => `${head}${rules}\n`)
  expect((await ann.put('/api/remedy-policies', { yaml: changed, note: 'For those who ask.', revision })).status).toBe(200)
  await sql`update accounts set mrr_minor = 10000, currency = 'EUR', tier = 'standard', sla = null where not practice`.execute(system.db)
  crisis = await house.declare()
  await publish(crisis)
})

async function publish(id: string) {
  const { body } = await ann.post(`/api/crises/${id}/updates`, { ...update(), nextUpdateAt: '2030-01-10T09:20:00Z' })
  await ann.post(`/api/updates/${body.id}/submission`, {})
  await bo.post(`/api/updates/${body.id}/approvals`, {})
}
const idOf = async (key: string) => Number((await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)).rows[0]?.id)
const contactOf = async (key: string) =>
  Number((await sql<{ id: number }>`select c.id from contacts c join accounts a on a.id = c.account_id where a.key = ${key}`.execute(system.db)).rows[0]?.id)
const linkOf = async (key: string, forAll = false) =>
  new URL(myPageLink(system.deps, { a: await idOf(key), k: forAll ? null : await contactOf(key), b: company.slug }).url).pathname
const open = async (path: string, method: 'GET' | 'HEAD' = 'GET') => system.web.status.inject({ url: path, method })
const proofIn = (page: string) => /action="\/my\/[^"]*wishes"[^>]*>.*?name="page" value="([^"]+)"/.exec(page)?.[1] ?? ''
const send = (path: string, fields: Record<string, string>) =>
  system.web.status.inject({
    method: 'POST',
    url: `${path}/wishes`,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  })
const ask = async (path: string, remedy: string, of = crisis) => send(path, { page: proofIn((await open(path)).body), crisis: of, remedy })
const asked = async () => (await ann.get(`/api/crises/${crisis}/remedies/choices`)).body
const kept = async () => (await sql<{ n: number }>`select count(*)::int as n from remedy_choices`.execute(system.db)).rows[0]?.n

describe('A remedy for those who ask', () => {
  test('stands on their own page in plain words, in their language, and nobody else’s tier', async () => {
    const english = (await open(await linkOf('A1'))).body
    expect(english).toContain('What you may ask for')
    expect(english).toContain('A person who &lt;b&gt;helps&lt;/b&gt; you')
    expect(english).toContain('aria-label="Ask for: Half of your order"')
    expect(english).not.toContain('A call of the board')
    expect((await open(await linkOf('A3'))).body).toMatch(/Worum Sie bitten können[\s\S]*Ein Mensch hilft Ihnen[\s\S]*Darum bitten/)
    await sql`update accounts set tier = 'enterprise' where key = 'A10'`.execute(system.db)
    expect((await open(await linkOf('A10'))).body).toContain('A call of the board')
  })

  test('is not asked for by opening the link, by a form that was not shown, or by the form of another page', async () => {
    const [one, other] = [await linkOf('A1'), await linkOf('A2')]
    for (const method of ['GET', 'HEAD'] as const) {
      await open(one, method)
      expect((await open(`${one}/wishes`, method)).statusCode).toBe(404)
    }
    expect((await send(one, { crisis, remedy: 'help' })).statusCode).toBe(422)
    expect((await send(one, { crisis, remedy: 'help', page: 'x.y' })).statusCode).toBe(422)
    const refused = await send(one, { crisis, remedy: 'help', page: proofIn((await open(other)).body) })
    expect([refused.statusCode, refused.body.includes('Please press the button once more')]).toEqual([422, true])
    expect(await kept()).toBe(0)
  })

  test('bad input is a clear error and nothing is kept', async () => {
    const path = await linkOf('A1')
    const page = proofIn((await open(path)).body)
    for (const fields of [
      {},
      { page },
      { page, crisis: 'x', remedy: 'help' },
      { page, crisis, remedy: '' },
      { page, crisis, remedy: 'x'.repeat(61) },
      { page: 'x'.repeat(1_001), crisis, remedy: 'help' },
    ])
      expect((await send(path, fields as Record<string, string>)).statusCode, JSON.stringify(fields).slice(0, 60)).toBe(400)
    for (const [of, remedy] of [
      [crisis, 'credit'],
      [crisis, 'nonsense'],
      [crisis, 'board-call'],
      [crypto.randomUUID(), 'help'],
    ] as const) {
      const answer = await ask(path, remedy, of)
      expect([answer.statusCode, answer.body.includes('This can no longer be asked for here')], remedy).toEqual([409, true])
    }
    for (const token of ['x', 'x.y', 'a'.repeat(900)]) expect((await send(`/my/${token}`, { page, crisis, remedy: 'help' })).statusCode).toBe(410)
    expect(await kept()).toBe(0)
  })

  test('one press asks, and the page says when, and what happens next; pressing again is once', async () => {
    const path = await linkOf('A1')
    const before = (await open(path)).body
    const answer = await ask(path, 'help')
    expect([answer.statusCode, answer.headers.location]).toEqual([303, path])
    const page = (await open(path)).body
    expect(page).toMatch(
      /What you asked for[\s\S]*A person who &lt;b&gt;helps[\s\S]*You asked for it on <time datetime="2030-01-10T09:00:00.000Z">[\s\S]*write to you when it is yours/,
    )
    expect(page).not.toContain('aria-label="Ask for: A person who')
    expect(page).toContain('Half of your order')
    expect((await send(path, { page: proofIn(before), crisis, remedy: 'help' })).statusCode).toBe(303)
    expect(await kept()).toBe(1)
  })

  test('five at the same moment are one', async () => {
    const path = await linkOf('A3', true)
    const page = proofIn((await open(path)).body)
    expect((await Promise.all([1, 2, 3, 4, 5].map(() => send(path, { page, crisis, remedy: 'help' })))).map(({ statusCode }) => statusCode)).toEqual(
      Array(5).fill(303),
    )
    expect(await kept()).toBe(2)
  })

  test('the room sees who asked, for what, and by which way', async () => {
    await bo.put(`/api/crises/${crisis}/remedies/choices`, { account: 'A5', remedy: 'help' })
    const { items, total, outsidePlan } = await asked()
    expect([total, outsidePlan]).toEqual([3, 3])
    expect(
      items.map((each: { account: { key: string }; way: string; by: string | null; inPlan: boolean }) => [each.account.key, each.way, each.by, each.inPlan]),
    ).toEqual([
      ['A5', 'person', 'Bo', false],
      ['A3', 'my-page', null, false],
      ['A1', 'my-page', expect.stringMatching(/./), false],
    ])
    const first = (await ann.get(`/api/crises/${crisis}/remedies/choices?limit=2`)).body
    expect((await ann.get(`/api/crises/${crisis}/remedies/choices?limit=2&cursor=${first.next}`)).body.items).toHaveLength(1)
    expect((await ann.get(`/api/crises/${crisis}/remedies/choices?cursor=x`)).status).toBe(400)
    expect((await ann.get(`/api/crises/${crypto.randomUUID()}/remedies/choices`)).status).toBe(404)
  })

  test('the next plan counts it, for an account that was merged since as well; who asks later is outside it', async () => {
    expect((await ann.post(`/api/accounts/${await idOf('A5')}/merger`, { into: await idOf('A6') })).status).toBe(200)
    const plan = (await planOf(crisis)).body
    const { rows } = await sql<{ key: string }>`
      select a.key from remedy_lines l join accounts a on a.id = l.account_id where l.plan_id = ${plan.id} and l.remedy = 'help' order by a.key`.execute(
      system.db,
    )
    expect(rows.map(({ key }) => key)).toEqual(['A1', 'A3', 'A6'])
    expect(await asked()).toMatchObject({ total: 3, outsidePlan: 0 })
    await ask(await linkOf('A4'), 'help')
    expect(await asked()).toMatchObject({ total: 4, outsidePlan: 1 })
    expect((await approve(plan)).body.status).toBe('executed')
  })

  test('a refund that is only for those who ask is given to nobody else', async () => {
    const { rows } = await sql`select 1 from remedy_lines l where l.crisis_id = ${crisis} and l.remedy like 'refund-%'`.execute(system.db)
    expect(rows).toEqual([])
  })

  test('once it is carried out nothing is offered any more; who asked too late reads that, who got it reads what it is', async () => {
    const [got, late, other] = [(await open(await linkOf('A3'))).body, (await open(await linkOf('A4'))).body, await linkOf('A7')]
    expect(got).toMatch(/Was wir Ihnen dafür geben[\s\S]*Ein Mensch hilft Ihnen/)
    expect(got).not.toContain('Worum Sie gebeten haben')
    expect(late).toMatch(/What you asked for[\s\S]*It is not part of what we have given so far/)
    expect((await open(other)).body).not.toContain('What you may ask for')
    // A page that stood open meanwhile.
    const { myPageProof } = await import('../server/src/communicate/my-page/my-page.links.ts')
    const answer = await send(other, { page: myPageProof(system.deps, other.slice('/my/'.length)), crisis, remedy: 'help' })
    expect([answer.statusCode, answer.body.includes('This can no longer be asked for here')]).toEqual([409, true])
    expect((await asked()).total).toBe(4)
  })

  test('another plan gives it to who asked too late, and to nobody twice', async () => {
    const plan = (await planOf(crisis)).body
    expect((await approve(plan)).body.status).toBe('executed')
    const { rows } = await sql<{ key: string; lines: number }>`
      select a.key, count(*)::int as lines from grants g join accounts a on a.id = g.account_id where g.crisis_id = ${crisis} and g.remedy = 'help' group by 1 order by 1`.execute(
      system.db,
    )
    expect(rows).toEqual(['A1', 'A3', 'A4', 'A6'].map((key) => ({ key, lines: 1 })))
  })
})

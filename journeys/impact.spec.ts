// Whom a crisis hurts: a recall by lots and regions, lists, windows, facts that change in the middle, two people at once, and why not.
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Person = Awaited<ReturnType<TestSystem['person']>>

describe('Who is hurt by a recall', () => {
  let system: TestSystem
  let ann: Person
  let crisis: string
  let ids: Map<string, number>
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    const company = await smallCompany(system, 0)
    ann = await system.person('Ann', 'administrator')
    // Buyers: B1 … B12, lots L1 to L4 in turn, the even ones in the east; B12 ordered before the lots were bad.
    await buyers(system, 12, company.shop)
    ids = new Map((await sql<{ key: string; id: number }>`select key, id from accounts`.execute(system.db)).rows.map((row) => [row.key, row.id]))
    crisis = (
      await ann.post('/api/crises', {
        title: 'Chargers overheat',
        kind: 'product-recall',
        onsetAt: '2029-12-01T00:00:00Z',
        scope: [{ serviceId: company.shop }],
      })
    ).body.id
    await system.runJobs()
  })
  afterAll(() => system.close())

  test('a crisis of which nobody has said yet what is affected has no impact, and its promise is not kept by that', async () => {
    const { body } = await ann.post('/api/crises', { title: 'Something smells', kind: 'service-outage' })
    await system.runJobs()
    const shown = (await ann.get(`/api/crises/${body.id}`)).body
    expect(shown.impact).toBeNull()
    expect(shown.clocks.find((each: { kind: string }) => each.kind === 'impact-and-timeline')).toMatchObject({ state: 'running' })
    expect(await ann.post(`/api/crises/${body.id}/impact`)).toMatchObject({ status: 409 })
  })

  test('everybody who has the product is in scope at first', async () => {
    expect((await room()).impact).toMatchObject({ accounts: 12, byDegree: [{ degree: 'down', accounts: 12 }] })
    expect((await definition()).inWords).toEqual(['Shop: down.'])
  })

  test('a preview counts what a change would find, and keeps nothing of it', async () => {
    const { status, body } = await ann.post(path('/impact/preview'), { everyoneInScope: false, conditions: [badLotsInTheEast] })
    expect(status).toBe(200)
    expect(body).toMatchObject({ accounts: 6, added: 0, removed: 6, byDegree: [{ degree: 'degraded', accounts: 6 }] })
    expect(body.sample.map((each: { key: string }) => each.key)).toContain('B2')
    expect(body.inWords).toContain('Accounts whose lot is “L2” or “L4”, and region is “east”: degraded.')
    expect((await room()).impact.accounts).toBe(12)
    expect(await count('events', sql`type = 'ImpactConditionsChanged'`)).toBe(0)
  })

  test('with the lots as condition only their buyers are hurt, and the difference names who went', async () => {
    const { revision } = await definition()
    expect(await ann.put(path('/impact/conditions'), { revision, everyoneInScope: false, conditions: [badLotsInTheEast] })).toMatchObject({
      status: 200,
      body: { revision: 1 },
    })
    await system.runJobs()
    expect((await room()).impact).toMatchObject({ accounts: 6, byDegree: [{ degree: 'degraded', accounts: 6 }] })
    const [latest] = (await ann.get(path('/impact/assessments'))).body.items
    expect(latest).toMatchObject({ number: 2, cause: 'conditions', by: { name: 'Ann' }, accounts: 6, added: 0, removed: 6, changed: 6 })
    const difference = (await ann.get(path('/impact/assessments/2/difference'))).body.split('\r\n')
    expect(difference).toContain('B1,Buyer 1,removed,down,,2029-12-01T00:00:00.000Z,,,')
    expect(difference).toContain('B2,Buyer 2,changed,down,degraded,2029-12-01T00:00:00.000Z,2029-12-01T00:00:00.000Z,,')
    const first = (await ann.get(path('/impact/assessments/1/difference'))).body.split('\r\n')
    expect(first.filter((line: string) => line.includes(',added,,down,'))).toHaveLength(12)
  })

  test('who changes it from what somebody else has changed meanwhile is refused, and nothing is lost', async () => {
    const { revision } = await definition()
    const change = (query: object) => ann.put(path('/impact/conditions'), { revision, everyoneInScope: false, conditions: [{ ...badLotsInTheEast, query }] })
    const answers = await Promise.all([change({ combinator: 'and', rules: [lots('L2')] }), change({ combinator: 'and', rules: [lots('L4')] })])
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409])
    expect(answers.find((answer) => answer.status === 409)?.body).toMatchObject({ type: 'urn:leeward:problem:changed-meanwhile' })
    expect(await ann.put(path('/scope'), { scope: [{ serviceId: (await definition()).scope[0].serviceId }], revision })).toMatchObject({ status: 409 })
    const won = answers[0]?.status === 200 ? 'L2' : 'L4'
    expect((await definition()).conditions[0].query.rules[0].value).toEqual([won])
    await ann.put(path('/impact/conditions'), { revision: (await definition()).revision, everyoneInScope: false, conditions: [badLotsInTheEast] })
    await system.runJobs()
  })

  test('an account that is not hit is told why: which condition fails', async () => {
    const hit = await explain('B2')
    expect(hit).toMatchObject({ hit: true, degree: 'degraded', because: [{ service: 'Shop', region: 'east' }] })
    const { hit: is, because, reasons } = await explain('B1')
    expect({ is, because }).toEqual({ is: false, because: [] })
    expect(reasons).toMatchObject([
      { part: 'scope', holds: false, sentence: expect.stringContaining('But being in scope is not enough here') },
      {
        part: 'condition',
        holds: false,
        lines: [{ holds: false, sentence: 'An exposure whose lot is “L2” or “L4” and region is “east”: no, none of the 1 in force in this time does.' }],
      },
    ])
  })

  test('a list counts accounts in by key, id or address; unknown rows are named; twice the same is once', async () => {
    await ann.put(`/api/accounts/${ids.get('B3')}/aliases/till`, { externalId: 'cus_3' })
    const answer = await csv(
      'include?degree=at-risk&fileName=letters.csv',
      'account_key\nB1\ncus_3\n B1\nb5@buyers.example\nnobody\n""\nshared@buyers.example\n',
    )
    expect(answer).toMatchObject({ status: 200, body: [{ list: 'include', degree: 'at-risk', accounts: 3, bad: 3, fileName: 'letters.csv' }] })
    expect(answer.body[0].problems).toEqual([
      { line: 6, value: 'nobody', reason: 'There is no account with this key, id or e-mail address. Correct it, or import the account first.' },
      { line: 7, value: '', reason: 'This row names no account. Fill it in, or remove it.' },
      { line: 8, value: 's…@buyers.example', reason: 'This stands for 2 accounts. Name the one by its key.' },
    ])
    await system.runJobs()
    expect((await room()).impact).toMatchObject({
      accounts: 9,
      byDegree: [
        { degree: 'degraded', accounts: 6 },
        { degree: 'at-risk', accounts: 3 },
      ],
    })
    expect((await explain('B1')).reasons[0]).toEqual({ part: 'include', holds: true, sentence: 'It is on the list of accounts that count.', lines: [] })
    expect((await ann.get(path('/impact/lists/include'))).body).toBe('account_key,account_name\r\nB1,Buyer 1\r\nB3,Buyer 3\r\nB5,Buyer 5\r\n')
  })

  test('who is on the other list is out, whatever else holds', async () => {
    expect((await csv('exclude', 'B1\nB2\n')).body).toMatchObject([{ list: 'include' }, { list: 'exclude', accounts: 2, bad: 0 }])
    await system.runJobs()
    expect((await room()).impact.accounts).toBe(7)
    const { hit, reasons } = await explain('B2')
    expect(hit).toBe(false)
    expect(reasons[0]).toMatchObject({ part: 'exclude', sentence: 'It is on the list of accounts that are left out, and that wins over everything else.' })
    expect(reasons).toContainEqual(expect.objectContaining({ part: 'condition', holds: true }))
    expect((await definition()).inWords.at(-1)).toBe('But not the 2 accounts listed to be left out.')
  })

  test('a list is replaced as a whole, removed, and a file without a single account changes nothing', async () => {
    expect((await csv('exclude', 'nobody\nnowhere@x.example\n')).status).toBe(422)
    expect((await csv('exclude', '')).status).toBe(422)
    expect((await csv('exclude', 'a,b\nc,d\n')).body.detail).toContain('does not say which one names the accounts')
    expect((await csv('exclude?revision=0', 'B4\n')).status).toBe(409)
    expect((await csv('nonsense', 'B4\n')).status).toBe(400)
    expect(await count('impact_list_accounts')).toBe(5)
    expect((await csv('exclude', 'email;note\nb4@buyers.example;"a\nb"\n')).body[1]).toMatchObject({ accounts: 1 })
    await system.runJobs()
    expect((await explain('B2')).hit).toBe(true)
    expect((await explain('B4')).hit).toBe(false)
    expect((await ann.post(path('/impact/lists/exclude/removal'))).body).toHaveLength(1)
    expect((await ann.post(path('/impact/lists/exclude/removal'))).status).toBe(404)
    expect((await ann.post(path('/impact/lists/include/removal'))).body).toEqual([])
    await system.runJobs()
    expect((await room()).impact.accounts).toBe(6)
    expect(await count('impact_list_accounts')).toBe(0)
  })

  test('everything that was changed stands in the timeline', async () => {
    const sentences = (await ann.get(path('/timeline?limit=100'))).body.items.map((entry: { sentence: string }) => entry.sentence)
    expect(sentences).toContain('Who is hurt was said anew: nobody for being in scope alone, and 1 condition.')
    expect(sentences).toContain('3 accounts were listed to be counted in; 3 rows named no account.')
    expect(sentences).toContain('The list of accounts to be left out was removed.')
  })

  test('a condition that cannot be is refused, with its place and what is allowed there', async () => {
    const { revision } = await definition()
    const refused = async (query: unknown) => (await ann.put(path('/impact/conditions'), { revision, conditions: [{ query }] })).body.detail
    expect(await refused({ combinator: 'and', rules: [lots('L1'), { field: 'account.password', operator: '=', value: 'x' }] })).toContain(
      'conditions.0.query.rules.1.field: must be one of account.tier',
    )
    expect(await refused({ combinator: 'and', rules: [{ field: 'exposure.service', operator: '=', value: 'nope' }] })).toContain(
      'A condition names the service nope',
    )
    expect(await refused({ combinator: 'and', rules: [] })).toContain('is empty, and would be everybody')
    expect((await definition()).revision).toBe(revision)
  })

  const path = (rest: string) => `/api/crises/${crisis}${rest}`
  const room = async () => (await ann.get(path(''))).body
  const definition = async () => (await ann.get(path('/impact/definition'))).body
  const explain = async (key: string) => (await ann.get(path(`/impact/accounts/${ids.get(key)}`))).body
  const csv = (list: string, text: string) => ann.put(path(`/impact/lists/${list}`), text, { 'content-type': 'text/csv' })
  const count = async (table: string, where = sql`true`) =>
    (await sql<{ count: number }>`select count(*)::int as count from ${sql.table(table)} where ${where}`.execute(system.db)).rows[0]?.count
})

describe('Who is hurt while facts change', () => {
  let system: TestSystem
  let ann: Person
  let company: Awaited<ReturnType<typeof smallCompany>>
  let crisis: string
  beforeAll(async () => {
    system = await testSystem({ at: '2030-01-01T09:00:00Z' })
    company = await smallCompany(system, 6)
    ann = await system.person('Ann', 'administrator')
    const scope = [{ serviceId: company.mail, regions: ['east'] }]
    crisis = (
      await ann.post('/api/crises', {
        title: 'Mail is down',
        kind: 'service-outage',
        onsetAt: '2030-01-01T08:00:00Z',
        scope,
        severity: 3,
        severityReason: 'small',
      })
    ).body.id
    await system.runJobs()
  })
  afterAll(() => system.close())

  test('an exposure that is added in the middle brings its account in, and it gets the current update', async () => {
    const draft = (await ann.post(`/api/crises/${crisis}/updates`, { phase: 'investigating', parts: { title: 'Mail is down', happened: 'It fell.' } })).body
    await ann.post(`/api/updates/${draft.id}/submission`)
    await system.runJobs()
    expect(told()).toEqual(['a2@real.example', 'a4@real.example', 'a6@real.example'])
    const { id } = (await sql<{ id: number }>`select id from accounts where key = 'A1'`.execute(system.db)).rows[0] as { id: number }
    await ann.put(`/api/accounts/${id}/exposures`, { service: 'mail-real', region: 'east' })
    await ann.put(`/api/accounts/${id}/exposures`, { service: 'mail-real', region: 'east' })
    await system.runJobs()
    expect(told()).toEqual(['a1@real.example', 'a2@real.example', 'a4@real.example', 'a6@real.example'])
    expect((await assessments())[0]).toMatchObject({ cause: 'registry', by: { name: 'Leeward' }, added: 1, removed: 0 })
  })

  test('many changes at once are one assessment, and a merger moves the account', async () => {
    const before = (await assessments()).length
    for (const key of ['A3', 'A5', 'X1', 'X2']) {
      const { id } = (await ann.put(`/api/accounts/by-key/${key}`, { name: key })).body
      await ann.put(`/api/accounts/${id}/exposures`, { service: 'mail-real', region: 'east' })
    }
    const of = async (key: string) => (await sql<{ id: number }>`select id from accounts where key = ${key}`.execute(system.db)).rows[0]?.id
    await ann.post(`/api/accounts/${await of('X1')}/merger`, { into: await of('X2') })
    expect((await sql`select 1 from graphile_worker.jobs where key = ${`assess-impact/${crisis}/registry`}`.execute(system.db)).rows).toHaveLength(1)
    await system.runJobs()
    expect(await assessments()).toHaveLength(before + 1)
    expect((await assessments())[0]).toMatchObject({ added: 3, accounts: 7 })
    const { key, hit } = (await ann.get(`/api/crises/${crisis}/impact/accounts/${await of('X1')}`)).body
    expect({ key, hit }).toEqual({ key: 'X2', hit: true })
  })

  test('an import that ends is one assessment', async () => {
    const before = (await assessments()).length
    const file = ['account_key,service_key,region', ...Array.from({ length: 6 }, (_, n) => `A${n + 1},shop-real,east`)].join('\n')
    const sent = await ann.post('/api/imports/exposures', file, { 'content-type': 'text/csv' })
    expect(sent.status).toBe(202)
    for (let status = ''; status !== 'done'; status = (await ann.get(`/api/imports/${sent.body.id}`)).body.status)
      await new Promise((later) => setTimeout(later, 20))
    expect((await sql`select 1 from graphile_worker.jobs where key = ${`assess-impact/${crisis}/registry`}`.execute(system.db)).rows).toHaveLength(1)
    await system.runJobs()
    // It tied accounts to the shop, which is not in scope: nothing changed.
    expect(await assessments()).toHaveLength(before)
  })

  test('a window that has ended ends the time of those in it; another row of the same service goes on', async () => {
    const scope = [
      { serviceId: company.mail, regions: ['east'], degree: 'down', since: '2030-01-01T08:10:00Z', until: '2030-01-01T08:40:00Z' },
      { serviceId: company.mail, regions: ['west'], degree: 'degraded' },
    ]
    expect((await ann.put(`/api/crises/${crisis}/scope`, { scope })).status).toBe(200)
    await system.runJobs()
    const { items } = (await ann.get(`/api/crises/${crisis}/impact/accounts?limit=50`)).body
    const of = (key: string) => items.find((each: { key: string }) => each.key === key)
    expect(of('A2')).toMatchObject({ degree: 'down', since: '2030-01-01T08:10:00.000Z', until: '2030-01-01T08:40:00.000Z', minutes: 30 })
    expect(of('A3')).toMatchObject({ degree: 'down', since: '2030-01-01T08:00:00.000Z', until: null })
    const { criteria, scope: shown } = (await ann.get(`/api/crises/${crisis}`)).body
    expect(shown).toMatchObject([
      { regions: ['east'], until: '2030-01-01T08:40:00.000Z' },
      { regions: ['west'], until: null },
    ])
    const keys = criteria.map((each: { key: string }) => each.key)
    expect(new Set(keys).size).toBe(keys.length)
    await system.web.refreshStatus()
    const page = JSON.parse(String((await system.web.status.inject('/acme-real/api/v2/components.json')).body))
    expect(page.components.find((each: { name: string }) => each.name === 'Mail').status).toBe('degraded_performance')
    const { rows } = await sql<{ id: number }>`select id from accounts where key = 'X2'`.execute(system.db)
    await sql`update exposures set since = '2030-01-01T08:50:00Z' where account_id = ${rows[0]?.id}`.execute(system.db)
    const reasons = async () =>
      (await ann.get(`/api/crises/${crisis}/impact/accounts/${rows[0]?.id}`)).body.reasons.map((each: { sentence: string }) => each.sentence)
    const late = expect.stringContaining('after the window ended on 2030-01-01 08:40 UTC')
    expect(await reasons()).toEqual(['This has changed since the last assessment: the next one will leave it out.', late, expect.any(String)])
    await ann.post(`/api/crises/${crisis}/impact`)
    expect(await reasons()).toEqual([late, expect.any(String)])
  })

  test('windows that cannot be are refused', async () => {
    const put = async (row: object) => (await ann.put(`/api/crises/${crisis}/scope`, { scope: [{ serviceId: company.mail, ...row }] })).status
    expect(await put({ since: '2030-01-01T08:40:00Z', until: '2030-01-01T08:10:00Z' })).toBe(422)
    expect(await put({ since: '2030-01-01T09:00:01Z' })).toBe(422)
    expect(await put({ until: '2030-01-01T09:30:00Z' })).toBe(422)
    expect((await ann.put(`/api/crises/${crisis}/scope`, { scope: [{ serviceId: company.mail }, { serviceId: company.mail }] })).status).toBe(422)
  })

  test('practice is worked out on practice accounts alone, and is not woken by real ones', async () => {
    const drill = await smallCompany(system, 4, true)
    const condition = { query: { combinator: 'and', rules: [{ field: 'account.tier', operator: '=', value: 'standard' }] } }
    const { id } = (
      await ann.post('/api/crises', { title: 'Drill', kind: 'service-outage', practice: true, brand: drill.slug, scope: [{ serviceId: drill.mail }] })
    ).body
    await system.runJobs()
    await ann.put(`/api/crises/${id}/impact/conditions`, { revision: 0, everyoneInScope: false, conditions: [condition] })
    const listed = await ann.put(`/api/crises/${id}/impact/lists/include`, 'A1\nA6\n', { 'content-type': 'text/csv' })
    expect(listed.body).toMatchObject([{ accounts: 1, bad: 1, problems: [{ line: 2, value: 'A6' }] }])
    await system.runJobs()
    const { rows } = await sql<{
      count: number
      real: number
    }>`select count(*)::int as count, count(*) filter (where account_id > 0)::int as real from impact where crisis_id = ${id}`.execute(system.db)
    expect(rows[0]).toEqual({ count: 4, real: 0 })
    const real = (await sql<{ id: number }>`select id from accounts where not practice limit 1`.execute(system.db)).rows[0]?.id
    expect((await ann.get(`/api/crises/${id}/impact/accounts/${real}`)).body.reasons).toMatchObject([
      { sentence: 'It is a real account, and this crisis is practice.' },
    ])
    await ann.put('/api/accounts/by-key/A1', { name: 'A1' })
    expect((await sql`select 1 from graphile_worker.jobs where key = ${`assess-impact/${id}/registry`}`.execute(system.db)).rows).toHaveLength(0)
    await system.runJobs()
  })

  test('of a crisis that is declared without a scope the first difference is that of the assessment which found somebody', async () => {
    const { id } = (await ann.post('/api/crises', { title: 'Something is wrong', kind: 'service-outage' })).body
    await system.runJobs()
    await ann.put(`/api/crises/${id}/scope`, { scope: [{ serviceId: company.mail, regions: ['west'] }] })
    await system.runJobs()
    const { rows } = await sql<{ kept: number }>`select count(*)::int as kept from impact_changes where crisis_id = ${id}`.execute(system.db)
    const difference = async (number: number) =>
      (await ann.get(`/api/crises/${id}/impact/assessments/${number}/difference`)).body.trim().split('\r\n').length - 1
    const west = (await ann.get(`/api/crises/${id}`)).body.impact.accounts
    expect([rows[0]?.kept, await difference(1)]).toEqual([0, west])
    await ann.put(`/api/crises/${id}/impact/conditions`, { revision: 1, everyoneInScope: false })
    await system.runJobs()
    expect([await difference(1), await difference(2)]).toEqual([west, west])
    expect((await ann.get(`/api/crises/${id}/impact/assessments/3/difference`)).status).toBe(404)
  })

  test('rows that were stored without their fact, because the process died, get it with the next assessment', async () => {
    await sql`update impact_assessments set recorded = false, number = number + 1, added = 1 where crisis_id = ${crisis} and number = (select max(number) from impact_assessments where crisis_id = ${crisis})`.execute(
      system.db,
    )
    const facts = async () =>
      (
        await sql<{
          number: number
        }>`select (data->>'number')::int as number from events where crisis_id = ${crisis} and type = 'ImpactAssessed' order by position`.execute(system.db)
      ).rows.map((row) => row.number)
    const before = await facts()
    await ann.post(`/api/crises/${crisis}/impact`)
    expect(await facts()).toEqual([...before, (before.at(-1) ?? 0) + 1])
    await ann.post(`/api/crises/${crisis}/impact`)
    expect(await facts()).toHaveLength(before.length + 1)
  })

  const told = () => system.live.sent.map((message) => message.to).toSorted()
  const assessments = async () => (await ann.get(`/api/crises/${crisis}/impact/assessments`)).body.items
})

const lots = (...values: string[]) => ({ field: 'exposure.lot', operator: 'in', value: values })
const badLotsInTheEast = {
  degree: 'degraded',
  query: { combinator: 'and', rules: [{ combinator: 'and', rules: [lots('L2', 'L4'), { field: 'exposure.region', operator: '=', value: 'east' }] }] },
}

/** People who bought something of a lot, each with an order; two of them share an address. */
async function buyers({ db }: TestSystem, count: number, service: string) {
  await sql`insert into accounts (key, name, kind, currency) select 'B' || n, 'Buyer ' || n, 'person', 'EUR' from generate_series(1, ${count}) n`.execute(db)
  await sql`insert into contacts (account_id, email) select id, lower(key) || '@buyers.example' from accounts where key like 'B%'`.execute(db)
  await sql`insert into contacts (account_id, email) select id, 'shared@buyers.example' from accounts where key in ('B7', 'B8')`.execute(db)
  await sql`
    insert into exposures (account_id, service_id, region, lot, order_ref, since)
    select id, ${service}, case when n % 2 = 0 then 'east' else 'west' end, 'L' || 1 + (n - 1) % 4, 'O-' || n, '2029-11-01T00:00:00Z'
      from (select id, substr(key, 2)::int as n from accounts where key like 'B%') a`.execute(db)
}

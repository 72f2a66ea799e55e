// What the one statement finds is what a plain reading of the definition, account by account, finds: for random definitions over random small registries.
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type KnownExposure, judgeCondition } from '../server/src/assess/impact/explain.ts'
import { type FieldName, fieldNames, fieldOf, type Operator, operatorsOf, type Query, type Rule } from '../server/src/assess/impact/fields.contract.ts'
import { type Definition, hitAccounts } from '../server/src/assess/impact/hit.store.ts'
import { putConditions } from '../server/src/assess/impact/definition.store.ts'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import { declareCrisis } from '../server/src/stabilize/crisis/declare.ts'
import { ImpactQuery } from '../server/src/assess/impact/query.contract.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

type Exposure = {
  service: string
  region: string | null
  sku: string | null
  lot: string | null
  order: string | null
  integration: string | null
  since: Date | null
  until: Date | null
}
type Account = {
  key: string
  tier: string
  region: string | null
  kind: string
  locale: string
  currency: string
  mrr: number
  vulnerability: string | null
  owner: string | null
  exposures: Exposure[]
}
type Hit = { key: string; since: Date; until: Date | null; degree: string }

describe('Conditions', () => {
  let system: TestSystem
  let services: Map<string, string>
  beforeAll(async () => {
    system = await testSystem({ web: false })
    const { mail, shop } = await smallCompany(system, 1)
    services = new Map([
      ['mail-real', mail],
      ['shop-real', shop],
    ])
  })
  afterAll(() => system.close())

  test('find exactly the accounts, times and degrees that a plain reading finds', async () => {
    let hits = 0
    await fc.assert(
      fc.asyncProperty(registry, fc.array(definition, { minLength: 12, maxLength: 12 }), async (accounts, definitions) => {
        await fill(accounts)
        for (const given of definitions) {
          const whole: Definition = {
            ...given,
            practice: false,
            services,
            lists: [],
            scope: given.scope.map((row) => ({ ...row, serviceId: services.get(row.serviceId) as string })),
          }
          const { rows } =
            await sql<Hit>`select a.key, h.since, h.until, h.degree from (${hitAccounts(whole)}) h join accounts a on a.id = h.account_id order by a.key`.execute(
              system.db,
            )
          hits += rows.length
          expect(rows).toEqual(plainly(accounts, given))
        }
      }),
      { numRuns: 80 },
    )
    expect(hits).toBeGreaterThan(100)
  }, 120_000)

  test('that are added to others change what is stored as if everything were worked out again', async () => {
    const { id } = await declareCrisis(
      system.deps,
      {
        title: 'Down',
        kind: 'service-outage',
        practice: false,
        onsetAt: hour(2),
        scope: [{ serviceId: services.get('mail-real') as string, regions: ['a'], degree: 'degraded' }],
        answers: { customersHurt: 'some', canWork: 'no', dataSafetyOrLaw: false, moneyWrong: false },
      },
      'tester',
      { now: hour(13) },
    )
    const recompute = (cause: string) => recomputeImpact(system.db, id, { cause, by: 'tester', at: hour(13) })
    let moved = 0
    await fc.assert(
      fc.asyncProperty(registry, fc.array(condition, { minLength: 1, maxLength: 3 }), fc.integer({ min: 0, max: 2 }), async (accounts, conditions, first) => {
        await fill(accounts)
        await sql`truncate impact, impact_basis, impact_assessments, impact_changes`.execute(system.db)
        await putConditions(system.db, id, true, conditions.slice(0, Math.min(first, conditions.length - 1)))
        await recompute('by-hand')
        await putConditions(system.db, id, true, conditions)
        const { added, changed, accounts: found } = await recompute('conditions')
        moved += added + changed
        expect(await recompute('by-hand')).toEqual({ accounts: found, added: 0, removed: 0, changed: 0 })
      }),
      { numRuns: 60 },
    )
    expect(moved).toBeGreaterThan(20)
  }, 120_000)

  test('are explained as they are answered', () => {
    fc.assert(
      fc.property(registry, condition, (accounts, { query }) => {
        for (const account of accounts) {
          const { mrr: mrrMinor, ...rest } = account
          const known = { ...rest, mrrMinor, minorPerUnit: account.currency === 'JPY' ? 1 : 100 }
          const judged = judgeCondition(query, { account: known, exposures: account.exposures as KnownExposure[], services: new Map() })
          expect(judged.holds).toBe(fulfilled(query, account, account.exposures).holds)
          expect(judged.lines.length).toBeGreaterThan(0)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test('that were read are read the same again', () => {
    fc.assert(
      fc.property(condition, ({ query }) => {
        expect(ImpactQuery.parse(JSON.parse(JSON.stringify(query)))).toEqual(query)
      }),
    )
  })

  test('with ten thousand values, and with SQL in every value, ask only what they ask', async () => {
    await fill([plain({ key: 'A1', tier: "x'; drop table accounts; --", exposures: [{ ...bare, lot: 'L9999' }] }), plain({ key: 'A2' })])
    const found = async (rules: Rule[]) => {
      const query = ImpactQuery.parse({ combinator: 'and', rules })
      const whole: Definition = {
        practice: false,
        services,
        lists: [],
        scope: [],
        everyoneInScope: true,
        onsetAt: hour(0),
        restoredAt: null,
        conditions: [{ degree: 'down', since: null, until: null, query }],
      }
      return (await sql<{ key: string }>`select a.key from (${hitAccounts(whole)}) h join accounts a on a.id = h.account_id`.execute(system.db)).rows.map(
        (row) => row.key,
      )
    }
    expect(await found([{ field: 'exposure.lot', operator: 'in', value: Array.from({ length: 10_000 }, (_, n) => `L${n}`) }])).toEqual(['A1'])
    expect(await found([{ field: 'account.tier', operator: '=', value: "x'; drop table accounts; --" }])).toEqual(['A1'])
    for (const text of ["' or 1=1 --", '%', '_', '\\', '$1', '{}', '{"a"}', 'null', 'a) or (true', '\u202e', '*/'])
      for (const operator of ['=', 'beginsWith', 'contains', 'in'] as const)
        expect(await found([{ field: 'account.key', operator, value: operator === 'in' ? [text] : text }]), `${operator} ${text}`).toEqual([])
  })

  async function fill(accounts: Account[]) {
    await sql`truncate accounts, exposures cascade`.execute(system.db)
    const rows = accounts.map(({ mrr, owner, exposures: _, ...account }) => ({ ...account, mrr_minor: mrr, owner_email: owner, name: account.key }))
    await sql`
      insert into accounts (key, name, tier, region, kind, locale, currency, mrr_minor, vulnerability, owner_email)
      select key, name, tier, region, kind, locale, currency, mrr_minor, vulnerability, owner_email
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(key text, name text, tier text, region text, kind text, locale text, currency text, mrr_minor bigint, vulnerability text, owner_email text)`.execute(
      system.db,
    )
    const exposures = accounts.flatMap(({ key, exposures: each }) =>
      each.map((exposure) => ({ ...exposure, key, service_id: services.get(exposure.service), order_ref: exposure.order })),
    )
    await sql`
      insert into exposures (account_id, service_id, region, sku, lot, order_ref, integration, since, until)
      select a.id, r.service_id, r.region, r.sku, r.lot, r.order_ref, r.integration, r.since, r.until
        from jsonb_to_recordset(${JSON.stringify(exposures)}::jsonb) as r(key text, service_id uuid, region text, sku text, lot text, order_ref text, integration text, since timestamptz, until timestamptz)
        join accounts a on a.key = r.key`.execute(system.db)
  }
})

type Given = Pick<Definition, 'onsetAt' | 'restoredAt' | 'everyoneInScope' | 'scope' | 'conditions'>
type Span = { since: number; until: number }
const forever = Number.POSITIVE_INFINITY
const worstFirst = ['down', 'degraded', 'at-risk']

/** The definition read plainly, account by account, in milliseconds. */
function plainly(accounts: Account[], given: Given): Hit[] {
  const hits = accounts.flatMap((account): Hit[] => {
    const reasons: (Span & { degree: string })[] = []
    if (given.everyoneInScope)
      for (const row of given.scope) {
        const window = windowOf(row, given)
        for (const exposure of window ? account.exposures : [])
          if (
            exposure.service === row.serviceId &&
            (row.regions === null || row.regions.includes(exposure.region ?? '?')) &&
            overlaps(exposure, window as Span)
          )
            reasons.push({ degree: row.degree, ...within(exposure, window as Span) })
      }
    for (const each of given.conditions) {
      const window = windowOf(each, given)
      if (!window) continue
      const inForce = account.exposures.filter((exposure) => overlaps(exposure, window))
      const found = fulfilled(each.query, account, inForce, window)
      const since = found.span?.since ?? window.since
      if (found.holds) reasons.push({ degree: each.degree, since, until: Math.max(since, found.span?.until ?? window.until) })
    }
    if (reasons.length === 0) return []
    const until = Math.max(...reasons.map((reason) => reason.until))
    return [
      {
        key: account.key,
        since: new Date(Math.min(...reasons.map((reason) => reason.since))),
        until: until === forever ? null : new Date(until),
        degree: worstFirst.find((degree) => reasons.some((reason) => reason.degree === degree)) as string,
      },
    ]
  })
  return hits.sort((one, other) => (one.key < other.key ? -1 : 1))
}

function windowOf({ since, until }: { since: Date | null; until: Date | null }, { onsetAt, restoredAt }: Given): Span | undefined {
  const from = Math.max(onsetAt.getTime(), since?.getTime() ?? 0)
  const to = Math.min(restoredAt?.getTime() ?? forever, until?.getTime() ?? forever)
  return to < from ? undefined : { since: from, until: to }
}
const overlaps = ({ since, until }: Exposure, window: Span) =>
  (until === null || until.getTime() > window.since) && (since === null || since.getTime() <= window.until)
const within = ({ since, until }: Exposure, window: Span): Span => ({
  since: Math.max(since?.getTime() ?? window.since, window.since),
  until: Math.min(until?.getTime() ?? forever, window.until),
})

/** A span only where exposures say one. */
type Found = { holds: boolean; span?: Span | undefined }
function fulfilled(group: Query, account: Account, exposures: Exposure[], window: Span = { since: 0, until: forever }): Found {
  const parts = group.rules.map((node): Found => {
    const about = 'rules' in node && !node.rules.some((rule) => 'field' in rule && rule.field.startsWith('exposure.'))
    if ('rules' in node && about) return fulfilled(node, account, exposures, window)
    if ('field' in node && node.field.startsWith('account.')) return { holds: answers(node, account) }
    const not = 'rules' in node && node.not
    const asked = 'rules' in node ? { ...node, not: false } : node
    const matching = exposures.filter((exposure) => fits(asked, account, exposure))
    if (not) return { holds: matching.length === 0 }
    const spans = matching.map((exposure) => within(exposure, window))
    return matching.length === 0
      ? { holds: false }
      : { holds: true, span: { since: Math.min(...spans.map((each) => each.since)), until: Math.max(...spans.map((each) => each.until)) } }
  })
  const and = group.combinator === 'and'
  const holds = and ? parts.every((part) => part.holds) : parts.some((part) => part.holds)
  if (group.not) return { holds: !holds }
  if (!holds) return { holds }
  const spans = parts.flatMap((part) => (part.holds && part.span ? [part.span] : []))
  if (spans.length === 0) return { holds }
  const [sinces, untils] = [spans.map((each) => each.since), spans.map((each) => each.until)]
  return { holds, span: and ? { since: Math.max(...sinces), until: Math.min(...untils) } : { since: Math.min(...sinces), until: Math.max(...untils) } }
}

function fits(node: Rule | Query, account: Account, exposure: Exposure): boolean {
  if ('field' in node) return answers(node, account, exposure)
  const all = node.rules.map((each) => fits(each, account, exposure))
  return (node.combinator === 'and' ? !all.includes(false) : all.includes(true)) !== node.not
}

function answers({ field, operator, value }: Rule, account: Account, exposure: Exposure = bare): boolean {
  const known = {
    'account.tier': account.tier,
    'account.region': account.region,
    'account.kind': account.kind,
    'account.locale': account.locale,
    'account.currency': account.currency,
    'account.revenue': account.currency === 'JPY' ? account.mrr : account.mrr / 100,
    'account.vulnerability': account.vulnerability,
    'account.key': account.key,
    'account.owner': account.owner,
    'exposure.service': exposure.service,
    'exposure.region': exposure.region,
    'exposure.sku': exposure.sku,
    'exposure.lot': exposure.lot,
    'exposure.order': exposure.order,
    'exposure.orderDate': exposure.since?.toISOString() ?? null,
    'exposure.integration': exposure.integration,
  }[field]
  const [low, high] = (Array.isArray(value) ? value : [value]) as [string | number, string | number]
  const ways: Record<Operator, () => boolean> = {
    '=': () => known === value,
    '!=': () => known !== value,
    in: () => (value as unknown[]).some((each) => each === known),
    notIn: () => !(value as unknown[]).some((each) => each === known),
    beginsWith: () => known !== null && String(known).indexOf(String(value)) === 0,
    contains: () => known !== null && String(known).indexOf(String(value)) >= 0,
    '<': () => known !== null && known < low,
    '<=': () => known !== null && known <= low,
    '>': () => known !== null && known > low,
    '>=': () => known !== null && known >= low,
    between: () => known !== null && known >= low && known <= high,
    null: () => known === null,
    notNull: () => known !== null,
  }
  return ways[operator]()
}

const hour = (n: number) => new Date(Date.UTC(2030, 0, 1, n))
const bare: Exposure = { service: 'mail-real', region: null, sku: null, lot: null, order: null, integration: null, since: null, until: null }
const plain = (given: Partial<Account>): Account => ({
  key: 'A',
  tier: 'standard',
  region: null,
  kind: 'person',
  locale: 'en',
  currency: 'EUR',
  mrr: 0,
  vulnerability: null,
  owner: null,
  exposures: [],
  ...given,
})

const few = fc.constantFrom('a', 'ab', 'b')
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { freq: 2, nil: null })
const time = fc.integer({ min: 0, max: 12 }).map(hour)
const span = fc.tuple(maybe(time), maybe(time)).map(([a, b]) => (a && b && a > b ? { since: b, until: a } : { since: a, until: b }))
const exposure = fc
  .tuple(
    fc.record({
      service: fc.constantFrom('mail-real', 'shop-real'),
      region: maybe(few),
      sku: maybe(few),
      lot: maybe(few),
      order: maybe(few),
      integration: maybe(few),
    }),
    span,
  )
  .map(([parts, times]): Exposure => ({ ...parts, ...times }))
const account = fc.record({
  tier: few,
  region: maybe(few),
  kind: fc.constantFrom('person', 'organisation'),
  locale: fc.constantFrom('en', 'de'),
  currency: fc.constantFrom('EUR', 'JPY'),
  mrr: fc.constantFrom(0, 1, 5, 100, 500),
  vulnerability: maybe(fc.constantFrom('regulated', 'high-stakes')),
  owner: maybe(few),
  exposures: fc.uniqueArray(exposure, { maxLength: 5, selector: ({ since: _, until: __, ...parts }) => JSON.stringify(parts) }),
})
const registry = fc
  .array(account, { minLength: 1, maxLength: 7 })
  .map((accounts) => accounts.map((each, n): Account => ({ ...each, key: `${'ab'.slice(0, 1 + (n % 2))}${n}` })))

const someOf = (field: FieldName): fc.Arbitrary<string> => {
  const { choices } = fieldOf(field)
  if (field === 'exposure.service') return fc.constantFrom('mail-real', 'shop-real')
  return choices
    ? fc.constantFrom(...choices)
    : field === 'account.currency'
      ? fc.constantFrom('EUR', 'JPY')
      : field === 'account.key'
        ? fc.constantFrom('a0', 'ab1', 'a', 'b')
        : few
}
const rule: fc.Arbitrary<Rule> = fc.constantFrom(...fieldNames).chain((field) =>
  fc.constantFrom(...operatorsOf(field)).chain((operator): fc.Arbitrary<Rule> => {
    const { kind } = fieldOf(field)
    const one: fc.Arbitrary<string | number> =
      kind === 'amount' ? fc.constantFrom(0, 1, 5, 100) : kind === 'time' ? time.map((at) => at.toISOString()) : someOf(field)
    const pair = fc.tuple(one, one).map(([a, b]) => (a <= b ? [a, b] : [b, a]) as [number, number])
    const value =
      operator === 'null' || operator === 'notNull'
        ? fc.constant(null)
        : operator === 'between'
          ? pair
          : operator === 'in' || operator === 'notIn'
            ? fc.uniqueArray(someOf(field), { minLength: 1, maxLength: 3 })
            : one
    return (value as fc.Arbitrary<Rule['value']>).map((each) => ({ field, operator, value: each }))
  }),
)
const { group } = fc.letrec<{ group: Query; node: Rule | Query }>((tie) => ({
  node: fc.oneof({ depthSize: 'small', maxDepth: 3, withCrossShrink: true }, rule, tie('group')),
  group: fc.record({
    combinator: fc.constantFrom('and', 'or'),
    not: fc.boolean().map((a) => a),
    rules: fc.array(tie('node'), { minLength: 1, maxLength: 3 }),
  }) as fc.Arbitrary<Query>,
}))
const degree = fc.constantFrom('down' as const, 'degraded' as const, 'at-risk' as const)
const condition = fc.tuple(degree, span, group).map(([badly, times, query]) => ({ degree: badly, ...times, query }))
const scopeRow = fc
  .tuple(fc.constantFrom('mail-real', 'shop-real'), maybe(fc.uniqueArray(few, { minLength: 1 })), degree, span)
  .map(([serviceId, regions, badly, times]) => ({ serviceId, regions, degree: badly, ...times }))
const definition: fc.Arbitrary<Given> = fc.record({
  onsetAt: fc.constantFrom(hour(2), hour(4)),
  restoredAt: maybe(fc.constantFrom(hour(4), hour(9))),
  everyoneInScope: fc.boolean(),
  scope: fc.array(scopeRow, { maxLength: 3 }),
  conditions: fc.array(condition, { maxLength: 2 }),
})

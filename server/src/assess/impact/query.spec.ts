import { describe, expect, test } from 'vitest'
import { limits } from './fields.contract.ts'
import { ImpactQuery } from './query.contract.ts'
import { queryInWords } from './words.ts'

const rule = (field: string, operator: string, value: unknown) => ({ field, operator, value })
const group = (...rules: unknown[]) => ({ combinator: 'and', rules })
const read = (query: unknown) => ImpactQuery.parse(query)
const refusals = (query: unknown) => ImpactQuery.safeParse(query).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []

describe('A condition', () => {
  test('is read as the query builder writes it, and comes out clean', () =>
    expect(
      read({ id: 'a', combinator: 'or', not: true, rules: [{ id: 'b', field: 'exposure.lot', operator: 'in', value: 'L7, L8,L7', valueSource: 'value' }] }),
    ).toEqual({
      combinator: 'or',
      not: true,
      rules: [{ field: 'exposure.lot', operator: 'in', value: ['L7', 'L8'] }],
    }))
  test.each([
    [rule('account.tier', '=', ' enterprise '), 'enterprise'],
    [rule('account.revenue', '>=', '500'), 500],
    [rule('account.revenue', 'between', '10,500'), [10, 500]],
    [rule('account.owner', '=', 'Kim@House.test'), 'kim@house.test'],
    [rule('exposure.orderDate', '<', '2030-01-31'), '2030-01-31T00:00:00.000Z'],
    [rule('exposure.orderDate', '<', '2030-01-31T10:00:00+02:00'), '2030-01-31T08:00:00.000Z'],
    [rule('exposure.lot', 'null', 'whatever'), null],
  ])('takes %j', (given, value) => expect(read(group(given)).rules[0]).toMatchObject({ value }))

  test.each([
    ['no group', [], ': must be a group'],
    ['an empty group', group(), 'rules: is empty, and would be everybody'],
    ['another combinator', { combinator: 'xor', rules: [rule('account.tier', '=', 'x')] }, 'combinator: must be "and" or "or"'],
    ['an unknown field', group(rule('account.password', '=', 'x')), 'rules.0.field: must be one of account.tier, account.region'],
    ['a field of the prototype', group(rule('constructor', '=', 'x')), 'rules.0.field: must be one of'],
    ['SQL as a field', group(rule('a.tier = a.tier or a.tier', '=', 'x')), 'rules.0.field: must be one of'],
    ['an operator of another kind of field', group(rule('account.tier', '>', 'x')), 'rules.0.operator: must, for account.tier, be one of =, !=, in'],
    ['whether a tier is known', group(rule('account.tier', 'null', null)), 'rules.0.operator: must, for account.tier, be one of'],
    ['SQL as an operator', group(rule('account.tier', "= '' or", 'x')), 'rules.0.operator: must'],
    ['an operator of the prototype', group(rule('account.tier', 'toString', 'x')), 'rules.0.operator: must'],
    ['an unknown key', group({ ...rule('account.tier', '=', 'x'), sql: 'x' }), 'rules.0: holds "sql", which a rule does not know'],
    [
      'a prototype as key',
      JSON.parse('{"combinator":"and","rules":[{"field":"account.tier","operator":"=","value":"x","__proto__":{}}]}'),
      'holds "__proto__"',
    ],
    ['a comparison with another field', group({ ...rule('account.tier', '=', 'account.key'), valueSource: 'field' }), 'rules.0.valueSource: must be "value"'],
    ['another vulnerability', group(rule('account.vulnerability', '=', 'sad')), 'rules.0.value: must be one of safety-critical, regulated, high-stakes'],
    ['an object as value', group(rule('account.tier', '=', { $gt: '' })), 'rules.0.value: must be a text'],
    ['a list where one value is asked', group(rule('account.tier', '=', ['x'])), 'rules.0.value: must be a text'],
    ['an empty list', group(rule('account.tier', 'in', [])), 'rules.0.value: must be a list with at least one value'],
    ['an empty text', group(rule('account.tier', '=', ' ')), 'rules.0.value: must not be empty'],
    ['a NUL', group(rule('account.tier', '=', 'a\0b')), 'rules.0.value: must not hold a control character'],
    ['half a character', group(rule('account.tier', '=', '\ud800')), 'rules.0.value: must not hold a control character or half a character'],
    ['a long text', group(rule('account.tier', '=', 'x'.repeat(201))), 'rules.0.value: must have at most 200 characters'],
    ['an amount with decimals', group(rule('account.revenue', '>', 1.5)), 'rules.0.value: must be a whole number from 0'],
    ['an amount beyond reason', group(rule('account.revenue', '>', 1e15)), 'rules.0.value: must be a whole number from 0'],
    ['a pair the wrong way round', group(rule('account.revenue', 'between', [5, 1])), 'rules.0.value: must begin with the lower'],
    ['a day that is none', group(rule('exposure.orderDate', '<', '2030-02-31')), 'rules.0.value: must be a day that exists'],
    ['a fault deep inside', group(group(group(rule('x', '=', 'y')))), 'rules.0.rules.0.rules.0.field: must be one of'],
  ])('with %s is refused with its place', (_, query, sentence) => expect(refusals(query)[0]).toContain(sentence))

  test('that is nested too deep, however deep, is refused and not followed', () => {
    const deep = (levels: number) => Array.from({ length: levels }).reduce<unknown>((inner) => group(inner), rule('account.tier', '=', 'x'))
    expect(refusals(deep(limits.depth))).toEqual([])
    expect(refusals(deep(limits.depth + 1))[0]).toContain('is nested too deep')
    expect(refusals(deep(50_000))[0]).toContain('is nested too deep')
  })

  test('that holds too many rules or values is refused', () => {
    const many = Array.from({ length: limits.rules + 1 }, () => rule('account.tier', '=', 'x'))
    expect(refusals(group(...many.slice(1)))).toEqual([])
    expect(refusals(group(...many))[0]).toContain('more than 100 rules')
    const values = Array.from({ length: limits.values }, (_, n) => `L${n}`)
    expect(refusals(group(rule('exposure.lot', 'in', values)))).toEqual([])
    expect(refusals(group(rule('exposure.lot', 'in', values), rule('account.tier', '=', 'x')))[0]).toContain('rules.1.value: makes more than 10,000 values')
    expect(refusals(group(rule('exposure.lot', 'in', [...values, 'x'])))[0]).toContain('names more than 10,000 values')
  })

  test('is said in words', () => {
    const services = new Map([['video', 'Live video']])
    const said = (query: unknown) => queryInWords(read(query), services)
    expect(said(group(rule('account.tier', '=', 'enterprise')))).toBe('whose tier is “enterprise”')
    expect(
      said(
        group(rule('account.revenue', '>=', 5000), {
          combinator: 'or',
          rules: [rule('exposure.lot', 'in', ['L7', 'L8']), rule('exposure.service', '=', 'video')],
        }),
      ),
    ).toBe('whose monthly revenue is at least 5,000, and (lot is “L7” or “L8”, or service is Live video)')
    expect(said({ combinator: 'and', not: true, rules: [rule('exposure.lot', 'null', null)] })).toBe('for whom it is not so that lot is not known')
    expect(said(group({ combinator: 'and', not: true, rules: [rule('account.kind', '=', 'person')] }))).toBe('for whom it is not so that kind is “person”')
  })
})

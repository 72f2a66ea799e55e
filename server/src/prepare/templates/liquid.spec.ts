import { describe, expect, test } from 'vitest'
import { checkParts, rendered } from './liquid.ts'
import { exampleValues, leastValues, type Values } from './variables.ts'

const problems = (happened: string) => checkParts({ title: 'x', happened })
const said = (happened: string) => problems(happened)[0]?.message
const out = (happened: string, values: Partial<Values> = {}) => rendered({ title: 'x', happened }, { ...exampleValues, ...values }).happened

describe('A template', () => {
  test('puts in what is known, asks, and goes through lists', () => {
    expect(out('Since {{ onset }}, {{services}} fails.')).toBe('Since January 1 at 09:00 UTC, Calls and Messages fails.')
    expect(out('{% if workarounds != "" %}Try: {{ workarounds }}{% else %}Wait.{% endif %}', { workarounds: '' })).toBe('Wait.')
    expect(out('{% if workarounds %}Try it.{% else %}Wait.{% endif %}', { workarounds: '' })).toBe('Wait.')
    expect(out('{% for each in service_names %}{{ forloop.index }}. {{ each | upcase }}{% unless forloop.last %}, {% endunless %}{% endfor %}')).toBe(
      '1. CALLS, 2. MESSAGES',
    )
    expect(out('{% case severity %}{% when 1 %}critical{% else %}less{% endcase %}')).toBe('critical')
    expect(out('{{ service_names | join: "; " }} ({{ service_names.size }}) {{ estimate | default: "soon" }}', { estimate: '' })).toBe(
      'Calls; Messages (2) soon',
    )
  })
  test('that is right has no problems, and is rendered with as little known as there can be', () => {
    expect(problems('Since {{onset}}, {{ services }}.')).toEqual([])
    expect(rendered({ title: '{{ title }}', known: '{{ revenue }}{{ workarounds }}' }, leastValues)).toEqual({ title: 'Something is wrong', known: '' })
  })
  test('cuts at a word what would be too long to publish', () => {
    const title = rendered({ title: '{{ title }}' }, { ...exampleValues, title: 'Charger with a long name '.repeat(20) }).title
    expect(title.length).toBeLessThanOrEqual(150)
    expect(title).toMatch(/ long…$/)
  })
  test('makes one line of its title', () => expect(rendered({ title: 'a\n {{ title }}' }, { ...exampleValues, title: 'b\r\nc' }).title).toBe('a b c'))
})

describe('What is wrong with a template', () => {
  test('is an unknown variable, with its place, the nearest one and all there are', () => {
    expect(problems('All is well.\nSince {{ onse }}.')).toEqual([
      {
        part: 'happened',
        line: 2,
        column: 10,
        message: expect.stringMatching(/^there is no variable onse; there are title, number, .*; did you mean onset\?$/),
      },
    ])
  })
  test.each([
    ['Since {{ onset', /^\{\{ is not closed/],
    ['{% if onset %}x', /^\{% if … %\} is not closed; end it with \{% endif %\}/],
    ['x {% endif %}', /there is no tag endif/],
    ['{{ onset | date: "%Y" }}', /^there is no filter date; there are /],
    ['{{ onset | upcas }}', /did you mean upcase\?$/],
    ['{% include "/etc/passwd" %}', /^there is no tag include; there are if, /],
    ['{% render "x" %}', /^there is no tag render/],
    ['{% layout "x" %}', /^there is no tag layout/],
    ['{% assign x = title %}', /^there is no tag assign/],
    ['{% capture x %}{% endcapture %}', /^there is no tag capture/],
    ['{% liquid echo title %}', /^there is no tag liquid/],
    ['{{ }}', /^there is nothing in the braces/],
    ['{{ services.name }}', /^services has no part name/],
    ['{{ service_names.sizes }}', /^service_names has no part sizes; there are first, last, size/],
    ['{{ service_names[title] }}', /^service_names has no part/],
    ['{% for each in service_names %}{{ each.name }}{% endfor %}', /^each has no part name/],
    ['{% for each in service_names %}{{ forloop.parentloop }}{% endfor %}', /^forloop has no part parentloop/],
    ['{{ constructor }}', /^there is no variable constructor/],
    ['{{ __proto__ }}', /^there is no variable __proto__/],
    ['{{ title.constructor }}', /^title has no part constructor/],
    ['{{ title["__proto__"] }}', /^title has no part __proto__/],
    ['{% for x in toString %}{% endfor %}', /^there is no variable toString/],
    ['{{ "x" | append: process }}', /^there is no variable process/],
    ['{{ title | constructor }}', /^there is no filter constructor/],
  ])('%s', (template, sentence) => expect(said(template)).toMatch(sentence))
  test.each([
    '{% for i in (1..100000000) %}x{% endfor %}',
    '{% for i in (1..900) %}{% for j in (1..900) %}x{% endfor %}{% endfor %}',
    '{% for i in (1..900) %}{% for j in (1..900) %}{% endfor %}{% endfor %}',
    `{% for i in (1..3000) %}${'long '.repeat(100)}{% endfor %}`,
    '{{ title | append: title | append: title }}'.repeat(95),
    `${'{% for each in service_names %}'.repeat(4)}{% if severity == 9 %}x{% endif %}${'{% endfor %}'.repeat(4)}`,
  ])('is that it does too much: %s', (template) => {
    const before = performance.now()
    expect(said(template)).toMatch(/^this (?:makes|takes) too much|^is too long/)
    expect(performance.now() - before).toBeLessThan(3_000)
  })
  test('is that it is too long', () => expect(said('x'.repeat(4_001))).toMatch(/^is too long: 4,001 characters, at most 4,000/))
  test('is that nothing stands in its title', () => {
    expect(checkParts({ title: ' ' })).toEqual([{ part: 'title', line: 1, column: 1, message: 'is empty: every message has a title' }])
    expect(checkParts({ title: '{% if estimate %}x{% endif %}' })[0]?.message).toMatch(/^is empty where nothing is known yet/)
  })
  test('is said of every part at once', () => expect(checkParts({ title: '{{ x', happened: '{{ y' }).map(({ part }) => part)).toEqual(['title', 'happened']))
})

describe('What is put in stays text', () => {
  test.each(['{{ title }}', '{% for i in (1..9) %}x{% endfor %}', '<script>alert(1)</script>', '{{ "a" | append: "b" }}', '#{1+1}', '[insert]'])(
    '%s is not evaluated, nor changed',
    (value) => {
      expect(out('{{ services }}', { services: value })).toBe(value)
      expect(out('{% for each in service_names %}{{ each }}{% endfor %}', { service_names: [value] })).toBe(value)
      expect(out('{{ services | append: "!" }}', { services: value })).toBe(`${value}!`)
    },
  )
  test('objects that somebody smuggles in give nothing away', () => {
    const evil = Object.create({ secret: 'inherited' }) as never
    expect(() => out('{{ title }}', { title: evil })).toThrow()
  })
  test('a very long list of services ends, and is cut', () =>
    expect(
      out('{% for each in service_names %}{{ each }}, {% endfor %}', { service_names: Array.from({ length: 5_000 }, (_, at) => `service ${at}`) })?.length,
    ).toBeLessThanOrEqual(2_000))
})

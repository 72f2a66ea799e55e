// The words that ship: for every playbook, phase and audience, plain, whole, and right by our own linter.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { lintTemplate } from './look.ts'
import { HouseStyle } from '../../communicate/linter/linter.contract.ts'
import { gradeOf } from '../../communicate/linter/rules/style.ts'
import { wantedOf } from '../../communicate/linter/rules/missing.ts'
import { readShelf } from '../playbooks/shelf.ts'
import { chooseTemplate, type ShippedTemplate } from './in-force.ts'
import { checkParts, rendered } from './liquid.ts'
import { audiences, templatePhases } from './templates.contract.ts'
import { exampleValues, leastValues, variablesTable } from './variables.ts'

const shelf = readShelf()
const house = HouseStyle.parse({})
const named = shelf.templates.map((each): [string, ShippedTemplate] => [`${each.playbook}, ${each.audience}, ${each.phase}`, each])
const playbooks = shelf.shipped.map(({ playbook }) => playbook.playbook)
const kindOf = (playbook: string) => shelf.shipped.find((each) => each.playbook.playbook === playbook)?.playbook.kinds[0] ?? 'service-outage'
/** What only a person can know. */
const forAPerson = ['why', 'prevention']

describe('The templates that ship', () => {
  test('are there for customers, of each playbook and phase', () => {
    for (const playbook of playbooks)
      for (const phase of templatePhases)
        expect(
          shelf.templates.some((each) => each.playbook === playbook && each.phase === phase && each.audience === 'customers' && each.locale === 'en'),
          `${playbook} ${phase}`,
        ).toBe(true)
  })
  test('are there for every audience, whatever the playbook', () => {
    for (const audience of audiences)
      for (const phase of templatePhases)
        expect(
          chooseTemplate({ playbook: 'of-our-own', phase, audience, locale: 'en', brandId: null }, [], shelf.templates),
          `${audience} ${phase}`,
        ).toBeDefined()
  })
  test('are one for each key', () => {
    const keys = shelf.templates.map(({ parts: _, ...key }) => JSON.stringify(Object.values(key)))
    expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([])
  })
  test.each(named)('%s: is right, and the linter finds no error in it, early or late', (_, template) => {
    expect(checkParts(template.parts)).toEqual([])
    for (const values of [exampleValues, leastValues]) {
      const parts = rendered(template.parts, values)
      const findings = lintTemplate({ ...template, brand: null }, parts, kindOf(template.playbook), house)
      expect(findings.filter(({ severity }) => severity !== 'hint')).toEqual([])
      for (const [part, text] of Object.entries(parts)) expect(text, part).not.toMatch(/\s[.,]|,,|\.\.|[{}]|\(\)/)
    }
  })
  test.each(named.filter(([, { audience }]) => audience === 'customers'))('%s: readers need grade 8 at most', (_, template) => {
    for (const values of [exampleValues, leastValues]) {
      const { title: __, ...parts } = rendered(template.parts, values)
      expect(gradeOf(Object.values(parts).filter(Boolean).join('\n\n')) ?? 0).toBeLessThanOrEqual(8)
    }
  })
  test.each(named.filter(([, { audience }]) => audience === 'customers'))(
    '%s: says all that readers look for, but what only a person knows',
    (_, { parts, phase }) => {
      const wanted = wantedOf(phase === 'holding' ? { holding: true, phase: 'investigating' } : { holding: false, phase })
      const said = rendered(parts, exampleValues)
      expect(wanted.filter((part) => !said[part]?.trim() && !forAPerson.includes(part) && !(part === 'can' && (said.workaround || said.must)))).toEqual([])
    },
  )
  test('for outsiders never say what the team calls it', () => {
    for (const [name, { parts, audience, playbook }] of named)
      if (!['staff', 'executives'].includes(audience) && !playbook.startsWith('product-'))
        expect(Object.values(parts).join(' '), name).not.toMatch(/\{\{ ?title\b/)
  })
  test('are the words of our recalls: nothing in them makes a danger smaller', () => {
    for (const { parts, playbook } of shelf.templates)
      if (playbook === 'product-recall')
        expect(Object.values(parts).join(' ')).not.toMatch(/voluntar|precaution|rare|out of an abundance|potential|minor|may |unlikely/i)
  })
})

describe('The document on templates', () => {
  test('has the table of variables as it is', () =>
    expect(readFileSync(new URL('../../../../docs/templates.md', import.meta.url), 'utf8')).toContain(variablesTable()))
})

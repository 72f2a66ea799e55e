// What every playbook that ships must be good for, so that a newcomer at 03:00 is helped by it.
import { describe, expect, test } from 'vitest'
import { judge } from '../../assess/severity/severity.ts'
import { Answers } from '../../assess/severity/severity.contract.ts'
import { crisisKinds } from '../../stabilize/crisis/crisis.contract.ts'
import { rendered } from '../templates/liquid.ts'
import { exampleValues } from '../templates/variables.ts'
import { rolesOf } from './agree.ts'
import type { Playbook } from './playbook.ts'
import { readShelf } from './shelf.ts'

const shelf = readShelf()
const all = shelf.shipped.map(({ playbook }) => playbook)
const each = test.each(all.map((playbook): [string, Playbook] => [playbook.playbook, playbook]))
const severities = [1, 2, 3, 4] as const

describe('The shipped playbooks', () => {
  test('cover each kind of crisis once', () => expect(all.flatMap((playbook) => playbook.kinds).sort()).toEqual([...crisisKinds].sort()))
  test('need nobody to guess: whatever the four answers, some severity follows with a reason', () => {
    for (const playbook of all)
      for (const customersHurt of ['all', 'many', 'some', 'one'] as const)
        for (const canWork of ['no', 'partly', 'yes'] as const)
          expect(judge(Answers.parse({ customersHurt, canWork }), playbook.severity).reasons.length, playbook.playbook).toBeGreaterThan(0)
  })
  test('are milder about planned maintenance: as announced, it is low', () => {
    const maintenance = all.find((playbook) => playbook.playbook === 'planned-maintenance') as Playbook
    expect(judge(Answers.parse({ customersHurt: 'all', canWork: 'no' }), maintenance.severity).severity).toBe(4)
  })
  test('use every duty of the law at least once, or the duty is not worth its lines', () => {
    const used = new Set(all.flatMap((playbook) => playbook.regulatory.flatMap((question) => question.starts)))
    expect(shelf.obligations.map((obligation) => obligation.key).filter((key) => !used.has(key))).toEqual([])
  })
  test('use every remedy policy', () => expect(new Set(all.map((playbook) => playbook.remedies))).toEqual(new Set(shelf.known.policies)))
  test('promise the pace of the house for a critical outage', () =>
    expect(all.find((playbook) => playbook.playbook === 'service-outage')?.clocks[1]).toEqual({
      'team-assembled': 15,
      'first-message': 15,
      'communication-plan': 30,
      'first-full-update': 30,
      'impact-and-timeline': 60,
      'next-update': 30,
      'strategic-review': 120,
      review: 2_880,
    }))
})

describe('Each shipped playbook', () => {
  each('%s says when to use it, asks two to six questions, and each question matters', (_, { about, severity }) => {
    expect(about.length).toBeGreaterThan(60)
    expect(severity.questions.length).toBeGreaterThanOrEqual(3)
    expect(severity.questions.length).toBeLessThanOrEqual(6)
    const asked = new Set(severity.rules.flatMap((rule) => Object.keys(rule.when.answers ?? {})))
    expect(severity.questions.map((question) => question.key).filter((key) => !asked.has(key))).toEqual([])
  })
  each('%s promises a first message, a full update, a rhythm and a review at every severity, and never hurries a milder one more', (_, { clocks }) => {
    for (const severity of severities) {
      for (const clock of ['team-assembled', 'first-message', 'first-full-update', 'next-update', 'review'] as const)
        expect(clocks[severity][clock], `${severity} ${clock}`).toBeGreaterThan(0)
      if (severity === 1)
        for (const clock of ['communication-plan', 'impact-and-timeline', 'strategic-review'] as const) expect(clocks[1][clock], clock).toBeGreaterThan(0)
      if (severity > 1)
        for (const [clock, minutes] of Object.entries(clocks[severity]))
          expect(minutes, `${severity} ${clock}`).toBeGreaterThanOrEqual(clocks[(severity - 1) as 1][clock as 'review'] ?? 0)
      expect(clocks[severity]['first-full-update'] as number).toBeGreaterThanOrEqual(clocks[severity]['first-message'] as number)
    }
  })
  each('%s has twelve tasks or more; what must work again first stands among the first three', (_, { tasks }) => {
    expect(tasks.length).toBeGreaterThanOrEqual(12)
    expect(tasks.slice(0, 3).some((task) => task.critical)).toBe(true)
    for (const severity of severities)
      expect(tasks.filter((task) => task.severities.includes(severity)).length, `severity ${severity}`).toBeGreaterThanOrEqual(5)
    for (const phase of ['assess', 'communicate', 'support', 'restore', 'remediate', 'learn'] as const) expect(tasks.map((task) => task.phase)).toContain(phase)
    expect(tasks.filter((task) => task.evidence).length).toBeGreaterThan(1)
  })
  each('%s gives most tasks a time, and explains those that need it', (_, { tasks }) => {
    expect(tasks.filter((task) => task.dueMinutes !== undefined).length).toBeGreaterThanOrEqual(tasks.length - 4)
    expect(tasks.filter((task) => task.help).length).toBeGreaterThanOrEqual(tasks.length / 3)
    for (const task of tasks.slice(0, 3)) expect(task.help ?? task.text, task.key).toMatch(/.{40}/)
  })
  each('%s has every seat it uses, each needed from a severity or as wished, and says what they decide alone', (_, playbook) => {
    const { tasks, audiences, roles } = playbook
    const used = new Set([
      ...tasks.flatMap((task) => [task.accountable, ...task.responsible, ...task.consulted, ...task.informed]),
      ...audiences.map((audience) => audience.by),
    ])
    expect([...used].filter((role) => !Object.hasOwn(roles, role))).toEqual([])
    expect([...used].filter((role) => !rolesOf(playbook).includes(role))).toEqual([])
    expect(roles.commander).toMatchObject({ neededFrom: 4 })
    expect(Object.values(roles).filter((role) => role.decides.length > 0).length).toBeGreaterThanOrEqual(4)
  })
  each('%s tells staff and executives too', (_, { audiences }) => {
    expect(audiences.map((audience) => audience.audience)).toEqual(expect.arrayContaining(['staff', 'executives']))
  })
  each('%s lets two people agree to what is critical', (_, { approvals }) => expect([approvals.updates[1], approvals.remedies[1]]).toEqual([2, 2]))
  each('%s gives something at every severity, and money for service only where service was paid for', (_, { remedies, playbook }) => {
    const rules = shelf.remedies.policies[remedies]?.rules ?? []
    for (const severity of severities)
      expect(
        rules.some((rule) => rule.severity === severity),
        `severity ${severity}`,
      ).toBe(true)
    if (['data-breach', 'product-recall'].includes(playbook)) expect(rules.every((rule) => rule.days === undefined)).toBe(true)
  })
  each('%s runs by itself only what does no harm and can be undone', (_, { actions }) => {
    const automatic = actions.filter((action) => action.automatically).map((action) => action.action)
    expect(automatic.filter((action) => !harmless.includes(action))).toEqual([])
  })
})

describe('The words of each shipped playbook', () => {
  each('%s: templates are plain, without stock phrases, hedges, blame or promises', (_, { templates }) => {
    for (const [name, parts] of Object.entries(templates))
      for (const [part, text] of Object.entries(parts)) {
        for (const pattern of forbidden) expect(text, `${name}.${part}`).not.toMatch(pattern)
        for (const sentence of sentencesOf(rendered({ title: 'x', happened: text }, exampleValues).happened ?? ''))
          expect(sentence.split(/\s+/).length, `${name}.${part}: ${sentence}`).toBeLessThanOrEqual(24)
      }
  })
  each('%s: we are sorry once, in the last message, and say for what', (_, { templates, playbook }) => {
    const sorry = Object.entries(templates).filter(([, parts]) => /\bsorry\b|apolog/i.test(Object.values(parts).join(' ')))
    expect(sorry.map(([name]) => name)).toEqual(playbook === 'planned-maintenance' ? [] : ['resolved'])
  })
  each('%s: the holding update says what is known, and that we speak again', (_, { templates: { holding, resolved } }) => {
    expect(holding.happened).toMatch(/.{15}/)
    expect(holding.doing).toMatch(/write again at the time below/)
    for (const part of ['why', 'doing', 'prevention'] as const) expect(resolved[part], part).toBeDefined()
  })
  each('%s: texts of tasks are short sentences at the level of a school leaver', (_, { tasks }) => {
    for (const { key, text, help } of tasks) {
      expect(text.split(/\s+/).length, key).toBeLessThanOrEqual(25)
      for (const sentence of sentencesOf(help ?? '')) expect(sentence.split(/\s+/).length, `${key}: ${sentence}`).toBeLessThanOrEqual(26)
      for (const pattern of jargon) expect(`${text} ${help ?? ''}`, key).not.toMatch(pattern)
    }
    expect(grade(tasks.map(({ text, help }) => `${text}. ${help ?? ''}`).join(' '))).toBeLessThanOrEqual(8)
  })
  test('a recall makes nothing smaller', () => {
    const recall = all.find((playbook) => playbook.playbook === 'product-recall') as Playbook
    for (const parts of Object.values(recall.templates))
      expect(Object.values(parts).join(' ')).not.toMatch(/voluntar|precaution|rare|out of an abundance|potential|minor|may /i)
    expect(recall.templates.holding.must).toMatch(/^Stop using it now\./)
  })
})

/** Harmless and reversible: pausing what we send or charge, holding goods back, a note, the end of a download. */
const harmless = [
  'pause-releases',
  'rate-limit',
  'lock-exports',
  'pause-charges',
  'pause-dunning',
  'stop-update',
  'stop-shipping',
  'stop-selling',
  'delay-notice',
  'hold-deletion',
  'pause-campaigns',
  'banner',
  'maintenance-page',
]

const forbidden = [
  /any inconvenience/i,
  /appreciate your patience/i,
  /bear with us/i,
  /as soon as possible/i,
  /may (?:be|have been) affected/i,
  /(?:valued|dear) customer/i,
  /take (?:this|your \w+) (?:very )?seriously/i,
  /out of an abundance/i,
  /we (?:promise|guarantee|assure)/i,
  /never happen again/i,
  /rest assured/i,
  /human error|their fault|his fault|her fault/i,
  /unfortunately|regrettably/i,
  /\b(?:mitigat|remediat|leverag|utili[sz]|robust|seamless|stakeholder)/i,
]
const jargon = [/\b(?:synerg|leverag|utili[sz]e|robust|holistic|paradigm|stakeholder|bandwidth|touch base|war room|P0|P1|SEV-?1|MTTR|SLO)\b/i]

const sentencesOf = (text: string) => text.split(/(?<=[.!?;:])\s+/).filter(Boolean)

/** The grade of Flesch and Kincaid, syllables counted by groups of vowels. */
function grade(text: string): number {
  const words = text.match(/[A-Za-z’']+/g) ?? []
  const syllables = words.reduce(
    (sum, word) =>
      sum +
      Math.max(
        1,
        (
          word
            .toLowerCase()
            .replace(/(?:es|ed|e)$/, '')
            .match(/[aeiouy]+/g) ?? []
        ).length,
      ),
    0,
  )
  return 0.39 * (words.length / sentencesOf(text).length) + 11.8 * (syllables / words.length) - 15.59
}

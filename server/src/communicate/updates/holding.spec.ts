import { describe, expect, test } from 'vitest'
import { readShelf } from '../../prepare/playbooks/shelf.ts'
import { rendered } from '../../prepare/templates/liquid.ts'
import { exampleValues } from '../../prepare/templates/variables.ts'
import { minutesAfter } from '../../platform/clock.ts'
import { frameLanguages } from '../frame/strings.ts'
import { HouseStyle } from '../linter/linter.contract.ts'
import { lint } from '../linter/linter.ts'
import { safeHolding, type ToHold } from './holding.ts'
import type { Parts } from './updates.contract.ts'

describe('The safe holding update', () => {
  test('where nothing was said yet is the playbook’s own', () =>
    expect(safeHolding({ ...later, last: undefined, before: [] })).toEqual({ phase: 'investigating', locale: 'en', parts: template }))
  test('keeps the phase of the last update, its title and whom it hurts', () =>
    expect(safeHolding(later)).toMatchObject({ phase: 'identified', parts: { title: told.title, affected: told.affected } }))
  test('says that there is nothing new since the last one, and when we write again', () =>
    expect(safeHolding(later).parts).toMatchObject({
      known: 'There is nothing new since our message of January 1 at 03:00 UTC.',
      doing: 'We look again and write by January 1 at 03:57 UTC, also if there is still nothing new.',
    }))
  test('what customers must do, can do, and a way around stay: they still hold', () =>
    expect(safeHolding({ ...later, last: lastTold({ must: 'Do not send.', can: 'Read.', workaround: 'Use the phone.' }) }).parts).toMatchObject({
      must: 'Do not send.',
      can: 'Read.',
      workaround: 'Use the phone.',
    }))
  test('claims nothing about work or an end: what was being done, and until when, may be over', () => {
    const { parts } = safeHolding(later)
    expect([parts.estimate, Object.values(parts).join(' ')]).toEqual([undefined, expect.not.stringMatching(/progress|working on|soon|rolling back/i)])
  })
  test('in the language of the last update, in each that we have words in', () => {
    const said = frameLanguages.map((locale) => safeHolding({ ...later, last: { ...lastTold(), locale } }).parts.known)
    expect(new Set(said).size).toBe(frameLanguages.length)
    for (const each of said) expect(each).not.toContain('{time}')
  })
})

describe('Holding update after holding update', () => {
  const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Asia/Tokyo']
  test.each(zones)('through a night in %s: never the same message twice, and never an error', (zone) => {
    let last: NonNullable<ToHold['last']> = lastTold()
    const before: { phase: 'identified'; parts: Parts; publishedAt: Date }[] = [{ phase: 'identified', parts: told, publishedAt: at('03:00') }]
    for (let n = 1; n <= 20; n += 1) {
      const now = minutesAfter(at('03:00'), 30 * n)
      const nextUpdateAt = minutesAfter(now, 30)
      const { phase, parts } = safeHolding({ template, last, before: before.map((each) => each.parts), nextUpdateAt, zone })
      const findings = lintOf({ phase, parts, nextUpdateAt, now, zone, before })
      expect(
        findings.filter(({ severity, rule }) => severity === 'error' || rule === 'repeat'),
        `${now.toISOString()} ${JSON.stringify(parts)}`,
      ).toEqual([])
      last = { phase, parts, publishedAt: now, locale: 'en' }
      before.push({ phase: 'identified', parts, publishedAt: now })
    }
  })
  test.each(readShelf().shipped.map(({ playbook }) => [playbook.playbook, playbook] as const))('the first words of %s pass the linter', (_, playbook) => {
    const { phase, parts } = safeHolding({ ...later, template: rendered(playbook.templates.holding, exampleValues), last: undefined, before: [] })
    expect(
      lintOf({ phase, parts, nextUpdateAt: at('03:57'), now: at('03:27'), zone: 'UTC', before: [] }).filter(({ severity }) => severity === 'error'),
    ).toEqual([])
  })
})

const at = (time: string) => new Date(`2030-01-01T${time}:00Z`)
const template: Parts = { title: 'Problems with Mail', happened: 'Since 02:40 UTC, some customers have problems with Mail.', doing: 'A team is at work on it.' }
const told: Parts = {
  title: 'Mail does not leave the east',
  happened: 'Since 02:40 UTC mails to other houses wait in a queue that does not empty.',
  affected: 'Customers in the east.',
  known: 'A disk is full.',
  unknown: 'We do not know when it is over.',
  doing: 'We are rolling back the last release.',
  estimate: 'Between 04:00 and 05:00 UTC.',
}
const lastTold = (more: Partial<Parts> = {}) => ({ phase: 'identified' as const, parts: { ...told, ...more }, publishedAt: at('03:00'), locale: 'en' })
const later: ToHold = { template, last: lastTold(), before: [told], nextUpdateAt: at('03:57'), zone: 'UTC' }
const lintOf = (
  of: Pick<Parameters<typeof lint>[0]['draft'], 'phase' | 'parts' | 'nextUpdateAt' | 'now' | 'zone'> & Pick<Parameters<typeof lint>[0], 'before'>,
) => {
  const { before, ...draft } = of
  return lint({ draft: { holding: true, locale: 'en', ...draft }, before, facts: { kind: 'service-outage' }, house: HouseStyle.parse({}) })
}

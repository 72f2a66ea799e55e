// What settings of the house make of a text, so that whoever changes them sees what each does.
import type { HouseStyle, TriedHouseStyle } from './linter.contract.ts'
import { lint } from './linter.ts'
import { gradeOf } from './rules/style.ts'

const ofHouse = ['apology', 'banned-word', 'grade']

/** Only what is said counts: which parts an update has, and what it promises, is no matter of these settings. */
export function tried(house: HouseStyle, text: string, now: Date): TriedHouseStyle {
  const draft = { phase: 'investigating' as const, holding: false, parts: { title: '', happened: text }, locale: 'en', nextUpdateAt: null, now, zone: 'UTC' }
  const findings = lint({ draft, before: [], facts: { kind: 'service-outage' }, house }).filter(
    ({ rule }) => rule !== 'missing-part' && rule !== 'missing-promise',
  )
  return {
    grade: gradeOf(text) ?? null,
    byHouse: findings.filter(({ rule }) => ofHouse.includes(rule)),
    always: findings.filter(({ rule }) => !ofHouse.includes(rule)),
  }
}

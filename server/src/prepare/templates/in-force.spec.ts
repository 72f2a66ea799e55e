import { describe, expect, test } from 'vitest'
import { type Approved, chooseTemplate, type ShippedTemplate } from './in-force.ts'
import type { TemplateKey } from './templates.contract.ts'

const brandId = 'b1'
const wanted = { playbook: 'service-outage', phase: 'holding', audience: 'customers', locale: 'en', brandId } as const
const shipped = (title: string, more: Partial<ShippedTemplate> = {}): ShippedTemplate => ({ ...wanted, parts: { title }, ...more })
const approved = (title: string | null, more: Partial<Approved> = {}): Approved => ({
  ...wanted,
  brandId: null,
  revision: 1,
  parts: title === null ? null : { title },
  author: 'ann',
  approvedBy: 'bo',
  approvedAt: new Date('2030-01-01T09:00:00Z'),
  ...more,
})
const chosen = (approvedOnes: Approved[], shippedOnes: ShippedTemplate[], more: Partial<TemplateKey> = {}) =>
  chooseTemplate({ ...wanted, ...more }, approvedOnes, shippedOnes)?.parts.title

describe('The words that are suggested', () => {
  test('are those that ship, until a second person has approved others', () => {
    expect(chosen([], [shipped('shipped')])).toBe('shipped')
    expect(chosen([approved('ours')], [shipped('shipped')])).toBe('ours')
  })
  test('are a brand’s own before those of all brands', () =>
    expect(chosen([approved('all'), approved('brand', { brandId }), approved('other', { brandId: 'b2' })], [])).toBe('brand'))
  test('are the shipped ones again where somebody went back to them', () => expect(chosen([approved(null)], [shipped('shipped')])).toBe('shipped'))
  test('are those for every playbook where this one has none of its own', () => {
    const general = { playbook: '_all' }
    expect(chosen([approved('ours', general)], [shipped('general', general)])).toBe('ours')
    expect(chosen([approved('ours', general)], [shipped('shipped'), shipped('general', general)])).toBe('shipped')
  })
  test('are in the reader’s language, else in its language without the country, else in English', () => {
    const all = [approved('Deutsch', { locale: 'de' })]
    expect(chosen(all, [shipped('shipped')], { locale: 'de-AT' })).toBe('Deutsch')
    expect(chosen(all, [shipped('shipped')], { locale: 'fr' })).toBe('shipped')
    expect(chosen([...all, approved('Österreichisch', { locale: 'de-AT' })], [], { locale: 'de-AT' })).toBe('Österreichisch')
  })
  test('are none where there is nothing', () => expect(chosen([], [], { audience: 'investors' })).toBeUndefined())
})

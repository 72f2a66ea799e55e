// Which words count: the reader's language before English; for it the playbook's own before those for every playbook, a brand's before those of all, what was approved here before what ships.
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import { everyPlaybook, type TemplateKey } from './templates.contract.ts'

/** A template as it ships; it counts as approved by the release. */
export type ShippedTemplate = Omit<TemplateKey, 'brand'> & { parts: Parts }
/** The newest version that a second person approved. `parts` null: back to what ships. */
export type Approved = Omit<TemplateKey, 'brand'> & {
  brandId: string | null
  revision: number
  parts: Parts | null
  author: string
  approvedBy: string
  approvedAt: Date
}
export type Wanted = Omit<TemplateKey, 'brand'> & { brandId: string | null }
export type Chosen = { parts: Parts; from: Approved } | { parts: Parts; from: ShippedTemplate }

export function chooseTemplate(wanted: Wanted, approved: Approved[], shipped: readonly ShippedTemplate[]): Chosen | undefined {
  for (const locale of new Set([wanted.locale, languageOf(wanted.locale), 'en'])) {
    const found = chooseExactly({ ...wanted, locale }, approved, shipped)
    if (found) return found
  }
  return undefined
}

/** In this language only, so that whoever writes in several sees which there are. */
export function chooseExactly(wanted: Wanted, approved: Approved[], shipped: readonly ShippedTemplate[]): Chosen | undefined {
  const { phase, audience, locale, brandId } = wanted
  const fits = (each: Omit<TemplateKey, 'brand'>, playbook: string) =>
    each.playbook === playbook && each.phase === phase && each.audience === audience && each.locale === locale
  for (const playbook of new Set([wanted.playbook, everyPlaybook])) {
    for (const brand of new Set([brandId, null])) {
      const from = approved.find((each) => fits(each, playbook) && each.brandId === brand)
      if (from?.parts) return { parts: from.parts, from }
    }
    const from = shipped.find((each) => fits(each, playbook))
    if (from) return { parts: from.parts, from }
  }
  return undefined
}

/** `pt-BR` → `pt`. */
export const languageOf = (locale: string) => locale.split('-')[0] as string

// What a template becomes, before it is saved: with everything known, and as early as it can be; and what the linter says of that.
import type { Deps } from '../../deps.ts'
import { houseStyle } from '../../communicate/linter/lint.store.ts'
import { HouseStyle, type Finding } from '../../communicate/linter/linter.contract.ts'
import { lint } from '../../communicate/linter/linter.ts'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import { checkParts, rendered } from './liquid.ts'
import type { CheckedTemplate, TemplateKey } from './templates.contract.ts'
import { exampleValues, leastValues } from './variables.ts'

export async function looked(deps: Pick<Deps, 'db' | 'shelf'>, key: TemplateKey, parts: Parts): Promise<CheckedTemplate> {
  const problems = checkParts(parts)
  if (problems.length > 0) return { problems, preview: null, findings: [] }
  const house = key.brand === null ? HouseStyle.parse({}) : await houseStyle(deps.db, key.brand)
  const preview = { known: rendered(parts, exampleValues), early: rendered(parts, leastValues) }
  const kind = deps.shelf.shipped.find(({ playbook }) => playbook.playbook === key.playbook)?.playbook.kinds[0] ?? 'service-outage'
  return { problems, preview, findings: lintTemplate(key, preview.known, kind, house) }
}

const example = { now: new Date('2030-01-01T10:10:00Z'), next: new Date('2030-01-01T10:40:00Z') }

/** The linter on a rendered template; parts that are left for a person are no findings. */
export function lintTemplate({ phase, locale }: TemplateKey, parts: Parts, kind: string, house: HouseStyle): Finding[] {
  const [holding, real] = phase === 'holding' ? [true, 'investigating' as const] : [false, phase]
  const draft = { phase: real, holding, parts, locale, nextUpdateAt: real === 'resolved' ? null : example.next, now: example.now, zone: 'UTC' }
  return lint({ draft, before: [], facts: { kind, criteriaMet: true }, house }).filter(({ rule }) => rule !== 'missing-part' && rule !== 'missing-promise')
}

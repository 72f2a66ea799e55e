// First words for an update: the newest approved template, with what is known of the crisis put in, in each language that has one.
import { sql } from 'kysely'
import type { z } from 'zod'
import { rhythmTo } from '../../communicate/stakeholders/rhythms.store.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import { minutesAfter } from '../../platform/clock.ts'
import type { Parts } from '../../communicate/updates/updates.contract.ts'
import { Refused } from '../../platform/refused.ts'
import { chooseExactly, type Chosen, chooseTemplate, type Wanted } from './in-force.ts'
import { rendered } from './liquid.ts'
import type { Suggestion } from './suggestion.contract.ts'
import { approvedTemplates } from './templates.store.ts'
import type { TemplateKey } from './templates.contract.ts'
import { originOf } from './templates.view.ts'
import { valuesOf } from './values.store.ts'

type Asked = Pick<TemplateKey, 'phase' | 'audience' | 'locale'>

/** The words for a phase and an audience, and when the rhythm wants the next update. Customers also read what is published as a way around it. */
export async function suggest(deps: Deps, crisisId: string, asked: Asked): Promise<z.input<typeof Suggestion>> {
  const { rows } = await sql<{
    playbook: string
    brandId: string
    title: string
  }>`select playbook, brand_id as "brandId", title from crises where id = ${crisisId}`.execute(deps.db)
  const [crisis] = rows
  if (!crisis) throw new Refused('not-found', 'There is no such crisis.')
  const wanted: Wanted = { ...asked, playbook: crisis.playbook, brandId: crisis.brandId }
  const approved = await approvedTemplates(deps.db, { playbook: wanted.playbook, audience: wanted.audience, phase: wanted.phase })
  const chosen = chooseTemplate(wanted, approved, deps.shelf.templates)
  const said = await sayWith(deps, crisisId, asked, chosen, crisis.title)
  const others = [
    ...new Set(
      [...approved, ...deps.shelf.templates.filter((each) => each.audience === asked.audience && each.phase === asked.phase)].map(({ locale }) => locale),
    ),
  ]
  const translations = []
  for (const locale of others.filter((each) => each !== said.locale).sort()) {
    const other = chooseExactly({ ...wanted, locale }, approved, deps.shelf.templates)
    if (other) translations.push(await sayWith(deps, crisisId, { ...asked, locale }, other, crisis.title))
  }
  const nextUpdateAt = asked.audience === 'customers' ? (await valuesOf(deps, crisisId, asked.phase, 'en')).nextUpdateAt : await nextTo(deps, crisisId, asked)
  return { ...said, nextUpdateAt, translations }
}

/** When the rhythm of an audience that is no customer wants the next word to them. */
async function nextTo(deps: Deps, crisisId: string, { audience, phase }: Asked): Promise<Date | null> {
  if (audience === 'customers' || phase === 'resolved') return null
  const every = await rhythmTo(deps.db, crisisId, audience)
  return every === undefined ? null : minutesAfter(await crisisNow(deps, crisisId), every)
}

async function sayWith(deps: Deps, crisisId: string, { phase, audience, locale }: Asked, chosen: Chosen | undefined, title: string) {
  if (!chosen) return { locale, parts: { title: title.slice(0, 150) }, from: null }
  const language = chosen.from.locale
  const { values } = await valuesOf(deps, crisisId, phase, language)
  const parts = said(deps, chosen, values)
  if (audience === 'customers' && phase !== 'resolved' && !parts.workaround && values.workarounds) parts.workaround = String(values.workarounds)
  return { locale: language, parts, from: await originOf(deps, chosen) }
}

/** A template was checked when it was saved. Should an older one not fit this version any more, nobody is left without words: those that ship are used. */
function said(deps: Deps, chosen: Chosen, values: Parameters<typeof rendered>[1]): Parts {
  try {
    return rendered(chosen.parts, values)
  } catch (error) {
    deps.log.error({ error, template: chosen.from }, 'a template cannot be used; the shipped one is')
    const { playbook, phase, audience, locale } = chosen.from
    const shipped =
      chooseExactly({ playbook, phase, audience, locale, brandId: null }, [], deps.shelf.templates) ??
      chooseTemplate({ playbook, phase, audience, locale, brandId: null }, [], deps.shelf.templates)
    return shipped && shipped.parts !== chosen.parts ? rendered(shipped.parts, values) : { title: String(values.title).slice(0, 150) }
  }
}

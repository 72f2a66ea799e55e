// What a crisis is called and all that was said on it, and what an article says: indexed once.
import type { Incident } from '../../communicate/status-page/status-page.store.ts'
import { type Indexed, indexed, together } from './indexed.ts'
import type { Hit, Material } from './material.ts'

const contexts = new WeakMap<Incident, [Indexed, Indexed]>()
/** What it is called, in every language, and all that was said on it. */
export function contextOf(incident: Incident, { services, brandLocale: locale }: Pick<Material, 'services' | 'brandLocale'>): [Indexed, Indexed] {
  const known = contexts.get(incident)
  if (known) return known
  const names = services.filter(({ id }) => incident.services.some((hurt) => hurt.id === id)).map(({ name }) => indexed(name, locale))
  const texts = incident.updates.flatMap((update) => Object.entries({ [locale]: update.parts, ...update.texts }))
  const named = together(indexed(incident.number, locale), ...names, ...texts.map(([language, parts]) => indexed(parts.title, language)))
  const all = together(
    named,
    ...texts.map(([language, parts]) => indexed(Object.values(parts).join('\n'), language)),
    ...incident.workarounds.map(({ body, forWhom }) => indexed(`${forWhom}\n${body}`, locale)),
  )
  contexts.set(incident, [named, all])
  return [named, all]
}

/** Its title, and its body. */
export const articleOf = ({ title, body, locale }: Hit): [Indexed, Indexed] => [indexedOnce(title, locale), indexedOnce(body, locale)]

const texts = new Map<string, Indexed>()
const mostTexts = 3_000
const longest = 20_000
/** The same texts are asked about again and again. */
export function indexedOnce(text: string, locale: string): Indexed {
  if (text.length > longest) return indexed(text, locale)
  const key = `${locale}\n${text}`
  const known = texts.get(key)
  if (known) return known
  if (texts.size >= mostTexts) texts.clear()
  const read = indexed(text, locale)
  texts.set(key, read)
  return read
}

// What set phrases and words make of a question: its kind, what it is about, and the source that speaks of all of it. Where these rules are not sure, what is likely is weighed (weighing/).
import { isOver } from '../../communicate/status-page/state.ts'
import type { Incident } from '../../communicate/status-page/status-page.store.ts'
import { contextOf } from './contexts.ts'
import { allSaid, onCrisis, type Said } from './crisis-answers.ts'
import { type Indexed, indexed, speaksOf } from './indexed.ts'
import { bestHit, fromHit } from './knowledge-answers.ts'
import type { Spoken } from './languages/languages.ts'
import type { Kind } from './languages/speech.ts'
import type { Material } from './material.ts'
import { onOwnConversations } from './own-conversations.ts'
import { asksForAmount, asksForName, asksForWay, type Item, type Question } from './question.ts'
import { askedServices, onServices, partlyNamed } from './service-answers.ts'

/** Nothing where the rules are not sure. */
export function sayTo(asked: Question, material: Material): Said[] {
  // The name of a service alone is what many articles are called.
  const isBare = asked.items.length + asked.around.length === 1 && askedServices(asked, material).length > 0
  const hit = isBare ? undefined : bestHit(asked, material.hits)
  const kinds = [...asked.kinds]
    .filter(([kind]) => kind !== 'how')
    .sort(([one, score], [other, best]) => groupOf(one) - groupOf(other) || best - score || order.indexOf(one) - order.indexOf(other))
  const askedHow = asked.kinds.has('how')
  // How to do something stands in an article that is about all of it, also where a crisis has the same words.
  const ofKnowledge = () => (hit ? fromHit(hit, asked, material) : [])
  if (askedHow && hit && !kinds.some(([kind]) => ofRecord.has(kind))) {
    const isAll = hit.inTitle >= 0.99 && hit.matched >= 2 && material.incidents.every((incident) => coverOf(incident, asked, material) <= hit.covered)
    if (isAll || (hit.inTitle >= 0.7 && !material.incidents.some((incident) => isNamed(incident, asked, material)))) return ofKnowledge()
  }
  for (const [kind, score] of kinds) {
    const { said, cover } = ofKind(kind, asked, material)
    if (said.length === 0 && (kind === 'gives' || kind === 'conversation') && kinds.every(([, other]) => other <= score)) break
    if (said.length === 0) continue
    return hit && asked.items.length > 0 && hit.covered > cover + clearly && !ofRecord.has(kind) ? ofKnowledge() : said
  }
  const isState = kinds.length > 0 ? kinds.every(([kind]) => ofState.has(kind)) : asked.words.length <= mostOfName
  const stated = isState ? stateOf(asked, material) : []
  if (stated.length > 0) return stated
  // Where somebody asks what they get and nothing is recorded, what else was said is no answer.
  if (kinds.some(([kind]) => ofRecord.has(kind))) return hit && hit.inTitle >= 0.99 ? ofKnowledge() : []
  if (hit) return ofKnowledge()
  return asksForName(asked) ? [] : extracted(asked, material)
}
const groups: readonly (readonly Kind[])[] = [
  ['conversation', 'gives'],
  ['next', 'meanwhile', 'prevention', 'why', 'estimate', 'since', 'doing', 'who'],
  ['affected', 'told', 'happened'],
  ['over', 'state'],
]
const groupOf = (kind: Kind) => groups.findIndex((group) => group.includes(kind))
const order = groups.flat()
const ofState: ReadonlySet<Kind> = new Set(['state', 'over', 'happened'])
const ofRecord: ReadonlySet<Kind> = new Set(['gives', 'conversation', 'affected'])
/** Who writes so few words with the name of a service asks how it is. */
const mostOfName = 5
/** By so much more of what is asked must an article say than a crisis does. */
const clearly = 0.2

/** `cover`: of all that is asked about, how much what is said is about. */
function ofKind(kind: Kind, asked: Question, material: Material): { said: Said[]; cover: number } {
  const { items, around, language } = asked
  const about = items.filter(({ within }) => !within.includes(kind))
  if (kind === 'conversation') {
    const named = [...about, ...around].filter(({ soft }) => !soft)
    return { said: about.length === 0 || material.own?.conversations.length ? onOwnConversations(named, material, language) : [], cover: 1 }
  }
  const services = askedServices(asked, material)
  if (kind === 'affected' && services.length > 1) return { said: onServices(services, material, language), cover: 1 }
  if (kind === 'state' || kind === 'over') {
    const named = services.length > 0 ? services : partlyNamed(asked, material)
    const isElse = about.some((item) => !item.soft && !isNeutral(item) && !named.some(({ name }) => isOfName(name, item, material, language)))
    if (named.length > 0) return { said: isElse ? [] : onServices(named, material, language), cover: 1 }
  }
  const meant = crisesMeant(kind, asked, about, services, material)
  return {
    said: meant.flatMap((incident) => (kind === 'who' && !tellsWho(incident, items, material, language) ? [] : onCrisis(kind, incident, material, language))),
    cover: Math.max(0, ...meant.map((incident) => coverOf(incident, asked, material))),
  }
}

const isOfName = (name: string, item: Item, { brandLocale }: Material, language: string) =>
  speaksOf(indexed(name, brandLocale), item) || speaksOf(indexed(name, language), item)

const coverOf = (incident: Incident, { items, around }: Question, material: Material): number => {
  const [, all] = contextOf(incident, material)
  const hard = items.filter(({ soft }) => !soft)
  const told = around.filter((item) => speaksOf(all, item)).length * 0.5
  return hard.length === 0 ? 1 : (hard.filter((item) => speaksOf(all, item)).length + told) / (hard.length + told)
}
/** Whether something that was written is what it is called. */
const isNamed = (incident: Incident, { items, around }: Question, material: Material): boolean =>
  [...items, ...around].some((item) => speaksOf(contextOf(incident, material)[0], item))
/** How many of what, and which: those must be what was said to be affected. */
function tellsWho(incident: Incident, items: Item[], material: Material, language: Spoken): boolean {
  const [named] = contextOf(incident, material)
  const said = onCrisis('who', incident, material, language).map(({ text, locale }) => indexed(text, locale ?? language))
  return items.every((item) => item.soft || isNeutral(item) || speaksOf(named, item) || said.some((text) => speaksOf(text, item)))
}

/** Of what every crisis is, whatever it is called. */
const isNeutral = ({ concept }: Item) => concept !== null && neutral.has(concept)
const neutral: ReadonlySet<string> = new Set(['outage', 'fix', 'cause', 'wait', 'slow', 'inform'])

/** A service is named and nothing else is: its state. */
const stateOf = (asked: Question, material: Material): Said[] => {
  const services = askedServices(asked, material)
  const rest = asked.items.filter((item) => !services.some(({ name }) => isOfName(name, item, material, asked.language)))
  return services.length > 0 && rest.every(({ concept }) => concept === 'outage' || concept === 'slow' || concept === 'fix')
    ? onServices(services, material, asked.language)
    : []
}

/** The crises that all of it can be about: where nothing names one, the customer's own that go on, or all that do. */
function crisesMeant(kind: Kind, { items, around }: Question, about: Item[], services: { id: string }[], material: Material): Incident[] {
  const mine = (incident: Incident) => material.own?.crises.some((each) => each.incident.id === incident.id) ?? false
  const hard = about.filter((item) => !item.soft && !isNeutral(item))
  const unmet = (all: Indexed) => items.some((item) => item.concept !== null && !isNeutral(item) && !speaksOf(all, item))
  const scored = material.incidents
    .filter((incident) => services.every(({ id }) => incident.services.some((hurt) => hurt.id === id)))
    .flatMap((incident) => {
      const [named, all] = contextOf(incident, material)
      if (!hard.every((item) => speaksOf(all, item))) return []
      const score = (some: Item[]) => some.filter((item) => speaksOf(named, item)).length * 2 + some.filter((item) => speaksOf(all, item)).length * 0.5
      const subject = score(items) + score(around) * 0.5 + (services.length > 0 ? 2 : 0)
      // What is only done, and not said of anything that we know, is about something else.
      const isAsked = score(items) > 0 || services.length > 0
      if ((subject === 0 && about.some((item) => !isNeutral(item))) || (!isAsked && unmet(all))) return []
      return [{ incident, subject, score: subject + (mine(incident) ? 1 : 0) + (isOver(incident) ? 0 : 0.5) }]
    })
  if (scored.some(({ subject }) => subject > 0)) {
    const best = Math.max(0, ...scored.map(({ score }) => score))
    return scored
      .filter(({ score }) => score === best)
      .map(({ incident }) => incident)
      .slice(0, 2)
  }
  // What is told is about something else that we know a word for, or that has a name.
  if (around.some((item) => item.name || (item.concept !== null && !isNeutral(item)))) return []
  const all = scored.map(({ incident }) => incident)
  const ofTheirs = all.filter(mine)
  if (kind === 'gives') return ofTheirs
  const open = (some: Incident[]) => some.filter((incident) => !isOver(incident))
  for (const some of [open(ofTheirs), ...(kind === 'over' ? [ofTheirs] : []), open(all), ofTheirs]) if (some.length > 0) return some.slice(0, mostAtOnce)
  return kind === 'why' || kind === 'happened' || kind === 'prevention' || kind === 'over' ? all.slice(0, 1) : []
}
const mostAtOnce = 3

/** A published sentence that says all that is asked about, and not only one thing; at least one must be more than what the crisis is called. */
function extracted(asked: Question, material: Material): Said[] {
  const { items, language } = asked
  if (items.length === 0 || asksForWay(asked)) return []
  // That something was said of such a thing is not how many there are of it.
  const least = asksForAmount(asked) || asked.kinds.has('how') ? 2 : 1
  let best: { said: Said; score: number } | undefined
  for (const incident of material.incidents) {
    const [named] = contextOf(incident, material)
    for (const said of allSaid(incident, material, language)) {
      const text = indexed(said.text, said.locale ?? language)
      if (!items.every((item) => isNeutral(item) || speaksOf(text, item) || speaksOf(named, item))) continue
      const own = items.filter((item) => speaksOf(text, item) && !speaksOf(named, item)).length
      if (own < least || items.length < 2) continue
      const score = own + (isOver(incident) ? 0 : 0.1)
      if (!best || score > best.score) best = { said, score }
    }
  }
  return best ? [best.said] : []
}

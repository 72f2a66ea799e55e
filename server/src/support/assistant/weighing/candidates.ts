// All that could be answered, each with what speaks for it.
import { find } from '../../../detect/texts/phrases.ts'
import { isOver } from '../../../communicate/status-page/state.ts'
import type { Incident } from '../../../communicate/status-page/status-page.store.ts'
import { onCrisis, type Said } from '../crisis-answers.ts'
import { indexedOnce } from '../contexts.ts'
import { speaksOf } from '../indexed.ts'
import { fromHit } from '../knowledge-answers.ts'
import { folded } from '../languages/fold.ts'
import { momentsOf } from '../languages/concepts.ts'
import type { Kind } from '../languages/speech.ts'
import type { Material } from '../material.ts'
import { onOwnConversations } from '../own-conversations.ts'
import { asksForAmount, asksForName, type Item, type Question } from '../question.ts'
import { askedServices, onServices } from '../service-answers.ts'
import type { Chances } from './chances.ts'
import { type Topic, type Topics, topicsOf } from './topics.ts'

export type Features = Record<string, number>
/** `keys`: of its sources; nobody, the person who answers instead, has none. */
export type Candidate = { type: string; keys: string[]; say: () => Said[]; features: Features }
/** Nothing where there is nothing to say. */
const saying = (type: string, said: Said[], features: Features): Candidate[] =>
  said.length > 0 ? [{ type, keys: said.map(({ source }) => source.key), say: () => said, features }] : []

const ofUpdates = ['estimate', 'next', 'meanwhile', 'happened', 'why', 'doing', 'prevention', 'who', 'told'] as const satisfies Kind[]

/** None where nothing is asked about. @param ruled what the set phrases answer, nothing where they are not sure */
export function candidatesFor(asked: Question, material: Material, chances: Chances, ruled: readonly Said[]): Candidate[] {
  const topics = topicsOf(asked, material)
  if (topics.units.length === 0) return []
  const byRules = new Set(ruled.map(({ source }) => source.key))
  const all = [
    ...material.incidents.flatMap((incident) => ofCrisis(incident, asked, material, chances, topics)),
    ...ofServices(asked, material, chances, topics),
    ...ofConversations(asked, material, chances, topics),
    ...ofArticles(asked, material, chances, topics),
  ]
  return [
    nobody(asked, material, chances, topics, ruled),
    ...all.map((each) => ({
      ...each,
      features: prefixed(each.type, { ...each.features, ruled: each.keys.some((key) => byRules.has(key)) ? 1 - chances.else : 0, one: 1 }),
    })),
  ]
}
const prefixed = (type: string, features: Features): Features => Object.fromEntries(Object.entries(features).map(([name, value]) => [`${type} ${name}`, value]))
/** How likely in steps that can be added up, never quite impossible. */
const logOf = (chance: number) => Math.log(Math.max(chance, 0.005)) / 5

function nobody(asked: Question, { own }: Material, chances: Chances, { units, weight, unknown }: Topics, ruled: readonly Said[]): Candidate {
  const features = {
    one: 1,
    else: logOf(chances.else),
    person: logOf(chances.person),
    ruled: ruled.length === 0 ? 1 : 0,
    names: asksForName(asked) ? 1 : 0,
    amount: asksForAmount(asked) ? 1 : 0,
    unknown: unknown / (unknown + 1),
    unknownShare: unknown / Math.max(weight, 0.5),
    empty: weight < 0.5 ? 1 : 0,
    length: Math.min(asked.words.length, 40) / 20,
    more: weight / (weight + 2),
    named: units.some(({ item, known }) => item.name && !known) ? 1 : 0,
    own: own ? 1 : 0,
  }
  return { type: 'nobody', keys: [], say: () => [], features: prefixed('nobody', features) }
}

const about = ({ best: _, ...features }: Topic): Features => features

function ofCrisis(incident: Incident, asked: Question, material: Material, chances: Chances, { topics, weight }: Topics): Candidate[] {
  const topic = topics.get(incident.id) as Topic
  const mine = material.own?.crises.some((each) => each.incident.id === incident.id) ? 1 : 0
  const services = askedServices(asked, material)
  const of = (kind: Kind) => onCrisis(kind, incident, material, asked.language)
  const speaking = ofUpdates.map((kind) => ({ kind, said: of(kind) })).filter(({ said }) => said.some(({ source }) => source.kind === 'update'))
  const best = speaking.toSorted((one, other) => chances[other.kind] - chances[one.kind])[0]
  const told = new Set(find(momentsOf[asked.language], asked.words).map(({ kind }) => kind))
  const shared = {
    ...about(topic),
    nowOpen: told.has('now') && !isOver(incident) ? 1 : 0,
    nowOver: told.has('now') && isOver(incident) ? 1 : 0,
    pastOpen: told.has('past') && !isOver(incident) ? 1 : 0,
    date: datesIn(asked.text).length === 0 ? 0 : datesIn(asked.text).includes(dayOf(incident.onsetAt)) ? 1 : -1,
    pastOver: told.has('past') && isOver(incident) ? 1 : 0,
    mine,
    open: isOver(incident) ? 0 : 1,
    named: services.some(({ id }) => incident.services.some((hurt) => hurt.id === id)) ? 1 : 0,
    other: services.length > 0 && !services.some(({ id }) => incident.services.some((hurt) => hurt.id === id)) ? 1 : 0,
    bare: weight < 0.8 && !isOver(incident) ? 1 : 0,
    how: logOf(chances.how),
  }
  const updates = ofUpdates.reduce((all, kind) => all + chances[kind], 0)
  const since = chances.affected + (mine ? chances.since : 0)
  const state = logOf(chances.over + chances.state + chances.since)
  const update = logOf(updates + (chances.affected + chances.state + chances.over) / 3)
  return [
    ...(best ? saying('update', withSentence(best.said, topic), { ...shared, kind: update, best: logOf(chances[best.kind]) }) : []),
    ...saying('status', chances.since > chances.over + chances.state ? of('since') : of('over'), { ...shared, kind: state }),
    ...(material.own ? saying('record', of('affected'), { ...shared, kind: logOf(since) }) : []),
    ...saying('grant', of('gives'), { ...shared, kind: logOf(chances.gives) }),
    ...saying(
      'workaround',
      of('meanwhile').filter(({ source }) => source.kind === 'workaround'),
      { ...shared, kind: logOf(chances.meanwhile) },
    ),
  ]
}

/** What says most of what is asked comes first. */
const withSentence = (said: Said[], { best }: Topic): Said[] => (best && !said.some(({ text }) => text === best.text) ? [best, ...said] : said)

/** Days of a month that are named: "the 12th", "am 12.", "le 12", "12日". */
const datesIn = (text: string): number[] =>
  [...text.matchAll(/(\d{1,2})(?:st|nd|rd|th)\b|\b(?:am|vom|le|du|el|del|dia|día)\s(\d{1,2})(?![\d:.,]\d|\s?(?:h|uhr|%|€|euro))\b|(\d{1,2})日/giu)].map(
    ([, ...days]) => Number(days.find(Boolean)),
  )
const dayOf = (when: Date) => when.getUTCDate()

function ofServices(asked: Question, material: Material, chances: Chances, { unknown, weight, topics }: Topics): Candidate[] {
  const shares = namedShares(asked, material)
  const best = Math.max(...shares.values(), 0)
  const some = material.services.filter((service) => best > 0 && shares.get(service.id) === best)
  if (some.length === 0 || some.length > mostServices) return []
  const hurt = material.incidents.some((incident) => !isOver(incident) && incident.services.some(({ id }) => some.some((service) => service.id === id)))
  return saying('service', onServices(some, material, asked.language), {
    kind: logOf(chances.state + chances.over),
    happened: logOf(chances.happened),
    share: best,
    several: some.length > 1 ? 1 : 0,
    hurt: hurt ? 1 : 0,
    how: logOf(chances.how),
    unknown: unknown / (unknown + 1),
    more: weight / (weight + 1),
    rival: Math.max(0, ...[...topics.values()].map(({ title }) => title)),
  })
}
const mostServices = 2

/** Of each service, how much of its name is in what is asked; what all are called, and the brand, is no name. */
function namedShares({ items, around, language }: Question, { services, brandLocale, home }: Material): Map<string, number> {
  const brand = folded(home)
  return new Map(
    services.map(({ id, name }) => {
      const [own, theirs] = [indexedOnce(name, brandLocale), indexedOnce(name, language)]
      const size = Math.max(own.concepts.size, [...own.words].filter((word) => !brand.includes(word)).length, 1)
      const met = (some: readonly Item[]) => some.filter((item) => !brand.includes(item.word) && (speaksOf(own, item) || speaksOf(theirs, item))).length
      return [id, Math.min(1, (met(items) + met(around) / 2) / size)]
    }),
  )
}

function ofConversations(asked: Question, material: Material, chances: Chances, { weight, unknown }: Topics): Candidate[] {
  const said = onOwnConversations(
    [...asked.items, ...asked.around].filter(({ soft }) => !soft),
    material,
    asked.language,
  )
  return saying('conversation', said, { kind: logOf(chances.conversation), more: weight / (weight + 1), unknown: unknown / (unknown + 1) })
}

function ofArticles(asked: Question, material: Material, chances: Chances, { topics }: Topics): Candidate[] {
  const crisis = 1 - chances.how - chances.else - chances.person
  return material.hits.map((hit) => {
    const topic = topics.get(hit.id) as Topic
    return {
      type: 'article',
      keys: [`${hit.kind}/${hit.id}`],
      say: () => fromHit({ hit }, asked, material),
      features: { ...about(topic), kind: logOf(chances.how), crisis },
    }
  })
}

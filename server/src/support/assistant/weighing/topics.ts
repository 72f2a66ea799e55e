// What is asked about, weighed against what each source speaks of: of all that is asked how much it covers, in its title, and in one sentence.
import { articleOf, contextOf, indexedOnce } from '../contexts.ts'
import { allSaid, type Said } from '../crisis-answers.ts'
import { alike, type Indexed, speaksOf } from '../indexed.ts'
import type { Material } from '../material.ts'
import { nearOf } from '../languages/near.ts'
import { folded } from '../languages/fold.ts'
import type { Item, Question } from '../question.ts'

type Unit = { item: Item; weight: number; asked: boolean }
/** `known`: whether any source speaks of it. `rare`: 1 where hardly one does, 0 where all do. */
type Weighed = Unit & { known: boolean; rare: number }
export type Topic = {
  cover: number
  title: number
  mass: number
  titleMass: number
  sentence: number
  missed: number
  elsewhere: number
  shortly: number
  near: number
  best?: Said
}
export type Topics = { units: Weighed[]; weight: number; unknown: number; topics: Map<string, Topic> }

const softly = 0.3
const told = 0.5
/** What the brand is called says nothing in its own house. */
function unitsOf({ items, around }: Question, home: string): Unit[] {
  const brand = folded(home)
  const units = [
    ...items.map((item) => ({ item, weight: weightOf(item), asked: true })),
    ...around.map((item) => ({ item, weight: weightOf(item) * told, asked: false })),
  ]
  return units.filter(({ item }) => item.concept !== null || item.word.length < 4 || !brand.includes(item.word))
}
const weightOf = ({ concept, soft, within, name }: Item): number => (soft ? softly : within.length > 0 ? told : concept !== null || name ? 1 : 0.8)

type Doc = { key: string; title: Indexed; all: Indexed; sentences: () => { said?: Said; text: Indexed }[] }

export function topicsOf(asked: Question, material: Material): Topics {
  const docs = docsOf(asked, material)
  const vocabulary = new Set(docs.flatMap(({ title, all }) => [...title.words, ...all.words]))
  const units = unitsOf(asked, material.home).map(
    ({ item, weight, asked: isAsked }): Weighed & { in: boolean[]; inTitle: boolean[]; near: boolean[]; nearTitle: boolean[] } => {
      const speaks = speaksIn(item, vocabulary)
      const inTitle = docs.map(({ title }) => speaks(title))
      const within = docs.map(({ all }, at) => inTitle[at] || speaks(all))
      const hints = [...(item.concept === null ? [] : (nearOf.get(item.concept) ?? []))]
      const hinted = (text: Indexed) => hints.some((hint) => text.concepts.has(hint))
      const nearTitle = docs.map(({ title }, at) => !inTitle[at] && hinted(title))
      const near = docs.map(({ all }, at) => !within[at] && hinted(all))
      const count = within.filter(Boolean).length
      return { item, weight, asked: isAsked, known: count > 0, rare: 1 - Math.log(count + 1) / Math.log(docs.length + 2), in: within, inTitle, near, nearTitle }
    },
  )
  const weight = sum(units.map((unit) => unit.weight))
  // In a short question every word counts; in a long one much is told besides.
  const isShort = asked.asked.words.length <= (asked.language === 'ja' ? 26 : 9)
  const topics = docs.map((doc, at): [string, Topic] => {
    const part = (isSo: (unit: (typeof units)[number]) => boolean | undefined) => sum(units.map((unit) => (isSo(unit) ? unit.weight : 0)))
    const best = bestSentence(doc, units)
    return [
      doc.key,
      {
        cover: part((unit) => unit.in[at]) / Math.max(weight, 0.5),
        title: part((unit) => unit.inTitle[at]) / Math.max(weight, 0.5),
        mass: bounded(sum(units.map((unit) => (unit.in[at] ? unit.weight * unit.rare : 0)))),
        titleMass: bounded(sum(units.map((unit) => (unit.inTitle[at] ? unit.weight * unit.rare : 0)))),
        sentence: best.cover / Math.max(weight, 0.5),
        missed: bounded(part((unit) => !unit.in[at])),
        elsewhere: bounded(part((unit) => !unit.in[at] && unit.known)),
        near: bounded(sum(units.map((unit) => (unit.nearTitle[at] ? unit.weight : 0) + (unit.near[at] ? unit.weight / 2 : 0)))),
        shortly: isShort ? part((unit) => !unit.in[at] && unit.asked && !unit.item.soft) : 0,
        ...(best.said ? { best: best.said } : {}),
      },
    ]
  })
  return { units, weight, unknown: sum(units.map((unit) => (unit.known ? 0 : unit.weight))), topics: new Map(topics) }
}
/** The words of all sources that are forms of it, looked up once for all of them. */
function speaksIn(item: Item, vocabulary: ReadonlySet<string>): (text: Indexed) => boolean {
  if (item.concept !== null || /[\p{Script=Han}\p{Script=Katakana}]/u.test(item.word)) return (text) => speaksOf(text, item)
  const forms = [...vocabulary].filter((word) => word === item.word || alike(item.word, word))
  return (text) => forms.some((form) => text.words.has(form))
}

const sum = (some: number[]) => some.reduce((one, other) => one + other, 0)
/** From 0 to 1, ever more slowly. */
const bounded = (mass: number) => mass / (mass + 1)

function docsOf({ language }: Question, material: Material): Doc[] {
  return [
    ...material.incidents.map((incident): Doc => {
      const [title, all] = contextOf(incident, material)
      return {
        key: incident.id,
        title,
        all,
        sentences: () => allSaid(incident, material, language).map((said) => ({ said, text: indexedOnce(said.text, said.locale ?? language) })),
      }
    }),
    ...material.hits.map((hit): Doc => {
      const [title, body] = articleOf(hit)
      return { key: hit.id, title, all: body, sentences: () => [] }
    }),
  ]
}

function bestSentence({ sentences }: Doc, units: Weighed[]): { cover: number; said?: Said } {
  let best: { cover: number; said?: Said } = { cover: 0 }
  for (const { said, text } of sentences()) {
    const cover = sum(units.map(({ item, weight, rare }) => (speaksOf(text, item) ? weight * (0.5 + rare / 2) : 0)))
    if (cover > best.cover) best = { cover, ...(said ? { said } : {}) }
  }
  return best
}

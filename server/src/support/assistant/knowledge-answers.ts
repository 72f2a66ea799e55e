// Whether something of the knowledge answers a question: all that is asked about must be in it, and something of it in its title.
import { articleOf, indexedOnce } from './contexts.ts'
import { alike, speaksOf } from './indexed.ts'
import type { Hit, Material } from './material.ts'
import type { Said } from './crisis-answers.ts'
import { asksForAmount, type Item, type Question } from './question.ts'
import { sentencesOf } from './sentences.ts'

/** `matched`: so many of what is asked stand in the title. */
export type Judged = { hit: Hit; covered: number; inTitle: number; near: number; matched: number }
const mostSentences = 3
/** Words of an article that are rarely what somebody asks for by themselves. */
const enough = 0.75
/** What is told besides counts where it fits, and hardly where it does not. */
const fits = 0.5

/** The best of what was found; undefined where none says enough of what is asked. */
export function bestHit(question: Question, hits: readonly Hit[]): Judged | undefined {
  const { items, around, words } = question
  const isAmount = asksForAmount(question)
  if (items.length + around.length === 0) return undefined
  const hard = items.filter(({ soft }) => !soft)
  // What somebody does weighs little beside what it is about, where that is told, and where it is not asked how it is done.
  const isLoose = hard.length >= 2 && !question.kinds.has('how')
  const weightOf = ({ soft, concept }: Item): number => (soft ? (isLoose ? 0.3 : 0.8) : concept !== null && weak.has(concept) && isLoose ? 0.4 : 1)
  const onlyActs = [...hard, ...around].every(isAct)
  const beside = hard.length > 0 ? 0.1 : 0.3
  const judged = hits.map((hit): Judged => {
    const [title, body] = articleOf(hit)
    const isIn = (item: Item) => speaksOf(title, item) || speaksOf(body, item)
    const share = (isSo: (item: Item) => boolean) => {
      const of = (some: readonly Item[], weight: (item: Item) => number) => some.reduce((sum, item) => sum + weight(item), 0)
      const all = of(items, weightOf) + of(around, (item) => (isIn(item) ? fits : beside))
      return (of(items.filter(isSo), weightOf) + of(around.filter(isSo), () => fits)) / Math.max(all, 0.01)
    }
    const near = words.filter((word) => [...title.words].some((other) => alike(word, other))).length / Math.max(1, title.words.size)
    const namesIn = items.every((item) => !item.name || isIn(item))
    const matched = [...hard, ...around].filter((item) => speaksOf(title, item) && (!isAct(item) || onlyActs)).length
    return { hit, covered: namesIn ? share(isIn) : 0, inTitle: share((item) => speaksOf(title, item)), near, matched }
  })
  const count = hard.length + around.length
  // What many are called tells none apart.
  const isCommon = count === 1 && judged.filter(({ inTitle }) => inTitle > 0.5).length >= 3
  const good = judged.filter(
    ({ covered, inTitle, matched }) =>
      matched > 0 &&
      !isCommon &&
      ((covered >= enough && inTitle >= (count === 1 ? 0.7 : 0.5)) || (covered >= 0.8 && inTitle >= 0.4) || (covered >= 0.99 && count >= 3)),
  )
  const score = (judged: Judged) => scoreOf(judged) + (isAmount && items.length > 0 ? amountOf(judged.hit, items) * 0.4 : 0)
  return good.toSorted((one, other) => score(other) - score(one))[0] ?? onlyIn(items, judged)
}
const scoreOf = ({ covered, inTitle, near, hit }: Judged) => covered + inTitle + near * 0.5 + (hit.running ? 0.2 : 0)

/** Nearly everything is received, is somebody's, and belongs to an account. */
const weak: ReadonlySet<string> = new Set(['account', 'receive', 'user'])
/** What can be done with anything is not what it is done with. */
const isAct = ({ concept }: Item) => concept !== null && acts.has(concept)
const acts: ReadonlySet<string> = new Set(['change', 'add', 'remove', 'create', 'send', 'share', 'install'])

/** Of what is asked about, how much stands in one sentence with a number. */
function amountOf({ body, locale }: Hit, items: readonly Item[]): number {
  const told = sentencesOf(body, locale).filter((sentence) => /\d/.test(sentence))
  return Math.max(0, ...told.map((sentence) => items.filter((item) => speaksOf(indexedOnce(sentence, locale), item)).length / items.length))
}

/** A word that no other article has, and all that is asked about: that one answers, although it is called something else. */
function onlyIn(items: readonly Item[], judged: Judged[]): Judged | undefined {
  if (items.length === 0 || items.some(({ concept }) => concept !== null)) return undefined
  const those = judged.filter(({ covered }) => covered >= 0.99)
  return those.length === 1 ? those[0] : undefined
}

/** Its sentences that say most of what is asked, with what follows on them. */
export function fromHit({ hit }: Pick<Judged, 'hit'>, { items, around }: Pick<Question, 'items' | 'around'>, { home }: Pick<Material, 'home'>): Said[] {
  const all = sentencesOf(hit.body, hit.locale)
  const scores = all.map((sentence) => {
    const text = indexedOnce(sentence, hit.locale)
    return [...items, ...around].filter((item) => speaksOf(text, item)).length
  })
  const sums = all.map((_, from) => scores.slice(from, from + mostSentences).reduce((sum, score) => sum + score, 0))
  const from = Math.max(0, Math.min(sums.indexOf(Math.max(...sums, 0)), all.length - mostSentences))
  const source = { key: `${hit.kind}/${hit.id}`, kind: hit.kind, title: hit.title, url: `${home}/${hit.url}`, at: null, text: `${hit.title}\n${hit.body}` }
  return all.slice(from, from + mostSentences).map((text) => ({ text, source }))
}

// What stands on the page of a service: whether it works now.
import { frame } from '../../communicate/frame/strings.ts'
import { isOver, troubleOf, worstOf } from '../../communicate/status-page/state.ts'
import { onCrisis, type Said } from './crisis-answers.ts'
import { indexedOnce } from './contexts.ts'
import { indexed, speaksOf } from './indexed.ts'
import type { Spoken } from './languages/languages.ts'
import type { Material } from './material.ts'
import type { Question } from './question.ts'

type Service = Material['services'][number]

/** Those whose whole name is in what is asked, or in all that was written, by its words or in another language. */
export function askedServices({ words, text, asked, language }: Question, material: Material): Service[] {
  const inAsked = wholeNames(`${asked.text} ${asked.words.join(' ')}`, language, material)
  return inAsked.length > 0 ? inAsked : wholeNames(`${text} ${words.join(' ')}`, language, material)
}

function wholeNames(text: string, language: Spoken, { services, brandLocale: locale }: Material): Service[] {
  const question = indexed(text, language)
  return services.filter(({ name }) => {
    const own = indexedOnce(name, locale)
    const tokens = [...own.words].filter((word) => word.length > 1)
    const byWord = tokens.length > 0 && tokens.every((word) => speaksOf(question, { concept: null, word, within: [] }))
    const byMeaning = own.concepts.size > 0 && own.concepts.size >= tokens.length && [...own.concepts].every((concept) => question.concepts.has(concept))
    return byWord || byMeaning || (tokens.length === 0 && question.text.includes(own.text))
  })
}

/** Those that a word names which no other service has: "the app" is the only one of that name. */
export function partlyNamed({ asked, items }: Question, { services, brandLocale: locale }: Material): Service[] {
  const hard = items.filter(({ soft }) => !soft)
  const those = services.filter(({ name }) => hard.some((item) => speaksOf(indexedOnce(name, locale), item)))
  const isAll = hard.every((item) => item.within.length > 0 || those.some(({ name }) => speaksOf(indexedOnce(name, locale), item)))
  return those.length === 1 && isAll && asked.words.length > 0 ? those : []
}

/** Each of them: that it works, or what is wrong with it and how that stands. */
export function onServices(services: Service[], material: Material, language: Spoken): Said[] {
  const words = frame(language)
  return services.flatMap(({ id, name }): Said[] => {
    const hurt = material.incidents.filter((incident) => !isOver(incident) && incident.services.some((each) => each.id === id && each.degree !== 'over'))
    const state = worstOf(
      hurt.flatMap((incident) => incident.services.filter((each) => each.id === id).map(({ degree }) => troubleOf(degree, incident.severity))),
    )
    const text = `${name}: ${words[state]}${language === 'ja' ? '。' : '.'}`
    return [
      { text, source: { key: `status/${id}`, kind: 'status', title: name, url: material.home, at: null, text } },
      ...hurt.flatMap((incident) => [...onCrisis('state', incident, material, language), ...onCrisis('next', incident, material, language)]),
    ]
  })
}

// What has become of what a customer wrote to us.
import { shownTime } from '../../communicate/frame/html.ts'
import { put } from '../../communicate/frame/strings.ts'
import type { Said } from './crisis-answers.ts'
import { indexed, speaksOf } from './indexed.ts'
import { type Spoken, tongues } from './languages/languages.ts'
import type { Material, OwnConversation } from './material.ts'
import type { Item } from './question.ts'

const mostShown = 3

/** The ones about what is asked; where none is named, the newest. Nothing where we do not know who asks. */
export function onOwnConversations(about: Item[], { own, timeZone }: Material, language: Spoken): Said[] {
  const all = own?.conversations ?? []
  const named = about.length === 0 ? [] : all.filter(({ subject }) => about.some((item) => speaksOf(indexed(subject, language), item)))
  const meant = named.length > 0 ? named : all.filter(({ state }) => state !== 'closed').length > 0 ? all.filter(({ state }) => state !== 'closed') : all
  return meant.slice(0, mostShown).flatMap((conversation) => {
    const lines = linesOf(conversation, timeZone, language)
    const { id, subject, openedAt, url } = conversation
    return lines.map((text) => ({
      text,
      source: { key: `conversation/${id}`, kind: 'conversation' as const, title: subject, url, at: openedAt, text: lines.join('\n') },
    }))
  })
}

function linesOf({ id, subject, state, openedAt, promisedAt }: OwnConversation, timeZone: string, language: Spoken): string[] {
  const { say } = tongues[language]
  const at = (when: Date) => shownTime(when, language, timeZone)
  const stands = state === 'closed' ? say.closed : state === 'waiting' ? say.theirTurn : promisedAt ? put(say.promised, { time: at(promisedAt) }) : say.ourTurn
  return [put(say.conversation, { number: `#${Math.abs(id)}`, subject, time: at(openedAt) }), stands]
}

// What stands in the dialog as what is sent: languages without words are left out.
import type { WriteAnswer } from '../../../../server/src/support/answers/answers.contract.ts'

/** Undefined where there are no words at all. */
export function written(given: WriteAnswer): WriteAnswer | undefined {
  const [texts, publicTexts] = [withWords(given.texts), withWords(given.publicTexts)]
  return Object.keys(texts).length === 0 ? undefined : { ...given, texts, publicTexts }
}
const withWords = (texts: Record<string, string>) =>
  Object.fromEntries(Object.entries(texts).flatMap(([locale, text]) => (text.trim() === '' ? [] : [[locale, text.trim()]])))

/** Whether an answer says nothing but the words of the update, which were agreed to already. */
export const saysTheSame = (texts: Readonly<Record<string, string>>, update: Readonly<Record<string, string>>): boolean =>
  Object.entries(texts).every(([locale, text]) => text.trim() === '' || text.trim() === update[locale])

/** Languages that somebody reads and that have no words of their own: by language without its region. */
export function unwritten(languages: readonly { language: string; conversations: number; text: string }[]): { language: string; conversations: number }[] {
  return languages
    .filter(({ language, text }) => language !== 'und' && text.split('-')[0] !== language)
    .map(({ language, conversations }) => ({ language, conversations }))
}

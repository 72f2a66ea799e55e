// In which language a text is written. eld reads 60 of them from runs of letters; of four libraries it read short service sentences best (docs/texts.md).
import { eld } from 'eld/small'
import { plain } from './words.ts'

/** `language` is ISO 639-1, `und` where nobody could tell; `sure` where it is far from the next. */
export type Language = { language: string; sure: boolean }
const enough = 400
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u

export function languageOf(text: string): Language {
  const words = plain(text.slice(0, enough * 4))
    .replace(/https?:\/\/\S+|[@#]\S+|[^\p{L}\p{M}' ]+/gu, ' ')
    .slice(0, enough)
    .trim()
  if (words.length < 2) return { language: 'und', sure: false }
  if (kana.test(words)) return { language: 'ja', sure: true }
  const found = eld.detect(words)
  return found.language === '' ? { language: 'und', sure: false } : { language: found.language, sure: found.isReliable() }
}

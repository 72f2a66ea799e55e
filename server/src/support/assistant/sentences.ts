// A text cut into its sentences, in any language.
import { languageOf } from '../../communicate/frame/strings.ts'

const segmenters = new Map<string, Intl.Segmenter>()

export function sentencesOf(text: string, locale: string): string[] {
  const language = languageOf(locale)
  const segmenter = segmenters.get(language) ?? new Intl.Segmenter(language, { granularity: 'sentence' })
  segmenters.set(language, segmenter)
  return text
    .split(/\n+/)
    .flatMap((line) => [...segmenter.segment(line)].map(({ segment }) => segment.trim()))
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
}

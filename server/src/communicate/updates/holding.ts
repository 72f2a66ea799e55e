// The safe holding update says nothing new, and says so: what was true stays as it was said, and when we write again. It claims no progress that nobody has reported.
import { shownTime } from '../frame/html.ts'
import { frame, languageOf, put } from '../frame/strings.ts'
import { repeats } from '../linter/rules/repeat.ts'
import type { Parts, WriteUpdate } from './updates.contract.ts'

type Phase = WriteUpdate['phase']
export type ToHold = {
  /** The playbook's holding template with the facts put in: what is said where nothing was said yet. */
  template: Parts
  last: { phase: Phase; parts: Parts; publishedAt: Date; locale: string } | undefined
  /** Everything that customers have read of this crisis. */
  before: Parts[]
  nextUpdateAt: Date
  zone: string
}

/** Instructions and ways around it are still good; what was being done, and when it was to be over, may not be. */
const stillGood: (keyof Parts)[] = ['title', 'affected', 'can', 'must', 'workaround']

export function safeHolding({ template, last, before, nextUpdateAt, zone }: ToHold): { phase: Phase; parts: Parts; locale: string } {
  if (!last) return { phase: 'investigating', parts: withText(template), locale: 'en' }
  const words = frame(last.locale)
  const at = (time: Date) => shownTime(time, languageOf(last.locale), zone)
  const said = (...parts: (keyof Parts)[]) => Object.fromEntries(parts.flatMap((part) => (last.parts[part] ? [[part, last.parts[part]]] : [])))
  const holding = (...more: (keyof Parts)[]): Parts =>
    withText({
      ...said(...stillGood, ...more),
      title: last.parts.title,
      known: put(words.nothingNew, { time: at(last.publishedAt) }),
      doing: put(words.lookAgain, { time: at(nextUpdateAt) }),
    })
  // As much of what was said as does not make it the same message again.
  const fullest = [holding('happened', 'unknown'), holding('happened'), holding()].find((parts) => !before.some((told) => repeats(told, parts)))
  return { phase: last.phase, parts: fullest ?? holding(), locale: last.locale }
}

const withText = (parts: Parts): Parts => ({
  ...(Object.fromEntries(Object.entries(parts).filter(([, text]) => text?.trim())) as Partial<Parts>),
  title: parts.title,
})

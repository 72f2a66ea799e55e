// What an owner may say on the phone: the published update in the customer's language, and nothing that is not in it.
import { frame, languageOf, put } from '../frame/strings.ts'
import { saidParts } from '../frame/parts.ts'
import type { Parts } from '../updates/updates.contract.ts'

export type Script = { title: string; lines: { label: string; text: string }[] }
export type Said = { parts: Parts; phase: string; nextUpdateAt: Date | null }

/** @param shown how a time is said to this customer */
export function scriptOf({ parts, phase, nextUpdateAt }: Said, locale: string, shown: (at: Date) => string): Script {
  const words = frame(languageOf(locale))
  const final = phase === 'resolved'
  return {
    title: parts.title,
    lines: [
      ...saidParts(parts, words, final).map(({ label, text }) => ({ label, text })),
      ...(final ? [] : nextUpdateAt ? [{ label: '', text: put(words.nextUpdate, { time: shown(nextUpdateAt) }) }] : []),
    ],
  }
}
export const asText = ({ title, lines }: Script): string => [title, ...lines.map(({ label, text }) => (label ? `${label}: ${text}` : text))].join('\n\n')

export const points = { vulnerable: 32, highRisk: 16, enterprise: 8, risk: 4, down: 2 }
export const whyNames = ['vulnerable', 'high-risk', 'enterprise', 'at-risk', 'down'] as const
export type WhyFirst = (typeof whyNames)[number]
/** Why somebody is called before others, the heaviest first. */
export function whyFirst({
  vulnerability,
  tier,
  score,
  degree,
}: {
  vulnerability: string | null
  tier: string
  score: number | null
  degree: string
}): WhyFirst[] {
  return [
    ...(vulnerability === null ? [] : (['vulnerable'] as const)),
    ...(score !== null && score < 50 ? (['high-risk'] as const) : []),
    ...(tier === 'enterprise' ? (['enterprise'] as const) : []),
    ...(score !== null && score >= 50 && score < 75 ? (['at-risk'] as const) : []),
    ...(degree === 'down' ? (['down'] as const) : []),
  ]
}

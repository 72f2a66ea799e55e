// How soon must somebody read this? A rule, so that it can explain itself: danger first, then people who cannot wait, the law, deadlines, and who has asked before.
import type { Kind } from './cues/cues.ts'
import { type Intent, meant, type Sought } from './intents.ts'
import { apart, compile, type Found, find } from './phrases.ts'
import type { Feeling } from './sentiment.ts'

export const urgencies = ['low', 'normal', 'high', 'critical'] as const
export type Urgency = { level: (typeof urgencies)[number]; score: number; reasons: { reason: Reason; words: string[] }[] }
export type Reason = 'safety' | 'vulnerable' | 'legal' | 'deadline' | 'asked-before' | 'outage' | 'trouble' | 'refund' | 'cancel' | 'many'

const weights: Record<Reason, number> = {
  safety: 6,
  vulnerable: 3,
  legal: 3,
  deadline: 2,
  'asked-before': 1.5,
  many: 1.5,
  outage: 1.5,
  trouble: 1,
  cancel: 0.5,
  refund: 0.5,
}
const byIntent: readonly Intent[] = ['safety', 'vulnerable', 'legal', 'outage', 'cancel', 'refund']

export function urgencyOf(words: string[], cues: Found<Kind>[], sought: Sought[], feeling: Feeling): Urgency {
  const reasons: Urgency['reasons'] = []
  for (const intent of byIntent) {
    const found = sought.find((each) => each.intent === intent)
    if (found && found.probability >= meant) reasons.push({ reason: intent as Reason, words: found.words })
  }
  const pressing = find(pressed, words)
  const told = (kind: 'deadline' | 'many') => apart(pressing.filter((found) => found.kind === kind)).map(({ from, to }) => words.slice(from, to).join(' '))
  const before = cues.filter(({ kind }) => kind === 'unheard' || kind === 'again').map(({ from, to }) => words.slice(from, to).join(' '))
  const troubled = feeling.label === 'negative'
  if (told('deadline').length > 0) reasons.push({ reason: 'deadline', words: told('deadline') })
  if (told('many').length > 0) reasons.push({ reason: 'many', words: told('many') })
  if (troubled && before.length > 0) reasons.push({ reason: 'asked-before', words: [...new Set(before)].slice(0, 6) })
  if (troubled) reasons.push({ reason: 'trouble', words: feeling.words })
  return leveled(reasons, feeling, words)
}

/** A question about insulin on board weighs less than a text without one; thanks for the fire brigade weigh little. */
function leveled(reasons: Urgency['reasons'], { label }: Feeling, words: string[]): Urgency {
  const asks = words.some((word) => word.includes('?') || word.includes('？'))
  const calm = label === 'positive' ? 0.3 : label === 'neutral' && asks ? 0.7 : 1
  const score = Math.round(reasons.reduce((sum, { reason }) => sum + weights[reason] * calm, 0) * 10) / 10
  const level = score >= 5 ? 'critical' : score >= 2.5 ? 'high' : score >= 0.8 ? 'normal' : 'low'
  return { level, score, reasons }
}

const pressed = compile({
  deadline: `urgent, urgently, urgency, asap, as soon as possible, immediately, right now, right away, emergency, tonight, by tomorrow, by tonight, within the hour, in an hour, in one hour, in two hours, deadline, running out of time, before it's too late, can't wait any longer, stranded, stuck here, dringend, sofort, umgehend, eilig, eilt, notfall, heute noch, bis morgen, urgence, immédiatement, tout de suite, au plus vite, ce soir, avant demain, urgente, urgentemente, inmediatamente, cuanto antes, ahora mismo, esta noche, para mañana, imediatamente, o quanto antes, agora mesmo, hoje à noite, até amanhã, 至急, 緊急, 大至急, 今すぐ, 急いで, 今日中`,
  many: `our whole team, whole team, whole company, entire company, all our users, all of our users, our customers, all our customers, our business, hundreds of, thousands of, everyone in, the whole street, whole building, whole office, production is, in production, unser ganzes team, unsere kunden, alle unsere, ganze firma, toute notre équipe, nos clients, toute l entreprise, todo nuestro equipo, nuestros clientes, toda la empresa, toda a equipe, nossos clientes, toda a empresa, 全社, 弊社の顧客, 全員`,
})

// What is read in a customer's words for the queue, and for whether a person must answer.
import { meant } from '../../detect/texts/intents.ts'
import { readText, type TextRead } from '../../detect/texts/read.ts'

export type Mood = 'positive' | 'neutral' | 'negative' | 'angry'
export type FactsOfText = { language: string; mood: Mood; reasons: string[]; read: TextRead }

const mostRead = 8_000

/** `reasons`: safety, legal, vulnerable, deadline, asked-before, outage, cancel, refund, complaint, many: what the reader of texts is sure of. */
export function factsOfText(subject: string, text: string): FactsOfText {
  const read = readText(`${subject}. ${text}`.slice(0, mostRead))
  const { urgency, intents, language } = read
  const reasons = new Set<string>(urgency.reasons.map(({ reason }) => reason).filter((reason) => reason !== 'trouble'))
  if (read.unheard === 0) reasons.delete('asked-before')
  for (const { intent, probability } of intents) if (probability >= meant) reasons.add(intent)
  return { language, mood: moodOf(read, text), reasons: [...reasons].sort(), read }
}

/** Trouble told is not anger: two words of it are, or one that is shouted. */
function moodOf({ sentiment, anger }: TextRead, text: string): Mood {
  if (sentiment.label !== 'negative') return sentiment.label
  return sentiment.score < -0.7 && (anger >= 2 || (anger === 1 && shouts(text))) ? 'angry' : 'negative'
}
const shouts = (text: string) => /!/.test(text) || ((text.match(/\b\p{Lu}{4,}\b/gu) ?? []).length >= 2 && text !== text.toUpperCase())

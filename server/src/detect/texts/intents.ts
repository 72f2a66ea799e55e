// What the writer is after: by lists of words in six languages, for a complaint also by the sentiment. Each intent says which words spoke for it.
import type { Kind } from './cues/cues.ts'
import { type Hint, hintsOf, type Intent, listed } from './intents/lists.ts'
import { apart, type Found, find } from './phrases.ts'
import type { Feeling } from './sentiment.ts'

export type { Intent } from './intents/lists.ts'
export type Sought = { intent: Intent; probability: number; words: string[] }

/** From this probability on an intent counts as meant. */
export const meant = 0.5

/** Every intent that something speaks for, the likeliest first. `cues` are those of the same words. */
export function intentsOf(words: string[], language: string, cues: Found<Kind>[], feeling: Feeling): Sought[] {
  const hints = find(hintsOf[language] ?? hintsOf.en, words)
  const denies = new Set(cues.flatMap(({ kind, to }) => (kind === 'deny' ? [to, to + 1, to + 2] : [])))
  const found: Sought[] = []
  for (const intent of listed) {
    const ours = hints.filter(({ kind }) => kind === intent || kind === maybe[intent])
    if (ours.length === 0 && intent !== 'complaint') continue
    const one = sought(intent, ours, words, denies, feeling)
    if (one.probability > 0.2) found.push(one)
  }
  return found.sort((one, other) => other.probability - one.probability)
}

const maybe = Object.fromEntries(listed.map((intent) => [intent, `maybe ${intent}`])) as Record<Intent, Hint>

/** "I do not want a refund" is none; that something does not work, or is not safe, is not taken back by its "not". */
const takenBack: ReadonlySet<Intent> = new Set(['refund', 'cancel', 'legal', 'complaint'])

function sought(intent: Intent, ours: Found<Hint>[], words: string[], denies: Set<number>, feeling: Feeling): Sought {
  const strong = apart(ours.filter(({ kind }) => kind === intent))
  const weak = apart(ours.filter((hint) => hint.kind !== intent && !strong.some(({ from, to }) => from < hint.to && hint.from < to)))
  const denied = takenBack.has(intent) && strong.length > 0 && strong.every(({ from }) => denies.has(from) && wants(words, from))
  const chance = strong.length + weak.length === 0 ? 0 : denied ? 0.15 : likely(strong.length, weak.length)
  const probability = intent === 'complaint' ? complained(chance, feeling) : chance
  return { intent, probability, words: [...new Set([...strong, ...weak].map(({ from, to }) => words.slice(from, to).join(' ')))].slice(0, 6) }
}

const likely = (strong: number, weak: number) => 1 / (1 + Math.exp(2 - 3.2 * Math.min(strong, 3) - 1.4 * Math.min(weak, 3)))

/** Trouble told is a complaint, also in words of no list; the words alone are none where somebody asks how to complain, or is content. */
const complained = (chance: number, { score }: Feeling) =>
  score > 0 ? chance * (1 - score) : Math.max(chance * 0.7, 0) + (1 - chance * 0.7) * Math.max(-score, 0) ** 2 * 0.9

/** Does the "not" before belong to the wish ("don't want a refund") and not to its lack ("no refund yet", "didn't refund me")? */
const wants = (words: string[], from: number) => words.slice(Math.max(from - 3, 0), from).some((word) => wishing.has(word))
const wishing = new Set(
  'want need looking asking plan planning going intend wish möchte will brauche veux voudrais souhaite besoin quiero necesito busco quero preciso pretendo'.split(
    ' ',
  ),
)

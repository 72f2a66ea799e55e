// One answer for many: what may stand in it, who is left out of it for a person to answer, and how it reads for one of them.
import { nearest } from '../../communicate/frame/strings.ts'

export const holdReasons = ['angry', 'legal', 'safety', 'vulnerable', 'owner', 'still-broken', 'in-hand', 'public', 'too-long', 'not-reached'] as const
export type HoldReason = (typeof holdReasons)[number]
/** What is held back where nobody says otherwise. Whoever is being written to at this moment is always. */
export const usualHold: readonly HoldReason[] = ['angry', 'legal', 'safety', 'vulnerable', 'owner', 'still-broken']

export type HoldFacts = {
  mood: string
  reasons: readonly string[]
  vulnerability: string | null
  tier: string | null
  owner: string | null
  stillBroken: boolean
  inHand: boolean
  /** They asked in public, and there is nothing to say in public. */
  public?: boolean
  /** It is longer than their network takes. */
  tooLong?: boolean
  /** They called, or wrote where we do not write: nothing that is sent gets there. */
  notReached?: boolean
}
/** Not let go by anybody either: what a text says to one is not for everybody's eyes, what does not fit cannot be sent, and who is not reached must be told in another way. */
export const neverLetGo: readonly HoldReason[] = ['public', 'too-long', 'not-reached']
/** Reasons that nobody waives. */
export const alwaysHeld: readonly HoldReason[] = ['in-hand', ...neverLetGo]

/** Why a person answers this one; none: the answer for all does. */
export function heldBack(facts: HoldFacts, hold: readonly string[]): HoldReason[] {
  const is: Record<HoldReason, boolean> = {
    angry: facts.mood === 'angry',
    legal: facts.reasons.includes('legal'),
    safety: facts.reasons.includes('safety'),
    vulnerable: facts.vulnerability !== null || facts.reasons.includes('vulnerable'),
    owner: facts.tier === 'enterprise' && facts.owner !== null,
    'still-broken': facts.stillBroken,
    'in-hand': facts.inHand,
    public: facts.public ?? false,
    'too-long': facts.tooLong ?? false,
    'not-reached': facts.notReached ?? false,
  }
  return holdReasons.filter((reason) => is[reason] && (alwaysHeld.includes(reason) || hold.includes(reason)))
}

export const answerVariables = ['name', 'account', 'number', 'last_update', 'next_update', 'status_page'] as const
export type AnswerVariable = (typeof answerVariables)[number]
export type AnswerValues = Record<AnswerVariable, string | null>

const variable = /\{\s*([\p{L}\w-]+)\s*(?:\|([^{}]*))?\}/gu

/** What may be said where everybody reads it. */
export const publicVariables: readonly AnswerVariable[] = ['last_update', 'next_update', 'status_page']
/** As it is said in public: nothing that is known of the customer. */
export const withoutPerson = (values: AnswerValues): AnswerValues => ({ ...values, name: null, account: null, number: null })

/** What is wrong with a text, in a sentence; nothing: it can be said to everybody. */
export function wrongIn(text: string, allowed: readonly AnswerVariable[] = answerVariables): string | undefined {
  for (const [whole, name] of text.matchAll(variable))
    if (!(allowed as readonly string[]).includes(name as string))
      return `${whole} ${(answerVariables as readonly string[]).includes(name as string) ? 'is of the customer, and this is said in public' : 'is no variable'}. There are: ${allowed.map((each) => `{${each}}`).join(', ')}.`
  if (/[{}]/.test(text.replace(variable, '')))
    return 'A brace stands alone: write variables as {name}, with what stands in where there is none as {name|there}.'
  return undefined
}

/** A variable that has no value for this reader says what stands behind its bar, or nothing, and takes the space before it along. Values are never read again. */
export const said = (text: string, values: AnswerValues): string =>
  text.replace(/( ?)\{\s*([\p{L}\w-]+)\s*(?:\|([^{}]*))?\}/gu, (_, space: string, name: AnswerVariable, other?: string) => {
    const value = Object.hasOwn(values, name) ? (values[name] ?? other) : other
    return value ? `${space}${value}` : ''
  })

/** The text in the reader's language, else in English, else in whatever there is. @returns its language too */
export function textFor(texts: Readonly<Record<string, string>>, language: string): { language: string; text: string } {
  const own = nearest(Object.fromEntries(Object.entries(texts).map(([locale, text]) => [locale, { language: locale, text }])), language)
  if (own) return own
  const first = Object.entries(texts).sort(([one], [other]) => Number(other === 'en') - Number(one === 'en') || (one < other ? -1 : 1))[0] as [string, string]
  return { language: first[0], text: first[1] }
}

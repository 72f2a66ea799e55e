// What texts tell in numbers: how many came, how many were angry, wanted their money back, want to leave, say that it is down. Each is a series like any other, so that a rise of it is found
// like any other; and what is kept of the words is without what belongs to a person.
import { meant } from '../texts/intents.ts'
import { maskPersonal } from '../texts/personal.ts'
import { readText, type TextRead } from '../texts/read.ts'
import type { Signal } from './read-signals.ts'
import { writtenKinds } from './signals.contract.ts'

/** Of whatever people wrote: not of what machines say of themselves. */
const written: ReadonlySet<string> = new Set(writtenKinds)
export const isWritten = ({ body, state, kind }: Pick<Signal, 'body' | 'state' | 'kind'>): boolean =>
  body !== undefined && state === undefined && written.has(kind ?? 'event')

/** The signals that a text counts for besides itself. */
export function countsOf(signal: Signal, read: Pick<TextRead, 'sentiment' | 'intents'>): Signal[] {
  const names = [
    'texts',
    ...(read.sentiment.label === 'negative' ? ['texts.negative'] : []),
    ...read.intents.filter(({ probability }) => probability >= meant).map(({ intent }) => `texts.${intent}`),
  ]
  const { at, service, region } = signal
  return names.map((name) => ({ name, at, measure: 'count', value: 1, ...(service ? { service } : {}), ...(region ? { region } : {}) }))
}

/** How somebody must be answered, as the severity of what they wrote where nothing else says it. */
const severities = { critical: 'critical', high: 'error', normal: 'warning', low: 'info' } as const

/**
 * With its words masked, its severity by its urgency, and what it counts for.
 * @param ours our own names on social networks, which stay
 */
export function told(signal: Signal, ours: readonly string[] = []): { signal: Signal; counts: Signal[] } {
  const { body, title } = signal
  if (body === undefined && title === undefined) return { signal, counts: [] }
  const read = isWritten(signal) ? readText([title, body].filter(Boolean).join('. '), { ours }) : undefined
  const masked = {
    ...signal,
    ...(body === undefined ? {} : { body: maskedOf(body, ours) }),
    ...(title === undefined ? {} : { title: maskedOf(title, ours) || signal.name }),
  }
  return {
    signal: read && !signal.severity ? { ...masked, severity: severities[read.urgency.level] } : masked,
    counts: read ? countsOf(signal, read) : [],
  }
}
/** Of what is kept in words the labels are words too: a name that is a key of them stays. */
export const maskedLabels = (labels: Record<string, string>, ours: readonly string[] = []): Record<string, string> =>
  Object.fromEntries(Object.entries(labels).map(([name, said]) => [name, maskedOf(said, ours)]))
const maskedOf = (text: string, ours: readonly string[]) => maskPersonal(text, ours).text

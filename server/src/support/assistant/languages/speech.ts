// What the assistant knows of a language: how people ask, when a person must answer them, and the sentences that it says of a record.

export const kinds = [
  'affected',
  'since',
  'estimate',
  'next',
  'gives',
  'meanwhile',
  'state',
  'over',
  'happened',
  'why',
  'doing',
  'prevention',
  'who',
  'told',
  'conversation',
  'how',
] as const
export type Kind = (typeof kinds)[number]

export const mustHandOver = ['person', 'angry', 'money', 'legal', 'safety', 'vulnerable'] as const
export type MustHandOver = (typeof mustHandOver)[number]

/** Phrases are separated by commas; `*` ends a word that may go on, `_` stands for any one word. */
export type Speech = {
  kinds: Record<Kind, string>
  handOver: Record<MustHandOver, string>
  /** Words that say nothing of what is asked about. */
  common: string
  say: Say
}

export type Say = {
  affected: string
  wasAffected: string
  notBy: string
  nothing: string
  lasts: string
  lasted: string
  next: string
  /** The time of a promise has passed: it is said, not repeated. */
  nextLate: string
  noEstimate: string
  gives: string
  running: string
  over: string
  conversation: string
  theirTurn: string
  promised: string
  ourTurn: string
  closed: string
  /** What a person gets to read who is handed over, in the words of the chat. */
  unsure: string
}

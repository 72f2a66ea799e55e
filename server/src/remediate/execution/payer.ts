// What every provider that moves money is to Leeward: a call that may be repeated under one key, a look-up, and an honest outcome.

/** How a line is carried out. `file` and `task` are people's; `practice` leads nowhere. */
export type Means = 'balance' | 'credit-note' | 'refund' | 'extension' | 'discount' | 'store-credit' | 'gift-card' | 'webhook' | 'file' | 'task' | 'practice'

/** One immutable ledger line, with all that its provider must know. Amounts are integers of the currency's minor unit; a negative one takes back. */
export type DueLine = {
  grantId: number
  /** The same for ever, in every copy of this database: `crisis/account/remedy/revision`. Kept at the provider as metadata `leeward_grant`, to look it up by. */
  reference: string
  /** `leeward:` + reference + attempt, at most 255 characters: the provider's idempotency key. */
  key: string
  means: Means
  amountMinor: number
  currency: string
  remedy: string
  /** What the customer reads on the invoice; at most 350 characters. */
  description: string
  crisis: string | null
  accountKey: string
  /** The customer's id at this provider. */
  customer: string
  /** What the means needs beside: a subscription with its stored period end and days, a discount's percent and months, an order or payment to refund. */
  more: Record<string, unknown>
  /** Of a line that takes another back: what that one became at the provider. */
  takesBack: { providerId: string; reference: string } | null
  /** When this attempt was first called; null where it is the first time. */
  firstCalledAt: Date | null
}

/**
 * `applied`: it is done, under this id. `refused`: the provider will never do it, with its reason. `later`: nothing was done, try again after so long (limits).
 * `unknown`: nobody can say (a time-out, a closed connection, an error of the server): the same key is called again while it lives; `lookUp`: its key
 * says nothing any more, so only a look-up can tell. `barred`: nothing was done and nothing will be until a person acts (the key of the payer is refused).
 */
export type Outcome =
  | { kind: 'applied'; providerId: string; answer?: string }
  | { kind: 'refused'; why: string }
  | { kind: 'later'; why: string; afterMs: number }
  | { kind: 'unknown'; why: string; lookUp?: true }
  | { kind: 'barred'; why: string }

/**
 * `absent` only where the provider can be believed to show everything that was called at `called_at`. `person`: it cannot be asked at all; `barred`: as for a call;
 * `afterMs`: it was not asked, since it wants fewer requests for so long.
 */
export type Found =
  | { kind: 'found'; providerId: string }
  | { kind: 'absent' }
  | { kind: 'unknown'; why: string; person?: true; barred?: true; afterMs?: number }

/** A call as people are shown it; a refusal is known before anything is called. */
export type Shown = { method: string; path: string; body: Record<string, unknown> } | { refused: string }

/** What the provider has with our metadata, for the report. */
export type Entry = { reference: string; providerId: string; amountMinor: number | null; currency: string | null; takenBack: boolean }

/** Asked too much: again after so long. */
export class AskLater extends Error {
  readonly afterMs: number
  constructor(why: string, afterMs: number) {
    super(why)
    this.afterMs = afterMs
  }
}

export type Payer = {
  name: string
  /** What it can carry out; another means is refused before anything is called. */
  means: readonly Means[]
  /** Calls a second that the provider allows on one endpoint. */
  perSecond: number
  /** How many calls may be under way at a time. */
  atOnce: number
  /** How long a key protects from a repeat; null: never, so every repeat is preceded by a look-up. */
  keyLivesMs: number | null
  /** How long after a call it can still land, so that not finding it says nothing yet. */
  graceMs: number
  /** The call as it would be made; calls nothing. */
  shows: (line: DueLine) => Shown
  pay: (line: DueLine) => Promise<Outcome>
  find: (line: DueLine) => Promise<Found>
  /** Whether it lets us in, in a sentence; moves nothing. */
  test: () => Promise<{ ok: boolean; says: string }>
  /** Whether it can be asked what became of a line. */
  looksUp: boolean
  /** What of it can be compared with the ledger; of every other means the provider keeps nothing that shows whose it is. */
  compares: readonly Means[]
  /** Everything it has of ours for the customer of these lines. Throws where it cannot be asked; `AskLater` where it wants fewer requests for a while. */
  entries: (lines: DueLine[]) => Promise<Entry[]>
  close: () => void
}

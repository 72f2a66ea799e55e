// The ledger against what a provider has: what agrees, what is missing there or here, and what is of another amount. It says so and corrects nothing.
import type { Entry } from './payer.ts'
import type { PayoutState } from './payout.ts'

export type LedgerLine = {
  grantId: number
  accountId: number
  reference: string
  amountMinor: number
  currency: string
  state: PayoutState
  providerId: string | null
  takesBack: string | null
}
export type Difference = {
  kind: 'missing-there' | 'missing-here' | 'amounts-differ' | 'unsettled'
  accountId: number
  grantId: number | null
  reference: string
  providerId: string | null
  ledgerMinor: number | null
  providerMinor: number | null
  currency: string | null
  note: string | null
}

/** Of one account. `inPlan`: whether a reference that the provider has may be missed here; one of another plan or time is nobody's business now. */
export function compared(
  accountId: number,
  lines: LedgerLine[],
  entries: Entry[],
  inPlan: (reference: string) => boolean,
): { matched: number; differences: Difference[] } {
  const there = Map.groupBy(entries, ({ reference }) => reference)
  const differences: Difference[] = []
  let matched = 0
  for (const line of lines) {
    const has = there.get(line.reference) ?? []
    const kept = has.filter(({ takenBack }) => !takenBack)
    const of = { accountId, grantId: line.grantId, reference: line.reference, ledgerMinor: line.amountMinor, currency: line.currency }
    const [first] = kept
    const say = (kind: Difference['kind'], entry: Entry | undefined, note: string | null) =>
      differences.push({ ...of, kind, providerId: entry?.providerId ?? line.providerId, providerMinor: wholeOf(entry?.amountMinor), note })
    if (kept.length > 1)
      say(
        'amounts-differ',
        { ...(first as Entry), amountMinor: sum(kept) },
        `it is there ${kept.length} times: ${kept.map(({ providerId }) => providerId).join(', ')}`,
      )
    else if (line.state === 'executing' || line.state === 'unknown' || line.state === 'approved') {
      if (line.state !== 'approved' || first) say('unsettled', first, `here it is ${line.state}`)
    } else if (line.state === 'failed' || line.state === 'expired') {
      if (first) say('amounts-differ', first, `here it is ${line.state}, and there it was done`)
      else matched += 1
    } else if (!first) {
      // One that was taken back by undoing it there, or that takes back by undoing, leaves nothing of its own.
      if (line.takesBack !== null || (line.state === 'reversed' && has.length > 0)) matched += 1
      else say('missing-there', undefined, null)
    } else if ((first.amountMinor !== null && first.amountMinor !== line.amountMinor) || (first.currency !== null && first.currency !== line.currency))
      say('amounts-differ', first, null)
    else matched += 1
  }
  const known = new Set(lines.map(({ reference }) => reference))
  for (const entry of entries)
    if (!known.has(entry.reference) && inPlan(entry.reference))
      differences.push({
        kind: 'missing-here',
        accountId,
        grantId: null,
        reference: entry.reference,
        providerId: entry.providerId,
        ledgerMinor: null,
        providerMinor: wholeOf(entry.amountMinor),
        currency: entry.currency,
        note: null,
      })
  return { matched, differences }
}

/** Shown in our smallest unit, also where there is a part of one there. */
const wholeOf = (amountMinor: number | null | undefined) => (amountMinor === null || amountMinor === undefined ? null : Math.round(amountMinor))
const sum = (entries: Entry[]) => entries.reduce((total, { amountMinor }) => total + (amountMinor ?? 0), 0)

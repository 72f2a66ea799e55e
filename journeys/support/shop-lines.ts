// Ledger lines carried out by a shop until every one is done, in the order that a payer asks for: a call, and where nobody heard what became of it, a look-up before any repeat.
import type { DueLine, Payer } from '../../server/src/remediate/execution/payer.ts'

export type Kept = { line: DueLine; state: 'approved' | 'unknown' | 'applied' | 'refused'; providerId?: string; why?: string; calls: number }

/** @param dies whether the process is killed at this very moment: what the payer answered is lost with it */
export async function carryOut(
  payer: Payer,
  kept: Kept[],
  now: () => Date,
  wait: (ms: number) => Promise<void>,
  dies: () => boolean = () => false,
): Promise<void> {
  const queue = kept.filter(({ state }) => state === 'approved' || state === 'unknown')
  const lane = async () => {
    for (let each = queue.shift(); each; each = queue.shift()) if (!(await once(payer, each, now, wait, dies))) queue.push(each)
  }
  await Promise.all(Array.from({ length: payer.atOnce }, lane))
}

async function once(payer: Payer, each: Kept, now: () => Date, wait: (ms: number) => Promise<void>, dies: () => boolean): Promise<boolean> {
  if (each.state === 'unknown') {
    const found = await payer.find(each.line)
    if (dies()) return false
    if (found.kind === 'found') {
      each.state = 'applied'
      each.providerId = found.providerId
      return true
    }
    if (found.kind === 'unknown') {
      await wait(20)
      return false
    }
    each.state = 'approved'
    each.line = { ...each.line, key: `${each.line.key}+`, firstCalledAt: null }
  }
  // Stored before the call, as everything that is under way.
  each.line = { ...each.line, firstCalledAt: each.line.firstCalledAt ?? now() }
  each.state = 'unknown'
  each.calls += 1
  const outcome = await payer.pay(each.line)
  if (dies() || outcome.kind === 'unknown') return false
  if (outcome.kind === 'later') {
    each.state = 'approved'
    await wait(Math.min(outcome.afterMs, 100))
    return false
  }
  if (outcome.kind === 'barred') throw new Error(outcome.why)
  each.state = outcome.kind
  if (outcome.kind === 'applied') each.providerId = outcome.providerId
  else each.why = outcome.why
  return true
}

export const shopLine = (n: number, more: Partial<DueLine> & Pick<DueLine, 'means' | 'customer'>): Kept => ({
  line: {
    ...{
      grantId: n,
      reference: `crisis/${n}/goodwill/1`,
      key: `leeward:crisis/${n}/goodwill/1:1`,
      amountMinor: 1_205,
      currency: 'EUR',
      remedy: 'goodwill',
      description: 'For the outage',
      crisis: null,
      accountKey: `A${n}`,
    },
    ...{ more: {}, takesBack: null, firstCalledAt: null },
    ...more,
  },
  state: 'approved',
  calls: 0,
})

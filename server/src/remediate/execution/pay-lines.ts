// One batch of one payer: its lanes are kept full, at the provider's rate; each line is marked before its call and each outcome is stored.
import type { Pause } from '../../communicate/deliveries/line.ts'
import { takeNow } from '../../communicate/deliveries/pace.store.ts'
import { noteAnswers } from '../../communicate/deliveries/providers.store.ts'
import { pump } from '../../communicate/deliveries/pump.ts'
import type { Deps } from '../../deps.ts'
import { isAway } from '../../platform/events/append.ts'
import type { DueLine, Found, Outcome, Payer } from './payer.ts'
import { type PayerRow, pausePayer } from './payers.store.ts'
import { begun, heard, lookedUp } from './payout.ts'
import { type Claimed, leaseMs, release, type Told, turn } from './payouts.store.ts'

export type Batch = {
  row: PayerRow
  payer: Payer
  owner: string
  claimed: Claimed[]
  lines: Map<number, DueLine | { wrong: string }>
  health: string
  lanes: number
  /** Its circuit was open: a single line shows whether it is back. */
  one: boolean
  pause: Pause | undefined
  signal: AbortSignal
}
/** `silentSince`: when a call began that nothing was heard of. */
type Said = Told & { silentSince?: number | undefined; barred?: string; called: boolean }

const beat = 4_000

/** @returns how many lines were worked on */
export async function payLines(deps: Deps, { row, payer, owner, claimed, lines, health, lanes, one, pause, signal }: Batch): Promise<number> {
  const { db, clock, log } = deps
  const leased = new Map<number, number>(claimed.map(({ grantId }) => [grantId, clock().getTime() + leaseMs]))
  let [off, worked, trying, kept, lastHeard] = [false, 0, one, clock().getTime(), 0]

  const exchange = async (said: Said[], begin: Claimed[], keep: Claimed[]): Promise<Claimed[]> => {
    const granted = await grant(begin)
    const now = clock()
    const keeping = now.getTime() - kept >= beat
    if (keeping) kept = now.getTime()
    const { begun: may, unstored } = await turn(db, {
      owner,
      now,
      told: said,
      begin: granted.map(({ grantId, work }) => ({ grantId, work, customer: customerOf(grantId) })),
      keep: keeping ? keep.map(({ grantId }) => grantId) : [],
    })
    for (const { grantId } of keeping ? [...keep, ...granted] : granted) leased.set(grantId, now.getTime() + leaseMs)
    for (const each of said)
      if (unstored.includes(each.grantId) && each.called)
        log.warn(
          { grant: each.grantId, became: each.now.state, providerId: each.now.providerId },
          'somebody else had taken over this payout; what they say of it stands',
        )
    await note(said)
    return begin.filter(({ grantId }) => may.has(grantId))
  }
  const customerOf = (id: number) => {
    const line = lines.get(id)
    return line && 'customer' in line ? line.customer : null
  }

  /** How many may begin now, at what the provider allows on each endpoint; all processes together. */
  async function grant(begin: Claimed[]): Promise<Claimed[]> {
    if (begin.length === 0 || off) return []
    const endpoints = Map.groupBy(begin, (each) => endpointOf(each))
    for (;;) {
      const granted: Claimed[] = []
      for (const [endpoint, rows] of endpoints)
        granted.push(...rows.slice(0, await takeNow(db, `${health}:${endpoint}`, payer.perSecond, rows.length, clock())))
      if (granted.length > 0 || signal.aborted) return granted
      if (!pause) {
        off = true
        return []
      }
      await pause(Math.min(1_000, Math.max(10, 1_000 / payer.perSecond)), signal)
    }
  }
  const endpointOf = ({ grantId, work }: Claimed) => {
    const line = lines.get(grantId)
    return work === 'look-up' ? 'look-up' : line && 'means' in line ? line.means : 'none'
  }

  /** The health of the provider; a payer whose key is refused pauses itself and says why. */
  async function note(said: Said[]) {
    // One slow call among others that were answered meanwhile says nothing of the provider.
    const answers = said
      .filter(({ called }) => called)
      .map(({ silentSince, now }) => ({ ok: silentSince === undefined || silentSince < lastHeard, answer: now.answer ?? '' }))
    if (answers.some(({ ok }) => !ok) || (trying && answers.length > 0)) {
      const { trust } = await noteAnswers(db, health, 'payer', answers, clock())
      trying = trust === 'one'
      if (trust === 'none') off = true
    }
    const barred = said.find((each) => each.barred)?.barred
    if (!barred) return
    off = true
    await pausePayer(db, row.id, barred)
    log.error({ payer: row.id, why: barred }, 'a payer paused itself')
  }

  /** A database that restarts is waited for: what was heard meanwhile is not forgotten. */
  const patiently = async (...given: Parameters<typeof exchange>): Promise<Claimed[]> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await exchange(...given)
      } catch (error) {
        if (!pause || !isAway(error) || tries >= 60) throw error
        await pause(500, new AbortController().signal)
      }
    }
  }

  const untried = (each: Claimed): Said => ({ grantId: each.grantId, was: each, now: each, called: false })
  async function work(each: Claimed): Promise<Said> {
    const { grantId } = each
    const line = lines.get(grantId)
    // One that slept past its lease: somebody else may be at this line by now.
    if (clock().getTime() >= (leased.get(grantId) ?? 0) - leaseMs / 4) return untried(each)
    worked += 1
    const began = clock().getTime()
    const silence = (silent: boolean) => {
      if (silent) return { silentSince: began }
      lastHeard = clock().getTime()
      return {}
    }
    if (each.work === 'look-up') {
      const found: Found = line && 'key' in line ? await findSafely(payer, line) : { kind: 'unknown', why: line?.wrong ?? 'The account is gone', person: true }
      const { person, barred, why } = found.kind === 'unknown' ? found : {}
      const silent = found.kind === 'unknown' && !person && !barred
      return { grantId, was: each, now: lookedUp(each, found, payer, clock()), called: true, ...silence(silent), ...(barred && why ? { barred: why } : {}) }
    }
    const calling = begun(each, clock())
    if (!line || 'wrong' in line)
      return { grantId, was: each, now: heard(calling, { kind: 'refused', why: line?.wrong ?? 'The account is gone' }, clock()), called: false }
    const outcome: Outcome = payer.means.includes(line.means)
      ? await paySafely(payer, line)
      : { kind: 'refused', why: `${payer.name} cannot carry out ${line.means}` }
    return {
      grantId,
      was: each,
      now: heard(calling, outcome, clock()),
      called: true,
      ...silence(outcome.kind === 'unknown'),
      ...(outcome.kind === 'barred' ? { barred: outcome.why } : {}),
    }
  }

  const left = await pump<Claimed, Said>(claimed, {
    lanes: Math.min(lanes, claimed.length),
    exchange: patiently,
    send: work,
    untried,
    stopped: () => signal.aborted || off,
    beat,
  })
  if (left.length > 0)
    await release(
      db,
      owner,
      left.map(({ grantId }) => grantId),
    )
  return worked
}

/** A payer answers, whatever happens; one that throws has a fault of ours, and nobody can say what it did before. */
const paySafely = (payer: Payer, line: DueLine): Promise<Outcome> =>
  payer.pay(line).catch((error: Error) => ({ kind: 'unknown', lookUp: true, why: `Our own fault: ${error.message}` }))
const findSafely = (payer: Payer, line: DueLine): Promise<Found> =>
  payer.find(line).catch((error: Error) => ({ kind: 'unknown', why: `Our own fault: ${error.message}` }))

// Carries out what is approved: every payer by itself, batch by batch, until nothing is due. Several processes at once share the work by leases.
import { randomUUID } from 'node:crypto'
import type { Pause } from '../../communicate/deliveries/line.ts'
import { trustOf } from '../../communicate/deliveries/providers.store.ts'
import type { Deps } from '../../deps.ts'
import { wakeTelling } from '../grants/notices.store.ts'
import { linesOf } from './lines.store.ts'
import { payLines } from './pay-lines.ts'
import type { Payer } from './payer.ts'
import { type Opened, type PayerRow, payerById, payersOf } from './payers.store.ts'
import { claim } from './payouts.store.ts'
import { applyReports } from './reports.store.ts'
import { endNeedless, recoverLost, settlePractice } from './recover.store.ts'

/** A batch is what about a second takes, so that a pause or a stop is heard soon. */
const [leastBatch, mostBatch] = [20, 1_000]
/** Then others in the queue get their turn; the next look comes within seconds. */
const longestTurn = 60_000
/** While one batch waits for its last, slow answers, the other goes on. */
const shifts = 2

/** Works until nothing is due any more, a minute has passed, or it is asked to stop. A payer that is not live, is paused or cannot be opened is left alone. @returns how many calls and look-ups were made */
export async function carryOut(deps: Deps, opened: Opened, pause: Pause | undefined, signal: AbortSignal): Promise<number> {
  const { db, clock } = deps
  while (!signal.aborted && (await settlePractice(db, clock())) > 0);
  while (!signal.aborted && (await endNeedless(db, clock())) > 0);
  await recoverLost(db, clock())
  await applyReports(db, clock())
  const payers = (await payersOf(db)).filter(({ live, state }) => live && state === 'on')
  const worked = await Promise.all(
    payers
      .flatMap((row) => Array.from({ length: shifts }, () => row))
      .map((row) =>
        carryOutBy(deps, opened, row, pause, signal).catch((error) => {
          deps.log.error({ err: error, payer: row.id }, 'a payer could not carry out what is approved')
          return 0
        }),
      ),
  )
  const done = worked.reduce((sum, each) => sum + each, 0)
  // Whoever was waited for, or failed before, is told now.
  if (done > 0) await wakeTelling(db)
  return done
}

async function carryOutBy(deps: Deps, opened: Opened, { id }: PayerRow, pause: Pause | undefined, signal: AbortSignal): Promise<number> {
  let worked = 0
  const until = deps.clock().getTime() + longestTurn
  while (deps.clock().getTime() < until) {
    // Asked anew each time: a person may have paused it, or changed its key.
    const row = await payerById(deps.db, id).catch(() => undefined)
    if (!row?.live || row.state !== 'on' || signal.aborted) return worked
    const payer = opened.of(row)
    const done = payer ? await oneBatch(deps, row, payer, pause, signal) : 0
    if (done === 0) return worked
    worked += done
  }
  return worked
}

async function oneBatch(deps: Deps, row: PayerRow, payer: Payer, pause: Pause | undefined, signal: AbortSignal): Promise<number> {
  const { db, clock } = deps
  await recoverLost(db, clock())
  const health = `payer:${row.id}`
  const trust = (await trustOf(db, [health], clock())).get(health)
  if (trust === 'none') return 0
  const owner = randomUUID()
  const limit = trust === 'one' ? 1 : Math.min(mostBatch, Math.max(leastBatch, Math.ceil(payer.perSecond)))
  const claimed = await claim(db, { payer: row.id, owner, now: clock(), limit, manners: payer })
  if (claimed.length === 0) return 0
  const lines = await linesOf(
    db,
    row.kind,
    claimed.map(({ grantId }) => grantId),
  )
  return payLines(deps, { row, payer, owner, claimed, lines, health, lanes: Math.ceil(payer.atOnce / shifts), one: trust === 'one', pause, signal })
}

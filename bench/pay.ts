// Fifty thousand grants through the real SDK to a server that behaves like Stripe and goes wrong like it, while the executor is killed (SIGKILL) again and
// again and the database restarts: is everybody paid exactly once, to the cent? The judge is that server's own book.
import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import Stripe from 'stripe'
import { takeReport } from '../server/src/remediate/execution/reports.store.ts'
import type { Context, Figure } from './run.ts'
import { circuitOpen, countLines, databaseUrl, settledAll, settledSome, startExecutor } from './support/executor.ts'
import { grantTo, judged, stripePayer } from './support/grants.ts'
import { fillRegistry } from './support/registry-data.ts'
import { signHook } from './support/stripe-hooks.ts'
import { type Stripeling, stripeling } from './support/stripe.ts'
import { benchCrisis, benchSystem, round, seconds } from './support/system.ts'

/** A hundred times what Stripe allows, so that a run takes a minute or two and not an hour. */
const perSecond = 2_500
const unlimited = 100_000
const hookSecret = 'whsec_bench'
/** How Stripe goes wrong here; far more often than it does. Keys are forgotten after 12 s; the executor trusts them for 6. */
const wrong = {
  rate: perSecond,
  keysMs: 12_000,
  lost500: 0.01,
  moved500: 0.01,
  timeOut: 0.01,
  lateMs: 1_500,
  closedBefore: 0.01,
  closedAfter: 0.01,
  slow: 0.02,
  // Of the refunds, a bank refuses these later; Stripe reports it twice and in any order.
  refundFails: 0.2,
}
const query = { connections: 50, timeout: 2_000, grace: 4_000, keys: 6_000 }

export default async function pay(context: Context): Promise<Figure[]> {
  const { serverUrl, crash, tmp, size = 50_000, chaos: kills = 0 } = context
  const deps = await benchSystem(serverUrl, tmp)
  const stripe = await stripeling(kills > 0 ? { ...wrong, seed: 7 } : { rate: unlimited }, { ...query, rate: kills > 0 ? perSecond : unlimited })
  const executors = new Set<ChildProcess>()
  try {
    await fillRegistry(deps.db, { accounts: size, exposuresPerAccount: 1 })
    const payerId = await stripePayer(deps, { hookSecret })
    const planId = await grantTo(deps, { crisisId: await benchCrisis(deps, 20, null), payerId, count: size, refundEach: kills > 0 ? 10 : 0 })
    const reports = takeReports(deps, payerId, stripe)
    await sql`vacuum analyze grants, payouts, account_aliases`.execute(deps.db)
    const database = await databaseUrl(deps, serverUrl)
    const start = () => executors.add(startExecutor(database, tmp, { LEEWARD_STRIPE_URL: stripe.url }))
    const peer = kills > 0 ? 0 : await bareLoop(Math.min(10_000, size))
    start()
    await settledSome(deps, 1)
    let slowest = 0
    const took = await seconds(async () => {
      for (let kill = 1; kill <= kills; kill += 1) {
        await settledSome(deps, Math.floor(size / (kills + 4)))
        await pause(randomInt(10, 300))
        for (const each of executors) each.kill('SIGKILL')
        executors.clear()
        if (crash && kill === Math.ceil(kills / 2)) {
          process.stdout.write(`pay: kill ${kill}: the database, too\n`)
          await crash()
        }
        start()
        // Now and then two at once.
        if (kill % 5 === 0) start()
        const wentOn = await seconds(() => settledSome(deps, 1))
        if (wentOn > 10)
          process.stdout.write(`pay: kill ${kill}: went on after ${round(wentOn, 1)} s${(await circuitOpen(deps)) ? '; its circuit had opened' : ''}\n`)
        slowest = Math.max(slowest, wentOn)
      }
      await settledAll(deps)
    })
    await reports.allTaken()
    const { book, counts } = await stripe.book()
    const { lines, twice, missing, wrongAmount, strangers, open, unheard, owedMinor, paidMinor } = await judged(deps, planId, book)
    process.stdout.write(`pay: ${lines} lines in ${round(took, 1)} s; ${kills} kills; ${JSON.stringify(counts)}\n`)
    process.stdout.write(
      `pay: attempts beyond the first: ${await countLines(deps, sql`attempt > 1`)}; found by a look-up: ${await countLines(deps, sql`answer like 'found there%'`)}\n`,
    )
    const none = (name: string, value: number, unit: string): Figure => ({ name, value, unit, limit: 0, ratio: value, most: 0 })
    const rate = lines / took
    return [
      none('paid twice', twice, 'lines'),
      none('not paid', missing, 'lines'),
      none('another amount', wrongAmount, 'lines'),
      none('paid and not in the ledger', strangers, 'lines'),
      none('unknown or open at the end', open, 'lines'),
      none('refused later by the bank and not known here', unheard, 'lines'),
      none('paid beside what is owed', Math.abs(paidMinor - owedMinor), 'cents'),
      kills > 0
        ? { name: 'slowest to go on after a kill', value: round(slowest, 1), unit: 's', limit: 1, ratio: round(slowest / 30), most: 30 }
        : {
            name: 'each marked, called and stored, against a bare loop of the SDK',
            value: Math.round(rate),
            unit: 'lines/s',
            limit: 0.5,
            ratio: round(rate / peer),
            atLeast: true,
          },
    ]
  } finally {
    for (const each of executors) each.kill('SIGKILL')
    stripe.close()
    await deps.close().catch(() => {})
  }
}

/** Takes what Stripe reports as a web process would, while everything else is killed; what cannot be taken is sent again. */
function takeReports(deps: Awaited<ReturnType<typeof benchSystem>>, payerId: string, stripe: Stripeling) {
  const under = new Set<Promise<void>>()
  const take = async (body: string) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const now = new Date()
      const taken = await takeReport({ ...deps, clock: () => now }, payerId, Buffer.from(body), signHook(hookSecret, body, now)).then(
        () => true,
        () => false,
      )
      if (taken) return
      await pause(500)
    }
    throw new Error('a report could not be taken for fifty seconds')
  }
  stripe.reports((event) => {
    const taking = take(JSON.stringify(event)).finally(() => under.delete(taking))
    under.add(taking)
  })
  return {
    /** The last are sent a while after their refund. */
    allTaken: async () => {
      await pause(4 * wrong.lateMs)
      await Promise.all(under)
      await pause(2_000)
    },
  }
}

/** The peer: the same calls by the same SDK as fast as they are answered, and nothing known afterwards. @returns calls a second */
async function bareLoop(calls: number): Promise<number> {
  const other = await stripeling({ rate: unlimited }, {})
  const { hostname: host, port } = new URL(other.url)
  const bare = new Stripe('sk_test_bare', {
    host,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
    httpAgent: new Agent({ keepAlive: true, maxSockets: query.connections }),
  })
  let next = 0
  const lane = async () => {
    while (next < calls) {
      const [idempotencyKey, n] = [`bare:${next}`, next++]
      await bare.customers.createBalanceTransaction(
        `cus_${n}`,
        { amount: -100, currency: 'eur', description: 'Credit', metadata: { leeward_grant: String(n) } },
        { idempotencyKey },
      )
    }
  }
  const took = await seconds(() => Promise.all(Array.from({ length: query.connections }, lane)))
  other.close()
  return calls / took
}

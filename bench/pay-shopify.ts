// Thousands of store credits, gift cards and refunds at a server that behaves like a Shopify shop and goes wrong like it, while the executor is killed (SIGKILL) again and again: is each
// paid exactly once, to the cent? The judge is that server's own book. `--chaos N`: N kills.
import type { ChildProcess } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import { type FakeShopify, type ShopTrouble, startFakeShopify } from '../journeys/support/fake-shopify.ts'
import type { Context, Figure } from './run.ts'
import { circuitOpen, countLines, databaseUrl, settledAll, settledSome, startExecutor } from './support/executor.ts'
import { fillRegistry } from './support/registry-data.ts'
import { grantAtShop, judgedAtShop } from './support/shop-grants.ts'
import { benchCrisis, benchSystem, round, seconds } from './support/system.ts'

/** Many times what the smallest plan of a shop allows, so that a run takes a minute and not hours; a call without an answer is given up after two seconds. */
const place = { rate: 200, connections: 20, timeout: 2_000, settle: 4_000 }
const bucket = { points: 200_000, restoreRate: 10_000 }
/** Of all calls, so many end badly: before they were carried out, or after. */
const wrong = 0.1
const troubles: ShopTrouble[] = [
  'drop',
  'drop-after',
  'hang-after',
  'garbage-after',
  'fail',
  'fail-after',
  'throttle',
  { status: 429, headers: { 'retry-after': '0.01' } },
]

export default async function payShopify({ serverUrl, crash, tmp, size = 1_000, chaos: kills = 3 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const shop = (await startFakeShopify(bucket)) as FakeShopify
  const [random, counts] = [seeded(7), new Map<string, number>()]
  shop.fails(() => {
    const trouble = random() < wrong ? troubles[Math.floor(random() * troubles.length)] : undefined
    if (trouble) counts.set(nameOf(trouble), (counts.get(nameOf(trouble)) ?? 0) + 1)
    return trouble
  })
  const executors = new Set<ChildProcess>()
  try {
    await fillRegistry(deps.db, { accounts: Math.max(100, Math.ceil(size / 5)), exposuresPerAccount: 1 })
    const planId = await grantAtShop(deps, shop, { crisisId: await benchCrisis(deps, 20, null), lines: size })
    await sql`vacuum analyze grants, payouts, account_aliases`.execute(deps.db)
    const database = await databaseUrl(deps, serverUrl)
    const url = `${shop.url}/?${new URLSearchParams(Object.entries(place).map(([name, value]) => [name, String(value)]))}`
    const start = () => executors.add(startExecutor(database, tmp, { LEEWARD_SHOPIFY_URL: url, LEEWARD_OUTGOING_ALLOW: '127.0.0.0/8' }))
    start()
    await settledSome(deps, 1)
    const took = await seconds(async () => {
      for (let kill = 1; kill <= kills; kill += 1) {
        await settledSome(deps, Math.floor(size / (kills + 4)))
        await pause(randomInt(10, 100))
        for (const each of executors) each.kill('SIGKILL')
        executors.clear()
        if (crash && kill === Math.ceil(kills / 2)) await crash()
        start()
        // Now and then two at once.
        if (kill % 3 === 0) start()
        const wentOn = await seconds(() => settledSome(deps, 1))
        if (wentOn > 10)
          process.stdout.write(`pay-shopify: kill ${kill}: went on after ${round(wentOn, 1)} s${(await circuitOpen(deps)) ? '; its circuit had opened' : ''}\n`)
      }
      await settledAll(deps)
    })
    const { lines, twice, missing, wrongAmount, strangers, open, owedMinor, paidMinor } = await judgedAtShop(deps, shop, planId)
    process.stdout.write(`pay-shopify: ${lines} lines in ${round(took, 1)} s; ${kills} kills; ${JSON.stringify(Object.fromEntries(counts))}\n`)
    process.stdout.write(
      `pay-shopify: attempts beyond the first: ${await countLines(deps, sql`attempt > 1`)}; found by a look-up: ${await countLines(deps, sql`answer like 'found there%'`)}\n`,
    )
    const none = (name: string, value: number, unit: string): Figure => ({ name, value, unit, limit: 0, ratio: value, most: 0 })
    return [
      none('paid twice', twice, 'lines'),
      none('not paid', missing, 'lines'),
      none('another amount', wrongAmount, 'lines'),
      none('paid and not in the ledger', strangers, 'payments'),
      none('unknown or open at the end', open, 'lines'),
      none('paid beside what is owed', Math.abs(paidMinor - owedMinor), 'cents'),
      none('kinds of trouble that did not come', troubles.length - counts.size, 'kinds'),
    ]
  } finally {
    for (const each of executors) each.kill('SIGKILL')
    shop.close()
    await deps.close().catch(() => {})
  }
}

const nameOf = (trouble: ShopTrouble): string => (typeof trouble === 'string' ? trouble : String(trouble.status))

/** The same course of things each time. */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

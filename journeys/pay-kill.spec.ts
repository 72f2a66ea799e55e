// The executor is killed (SIGKILL) three times while Stripe answers with errors, falls silent after the money moved and closes connections: everybody is paid once, to the cent.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { grantTo, judged, stripePayer } from '../bench/support/grants.ts'
import { stripeling, type Stripeling } from '../bench/support/stripe.ts'
import { newId } from '../server/src/platform/ids.ts'
import { smallCompany } from './support/company.ts'
import { type TestSystem, testSystem } from './support/system.ts'

const [lines, kills, faster] = [300, 3, 4]
const wrong = { seed: 3, rate: 300, keysMs: 6_000, lost500: 0.04, moved500: 0.04, timeOut: 0.04, lateMs: 300, closedBefore: 0.04, closedAfter: 0.04, slow: 0.1 }
/** In the time of the executor, which runs four times as fast; but for the time-out, which is real. */
const query = { rate: 75, connections: 10, timeout: 500, grace: 6_000, keys: 20_000 }

describe('Killed while it pays', () => {
  let system: TestSystem
  let stripe: Stripeling
  let planId: string
  const children: ChildProcess[] = []
  beforeAll(async () => {
    system = await testSystem({ at: new Date().toISOString(), web: false })
    stripe = await stripeling(wrong, query)
    await smallCompany(system, lines)
    planId = await grantTo(system, { crisisId: newId(new Date()), payerId: await stripePayer(system.deps), count: lines })
  })
  afterAll(async () => {
    for (const child of children) child.kill('SIGKILL')
    stripe.close()
    await system.close()
  })
  const epoch = Date.now()
  const start = async () => {
    const child = fork(new URL('./support/pay-until-killed.ts', import.meta.url).pathname, [system.url, stripe.url, String(epoch), String(faster)])
    children.push(child)
    await once(child, 'message')
    return child
  }
  const states = async () => {
    const { rows } = await sql<{ state: string; count: number }>`select state::text, count(*)::int as count from payouts group by 1`.execute(system.db)
    return Object.fromEntries(rows.map(({ state, count }) => [state, count])) as Record<string, number>
  }

  test('nobody is paid twice, nobody is forgotten, and nothing stays unknown', async () => {
    for (let kill = 1; kill <= kills; kill += 1) {
      const child = await start()
      const before = (await states()).applied ?? 0
      await vi.waitFor(async () => expect((await states()).applied ?? 0).toBeGreaterThan(before + 50), { timeout: 40_000, interval: 10 })
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
    expect((await states()).executing).toBeGreaterThan(0)
    // Two at once, to the end.
    await Promise.all([start(), start()])
    await vi.waitFor(async () => expect(await states()).toEqual({ applied: lines }), { timeout: 150_000, interval: 100 })
    const { book, counts } = await stripe.book()
    expect(await judged(system, planId, book)).toMatchObject({ lines, twice: 0, missing: 0, wrongAmount: 0, strangers: 0, open: 0 })
    expect(book.reduce((sum, { amount }) => sum + amount, 0)).toBe((await judged(system, planId, book)).owedMinor)
    // What was to go wrong went wrong.
    expect(Math.min(counts.saved500 ?? 0, counts.timedOut ?? 0, counts.closed ?? 0)).toBeGreaterThan(0)
  }, 240_000)
})

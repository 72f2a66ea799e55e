// How far a plan is carried out, counted: every line is in one state, and the states add up to the lines.
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Means } from './payer.ts'
import { payoutStates, type ProgressView } from './execution.contract.ts'
import { type Opened, payersOf } from './payers.store.ts'
import type { PayoutState } from './payout.ts'
import { timeLeft } from './progress.ts'

const paceMinutes = 2

/** One that only a person can settle. */
export const forPerson = sql<boolean>`(p.state = 'unknown' and p.due_at is null) or (p.state = 'approved' and p.means in ('file', 'task'))`

type Group = { means: Means; state: PayoutState; currency: string; payerId: string | null; forPerson: boolean; lines: number; amountMinor: number }

export async function progressOf({ db, clock }: Deps, opened: Opened, planId: string): Promise<z.input<typeof ProgressView>> {
  const { rows: groups } = await sql<Group>`
    select p.means, p.state::text as state, g.currency, p.payer_id as "payerId", (${forPerson}) as "forPerson", count(*)::int as lines, sum(g.amount_minor)::bigint as "amountMinor"
      from grants g join payouts p on p.grant_id = g.id where g.plan_id = ${planId} group by 1, 2, 3, 4, 5 order by 1, 2, 3`.execute(db)
  const count = (counts: (group: Group) => boolean) => groups.filter(counts).reduce((sum, { lines }) => sum + lines, 0)
  const states = Object.fromEntries(payoutStates.map((state) => [state, count((group) => group.state === state)])) as z.input<typeof ProgressView>['states']
  const open = (group: Group) => ['approved', 'executing', 'unknown'].includes(group.state) && !group.forPerson
  const since = new Date(clock().getTime() - paceMinutes * 60_000)
  const { rows: paces } = await sql<{ payerId: string; settled: number; first: Date }>`
    select payer_id as "payerId", count(*)::int as settled, min(changed_at) as first from payouts where payer_id is not null and state in ('applied', 'failed', 'reversed') and changed_at >= ${since} group by 1`.execute(
    db,
  )
  const ours = new Set(groups.map(({ payerId }) => payerId))
  const payers = (await payersOf(db)).filter(({ id }) => ours.has(id))
  return {
    lines: count(() => true),
    states,
    done: states.applied + states.reversed,
    remaining: count(open),
    forPeople: count((group) => group.forPerson),
    sums: summed(groups),
    payers: payers.map((row) => {
      const { id, name, live, state } = row
      const remaining = count((group) => group.payerId === id && open(group))
      const runs = live && state === 'on'
      const perSecond = opened.of(row)?.perSecond ?? null
      const pace = paces.find(({ payerId }) => payerId === id)
      const spent = pace ? Math.max(10_000, clock().getTime() - pace.first.getTime()) : 0
      const perMinute = pace ? Math.max(1, Math.round((pace.settled / spent) * 60_000)) : null
      return {
        id,
        name,
        live,
        paused: state === 'paused' ? (row.pausedWhy ?? 'nobody said why') : null,
        remaining,
        perSecond,
        perMinute,
        secondsLeft: timeLeft({ remaining, perSecond: runs ? perSecond : null, perMinute }),
      }
    }),
  }
}

/** Whoever carries them out, sums of one means, state and currency stand together. */
function summed(groups: Group[]): z.input<typeof ProgressView>['sums'] {
  const sums = new Map<string, z.input<typeof ProgressView>['sums'][number]>()
  for (const { currency, means, state, lines, amountMinor } of groups) {
    const key = `${currency} ${means} ${state}`
    const before = sums.get(key) ?? { currency, means, state, lines: 0, amountMinor: 0 }
    sums.set(key, { ...before, lines: before.lines + lines, amountMinor: before.amountMinor + amountMinor })
  }
  return [...sums.values()]
}

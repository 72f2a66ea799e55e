import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { whoStandsBehind } from '../../prepare/on-call/on-call.store.ts'
import { keyOf } from '../../prepare/on-call/policy.ts'
import { escalationOf } from './escalation.facts.ts'
import type { EscalationState } from './escalation.ts'
import type { EscalationView, PageView } from './pages.contract.ts'
import type { Try } from './page-tries.ts'

/** Who was paged when, what happens next and when; null where nobody was ever asked. */
export async function escalationView(deps: Deps, crisisId: string): Promise<EscalationView | null> {
  const state = await deps.engine.stateOf<EscalationState>(escalationOf(crisisId))
  if (state.status === 'none') return null
  const pages = await pageViews(deps, sql`p.crisis_id = ${crisisId} and p.reason = 'escalation'`)
  const { policy, severity } = state
  const shown = { state: state.status, policy: policy.name, severity, pages }
  if (state.status !== 'running' && state.status !== 'paused')
    return { ...shown, exhausted: false, nextAt: null, pausedUntil: null, remainingSeconds: null, next: null }
  const targets = policy.steps[state.next.step]?.targets ?? []
  const behind = await whoStandsBehind(deps.db, targets, deps.clock())
  const persons = [...new Set(targets.flatMap((target) => behind[keyOf(target)] ?? []))]
  const person = await namesOf(deps, persons)
  return {
    ...shown,
    exhausted: state.exhausted,
    nextAt: state.status === 'running' ? state.nextAt.toISOString() : null,
    pausedUntil: state.status === 'paused' ? (state.until?.toISOString() ?? null) : null,
    remainingSeconds: state.status === 'paused' ? Math.round(state.remainingMs / 1_000) : null,
    next: { ...state.next, of: policy.steps.length, persons: persons.map(person) },
  }
}

type Row = Omit<PageView, 'crisis' | 'person' | 'plannedAt' | 'acknowledgedAt' | 'tries'> & {
  crisisId: string | null
  number: string
  title: string
  person: string
  plannedAt: Date
  acknowledgedAt: Date | null
  tries: Try[]
}

/** Pages, newest first, at most 200. */
export async function pageViews(deps: Deps, which: ReturnType<typeof sql>): Promise<PageView[]> {
  const { rows } = await sql<Row>`
    select p.id, p.crisis_id as "crisisId", c.number, c.title, p.person, p.reason, p.detail, p.round, p.step, p.channel, p.state, p.tries, p.planned_at as "plannedAt", p.acknowledged_at as "acknowledgedAt",
           p.reason = 'escalation' and coalesce(c.status <> 'declared', false) as led
      from pages p left join crises c on c.id = p.crisis_id where ${which} order by p.planned_at desc, p.id limit 200`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.map((row) => row.person),
  )
  return rows.map(({ crisisId, number, title, tries, plannedAt, acknowledgedAt, ...row }) => ({
    ...row,
    crisis: crisisId ? { id: crisisId, number, title } : null,
    person: person(row.person),
    tries: tries.map(({ channel, state, at, answer }) => ({ channel, state, at: new Date(at).toISOString(), answer })),
    plannedAt: plannedAt.toISOString(),
    acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
  }))
}

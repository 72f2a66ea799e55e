// Who is answered next. Every part is worth minutes of waiting: a conversation stands where it would stand had it waited so much longer.
// So each part is visible in a unit that people know, and whoever waits long enough comes first: nothing starves.
import { type RawBuilder, sql } from 'kysely'

/** What a part can be worth, in minutes. Shipped; a company changes what it wants (`support_settings.weights`). */
export const shippedWeights = {
  /** By the severity of the crisis that it is linked to. */
  severity: { 1: 240, 2: 150, 3: 60, 4: 20 },
  tier: { enterprise: 120, business: 60 } as Record<string, number>,
  vulnerability: { 'safety-critical': 480, 'high-stakes': 240, regulated: 180 } as Record<string, number>,
  mood: { angry: 60, negative: 20 } as Record<string, number>,
  /** What was read in it. The greatest counts, not the sum: a text that names three of them is not three times as pressing. */
  reason: {
    safety: 720,
    vulnerable: 300,
    legal: 180,
    deadline: 90,
    'asked-before': 60,
    outage: 30,
    cancel: 30,
    refund: 15,
  } as Record<string, number>,
  /** A customer who was told that it works, and for whom it does not. */
  stillBroken: 1_440,
  /** The promised time is near, or has passed. */
  promise: 360,
}
export type Weights = typeof shippedWeights
export const mostMinutes = 10_080

export type OrderFacts = {
  severity: number | null
  tier: string | null
  vulnerability: string | null
  mood: string
  reasons: readonly string[]
  stillBroken: boolean
  promiseNear: boolean
}
export const partNames = ['severity', 'tier', 'vulnerability', 'mood', 'reason', 'still-broken', 'promise'] as const
export type Parts = Partial<Record<(typeof partNames)[number], number>>

/** The parts that are worth something, in minutes. */
export function partsOf(facts: OrderFacts, weights: Weights = shippedWeights): Parts {
  const of = (table: Record<string, number>, name: string | null) => (name !== null && Object.hasOwn(table, name) ? (table[name] as number) : 0)
  const parts: Required<Parts> = {
    severity: of(weights.severity, facts.severity === null ? null : String(facts.severity)),
    tier: of(weights.tier, facts.tier),
    vulnerability: of(weights.vulnerability, facts.vulnerability),
    mood: of(weights.mood, facts.mood),
    reason: Math.max(0, ...facts.reasons.map((reason) => of(weights.reason, reason))),
    'still-broken': facts.stillBroken ? weights.stillBroken : 0,
    promise: facts.promiseNear ? weights.promise : 0,
  }
  return Object.fromEntries(Object.entries(parts).filter(([, minutes]) => minutes > 0))
}

/** Where it stands: the time at which somebody with none of these would have begun to wait. */
export const turnOf = (waitingSince: Date, parts: Parts): Date => new Date(waitingSince.getTime() - sum(parts) * 60_000)
export const sum = (parts: Parts): number => Object.values(parts).reduce((all, minutes) => all + minutes, 0)

/** A company's own numbers on top of what ships; what is no part, or out of bounds, is left out. */
export function weightsOf(own: unknown): Weights {
  const given = (typeof own === 'object' && own !== null ? own : {}) as Record<string, unknown>
  const number = (value: unknown, usual: number) =>
    typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= mostMinutes ? Math.round(value) : usual
  const table = <T extends Record<string, number>>(name: string, usual: T): T => {
    const found = (typeof given[name] === 'object' && given[name] !== null ? given[name] : {}) as Record<string, unknown>
    const names = [...new Set([...Object.keys(usual), ...Object.keys(found)])].filter((each) => /^[\w-]{1,40}$/.test(each))
    return Object.fromEntries(names.map((each) => [each, number(found[each], usual[each] ?? 0)])) as T
  }
  return {
    severity: table('severity', shippedWeights.severity),
    tier: table('tier', shippedWeights.tier),
    vulnerability: table('vulnerability', shippedWeights.vulnerability),
    mood: table('mood', shippedWeights.mood),
    reason: table('reason', shippedWeights.reason),
    stillBroken: number(given.stillBroken, shippedWeights.stillBroken),
    promise: number(given.promise, shippedWeights.promise),
  }
}

/**
 * The same parts as one expression over `c` (conversations), `a` (its account, maybe none) and `x` (the open crisis that it is linked to, maybe none),
 * so that ten thousand are put in order by one statement.
 */
export function partsInSql(weights: Weights): RawBuilder<Parts> {
  const of = (table: Record<string, number>, what: RawBuilder<unknown>) => sql`coalesce((${JSON.stringify(table)}::jsonb ->> (${what})::text)::int, 0)`
  return sql`jsonb_strip_nulls(jsonb_build_object(
    'severity', nullif(${of(weights.severity, sql`x.severity`)}, 0),
    'tier', nullif(${of(weights.tier, sql`a.tier`)}, 0),
    'vulnerability', nullif(${of(weights.vulnerability, sql`a.vulnerability`)}, 0),
    'mood', nullif(${of(weights.mood, sql`c.mood`)}, 0),
    'reason', nullif((select max(${of(weights.reason, sql`r`)}) from unnest(c.reasons) r), 0),
    'still-broken', case when c.still_broken then nullif(${weights.stillBroken}::int, 0) end,
    'promise', case when c.promise_near then nullif(${weights.promise}::int, 0) end))`
}

/** The sum of stored parts, in minutes. */
export const minutesInSql = (parts: RawBuilder<unknown>) => sql`coalesce((select sum(v::int) from jsonb_each_text(${parts}) p (k, v)), 0)`

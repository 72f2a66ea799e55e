// The terms that the statement of a plan is made of.
import { type RawBuilder, sql } from 'kysely'
import type { PolicyInForce } from '../policies/policy.ts'
import type { Adjust } from './grants.contract.ts'

export type PlanFor = {
  crisisId: string
  severity: number
  kind: string
  missedPromise: boolean
  timeZone: string
  now: Date
  policy: PolicyInForce
  adjust: Adjust
}
export type Has = { sla: boolean; edits: boolean; given: boolean; agents: boolean; year: boolean }
export type Fragment = RawBuilder<unknown>

/** Whether a promised update of crisis `c` came late. */
export const missedPromise = sql.raw(
  `exists (select from events e where e.crisis_id = c.id and e.type = 'ClockMissed' and split_part(e.data->>'clock', '/', 1) in ('first-message', 'first-full-update', 'next-update'))`,
)

export const most = sql.raw('9007199254740991')
export const list = (values: readonly string[] | undefined) => sql`${values ?? null}::text[]`

/** Account `h` asked for remedy `r`, or one that was merged into it did. */
export const askedFor = (crisisId: string): Fragment =>
  sql`exists (select from remedy_choices k join accounts x on x.id = k.account_id where k.crisis_id = ${crisisId} and coalesce(x.merged_into, x.id) = h.account_id and k.remedy = r.remedy)`

/** Of the goodwill, rounded up to the policy's step. */
export const upTo = (amount: Fragment, step: number): Fragment =>
  step === 1 ? amount : sql`((${amount}) + ${sql.lit(step - 1)}) / ${sql.lit(step)} * ${sql.lit(step)}`
/** So many hundredths of a percent of a price, rounded up, without leaving 64 bits. */
export const partOf = (price: Fragment, hundredths: Fragment): Fragment =>
  sql`(${price} / 10000 * ${hundredths} + (${price} % 10000 * ${hundredths} + 9999) / 10000)`

// What a company sets for its support, and everybody who waits put in order by it: in bounded steps, so that nobody's reply waits behind a hundred thousand rows.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import { modelAddress } from '../../detect/opinions/model.ts'
import { Refused } from '../../platform/refused.ts'
import { phrasingOfProcess } from '../assistant/phrasing.ts'
import { promise, putInOrder } from '../conversations/order.store.ts'
import { shippedWeights } from '../conversations/order.ts'
import { shippedTargets } from '../conversations/promise.ts'
import { type SupportSettings, supportSettings } from '../conversations/settings.store.ts'
import type { PutSupportSettings, SupportSettingsView } from './settings.contract.ts'

export async function supportSettingsView(deps: Pick<Deps, 'db' | 'clock'>): Promise<SupportSettingsView> {
  const { db } = deps
  const { rows } = await sql<{ revision: number; changedAt: Date | null; changedBy: string | null }>`
    select revision, changed_at as "changedAt", changed_by as "changedBy" from support_settings`.execute(db)
  const { revision, changedAt, changedBy } = rows[0] as (typeof rows)[number]
  const settings = await supportSettings(db)
  const person = await namesOf({ db }, [changedBy])
  return {
    ...settings,
    weights: { ...settings.weights, severity: settings.weights.severity },
    hours: { ...settings.hours, days: daysOf(settings), closed: [...settings.hours.closed] },
    phrasing: await phrasingView(deps),
    shipped: { weights: shippedWeights, targets: shippedTargets },
    revision,
    changedAt: changedAt?.toISOString() ?? null,
    changedBy: changedBy === null ? null : person(changedBy),
  }
}
async function phrasingView(deps: Pick<Deps, 'db' | 'clock'>): Promise<SupportSettingsView['phrasing']> {
  const { since, last, ...counted } = phrasingOfProcess(deps)
  return {
    isSetUp: (await modelAddress(deps.db)) !== undefined,
    since: since.toISOString(),
    ...counted,
    last: last && { at: last.at.toISOString(), why: last.why },
  }
}
const daysOf = ({ hours }: SupportSettings) =>
  Object.fromEntries(Object.entries(hours.days).map(([day, blocks]) => [day, (blocks ?? []).map(([from, until]) => [from, until] as [string, string])]))

/** Saves it over what it was made from. Whoever waits gets their new place and promise: the first ones at once, the rest by the job that this queues. */
export async function putSupportSettings(deps: Pick<Deps, 'db' | 'clock'>, given: PutSupportSettings, by: string): Promise<void> {
  const now = deps.clock()
  await deps.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ revision: number }>`select revision from support_settings for update`.execute(tx)
    const revision = rows[0]?.revision ?? 0
    if (revision !== given.revision)
      throw new Refused('changed-meanwhile', 'Somebody saved these settings while you changed them. Look at what is there now, and change it again.')
    await sql`
      update support_settings set revision = revision + 1, weights = ${JSON.stringify(given.weights)}::jsonb, targets = ${JSON.stringify(given.targets)}::jsonb, hours = ${JSON.stringify(given.hours)}::jsonb,
             acknowledge = ${given.acknowledge}, link_itself_at = ${given.linkItselfAt}, assign_itself = ${given.assignItself}, offer_after_minutes = ${given.offerAfterMinutes}, assistant = ${given.assistant}, assistant_phrases = ${given.assistantPhrases}, changed_at = ${now}, changed_by = ${by}`.execute(
      tx,
    )
    await sql`select graphile_worker.add_job('order-conversations', '{}'::json, job_key := 'order-conversations')`.execute(tx)
  })
  await orderSome(deps, sql`c.turn_at is not null order by c.turn_at, c.id`)
}

const atOnce = 1_000

/** Everybody who waits, by what is set now. Whoever dies in between begins anew: what is in order stays as it is. @returns how many were looked at */
export async function orderAll(deps: Pick<Deps, 'db' | 'clock'>, signal: AbortSignal): Promise<number> {
  let [looked, last] = [0, Number.MIN_SAFE_INTEGER]
  while (!signal.aborted) {
    const ids = await orderSome(deps, sql`c.id > ${last} order by c.id`)
    if (ids.length === 0) break
    looked += ids.length
    last = ids.at(-1) as number
  }
  return looked
}

const orderSome = ({ db, clock }: Pick<Deps, 'db' | 'clock'>, which: ReturnType<typeof sql>): Promise<number[]> =>
  db.transaction().execute(async (tx) => {
    const settings = await supportSettings(tx)
    const { rows } = await sql<{ id: number }>`select c.id from conversations c where c.state = 'open' and ${which} limit ${atOnce} for update`.execute(tx)
    const ids = rows.map(({ id }) => id)
    await promise(tx, ids, clock(), settings, { keepTold: true })
    await putInOrder(tx, sql`c.id = any (${ids}::bigint[])`, settings)
    return ids
  })

// A million deliveries planned by one statement: how many times as long as the bare INSERT … SELECT with the same audience query and indexes?
import { sql } from 'kysely'
import { audience, planDeliveries } from '../server/src/communicate/deliveries/deliveries.plan.ts'
import { insertDraft } from '../server/src/communicate/updates/updates.store.ts'
import { newId } from '../server/src/platform/ids.ts'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import type { Context, Figure } from './run.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, residentMegabytes, round, seconds } from './support/system.ts'

export default async function plan({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 1 })
  const crisisId = await benchCrisis(deps, 20, null)
  await recomputeImpact(db, crisisId)
  await sql`analyze impact`.execute(db)
  const [one, other] = [newId(new Date()), newId(new Date())]
  for (const id of [one, other])
    await insertDraft(
      db,
      id,
      crisisId,
      { phase: 'investigating', holding: false, parts: { title: 'Bench' }, locale: 'en', nextUpdateAt: null },
      'bench',
      new Date(),
    )
  await sql`create table bare (like deliveries including indexes including defaults including identity)`.execute(db)
  const bare = await seconds(() =>
    sql`insert into bare (update_id, practice, account_id, contact_id, channel, destination, priority, state) ${audience(one)}`.execute(db),
  )
  await sql`drop table bare`.execute(db)
  let planned = 0
  const ours = await seconds(async () => {
    planned = await planDeliveries(db, other)
  })
  if (planned !== size) throw new Error(`planned ${planned} of ${size}`)
  const again = await seconds(async () => {
    planned = await planDeliveries(db, other)
  })
  if (planned !== 0) throw new Error('planning again added rows')
  await deps.close()
  return [
    { name: `${size} deliveries`, value: round(ours), unit: 's', limit: 1.5, ratio: round(ours / bare) },
    { name: 'planned again, nobody new', value: round(again), unit: 's', limit: 1.5, ratio: round(again / bare) },
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) },
  ]
}

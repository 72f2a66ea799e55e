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
  await recomputeImpact(db, crisisId, { cause: 'by-hand', by: 'bench', at: new Date() })
  await sql`analyze impact`.execute(db)
  const drafts = await Promise.all([0, 1].map(() => draft(deps, crisisId)))
  await sql`create table bare (like deliveries including indexes including defaults including identity)`.execute(db)
  const [bare, ours]: [number[], number[]] = [[], []]
  let planned = 0
  const byHand = async (id: string) => {
    await sql`truncate bare, deliveries`.execute(db) // the audience leaves out whoever has a row
    bare.push(
      await seconds(() =>
        sql`insert into bare (update_id, practice, account_id, contact_id, channel, destination, priority, state, due_at, reason, planned_at, stakeholder_id) ${audience(id)}`.execute(
          db,
        ),
      ),
    )
  }
  const byUs = async (id: string) => {
    await sql`truncate deliveries`.execute(db)
    ours.push(
      await seconds(async () => {
        planned = await planDeliveries(db, id)
      }),
    )
    if (planned !== size) throw new Error(`planned ${planned} of ${size}`)
  }
  // Twice, in both orders: whoever goes second finds the disk busier.
  const [one, other] = drafts as [string, string]
  await byUs(one)
  await byHand(one)
  await byHand(other)
  await byUs(other)
  const again = await seconds(async () => {
    planned = await planDeliveries(db, other)
  })
  if (planned !== 0) throw new Error('planning again added rows')
  await deps.close()
  return [
    { name: `${size} deliveries`, value: round(sum(ours) / 2), unit: 's', limit: 1.5, ratio: round(sum(ours) / sum(bare)) },
    { name: 'planned again, nobody new', value: round(again), unit: 's', limit: 1.5, ratio: round((again * 2) / sum(bare)) },
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) },
  ]
}

const sum = (values: number[]) => values.reduce((total, value) => total + value, 0)

async function draft({ db }: Awaited<ReturnType<typeof benchSystem>>, crisisId: string): Promise<string> {
  const id = newId(new Date())
  await insertDraft(
    db,
    id,
    crisisId,
    { phase: 'investigating', holding: false, parts: { title: 'Bench' }, locale: 'en', nextUpdateAt: null },
    'bench',
    new Date(),
  )
  return id
}

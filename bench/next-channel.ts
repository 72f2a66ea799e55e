// A look for who is to be stood in for, beside a million mails of which one in fifty bounced: each look against one count of the dispatch by state, which every
// screen makes. It is made every fifteen seconds, so that a tenth of them is what it may take.
import { sql } from 'kysely'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import { countsOf } from '../server/src/communicate/deliveries/deliveries.store.ts'
import { standIn } from '../server/src/communicate/next-channel/next-channel.plan.ts'
import { listUnreached } from '../server/src/communicate/calls/unreached.store.ts'
import type { Context, Figure } from './run.ts'
import { publishUpdate } from './support/mail.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, round, seconds } from './support/system.ts'

export default async function nextChannel({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const system = await benchSystem(serverUrl, tmp)
  const { db } = system
  let now = new Date()
  const deps = { ...system, clock: () => now, config: { ...system.config, textUrl: 'twilio://a:b@carrier.example?from=1' } }
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 1 })
  await sql`update contacts set phone = '+1' || (2000000000 + id) where id % 2 = 0`.execute(db)
  const crisisId = await benchCrisis(system, 20, null)
  await recomputeImpact(db, crisisId, { cause: 'by-hand', by: 'bench', at: now })
  await sql`analyze`.execute(db)
  const updateId = await publishUpdate(system, crisisId)
  await sql`update deliveries set state = case when id % 50 = 0 then 'bounced' when id % 500 = 1 then 'deferred' else 'accepted' end::delivery_state, due_at = case when id % 500 = 1 then now() + interval '1 day' end`.execute(
    db,
  )
  await sql`vacuum analyze deliveries`.execute(db)
  now = new Date()
  const look = async () => {
    let added = 0
    const took = await seconds(async () => {
      added = await standIn(deps)
    })
    return { added, took }
  }
  const counted = await least(() => seconds(() => countsOf(db, [updateId])))
  const first = await look()
  if (first.added === 0) throw new Error('nobody was stood in for')
  const again = [await look(), await look(), await look()]
  if (again.some(({ added }) => added > 0)) throw new Error('a second look added rows')
  now = new Date(now.getTime() + 31 * 60_000)
  const late = await look()
  const lateAgain = [await look(), await look(), await look()]
  const unreached = await seconds(() => listUnreached(db, crisisId, { limit: 50 }))
  await system.close()
  const quiet = Math.min(...again.map(({ took }) => took))
  const quietLate = Math.min(...lateAgain.map(({ took }) => took))
  return [
    {
      name: `first look, ${first.added} rows planned of ${size / 50} that bounced`,
      value: round(first.took),
      unit: 's',
      limit: 15,
      ratio: round(first.took / counted),
      most: 5,
    },
    { name: 'a look with nothing new', value: round(quiet), unit: 's', limit: 12, ratio: round(quiet / counted), most: 1.5 },
    { name: `when their time is over, ${late.added} more`, value: round(late.took), unit: 's', limit: 15, ratio: round(late.took / counted), most: 5 },
    { name: 'a look with nothing new, later', value: round(quietLate), unit: 's', limit: 12, ratio: round(quietLate / counted), most: 1.5 },
    { name: 'who was reached on no channel', value: round(unreached), unit: 's', limit: 60, ratio: round(unreached / counted), most: 10 },
  ]
}

const least = async (act: () => Promise<number>) => Math.min(await act(), await act(), await act())

// A fifth of a million accounts is hit: how long until that is stored, and how many times as long as the statement written by hand for this one case?
import { sql } from 'kysely'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import type { Context, Figure } from './run.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, median, residentMegabytes, round, seconds } from './support/system.ts'

export default async function impact({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 3 })
  // The services whose exposures reach about a fifth of the accounts.
  const crisisId = await benchCrisis(deps, await servicesFor(deps, size / 5), null)
  await sql`create table impact_by_hand (like impact including all)`.execute(db)
  await sql`vacuum analyze exposures, accounts`.execute(db)
  const byHand = () =>
    sql`
    insert into impact_by_hand (crisis_id, account_id, practice, since, until, degree)
    select ${crisisId}::uuid, e.account_id, false, min(greatest(e.since, c.onset_at)), null, 'down'
      from crises c join crisis_scope s on s.crisis_id = c.id join exposures e on e.service_id = s.service_id and not e.practice
     where c.id = ${crisisId} and (e.until is null or e.until > c.onset_at) group by e.account_id`.execute(db)
  const [ours, hand]: [number[], number[]] = [[], []]
  let accounts = 0
  for (let round = 0; round < 3; round += 1) {
    await sql`truncate impact, impact_by_hand`.execute(db)
    hand.push(await seconds(byHand))
    ours.push(
      await seconds(async () => {
        accounts = (await recomputeImpact(db, crisisId)).accounts
      }),
    )
  }
  const again = await seconds(() => recomputeImpact(db, crisisId))
  const {
    rows: [stored],
  } = await sql<{
    same: boolean
  }>`select (select count(*) from impact) = (select count(*) from impact_by_hand) and (select count(*) from impact) = ${accounts} as same`.execute(db)
  if (!stored?.same) throw new Error('the two do not store the same accounts')
  process.stdout.write(`impact: ${accounts} of ${size} accounts hit\n`)
  await deps.close()
  return [
    { name: 'first assessment', value: round(median(ours)), unit: 's', limit: 1.5, ratio: round(median(ours) / median(hand)), most: 1 },
    { name: 'assessed again, nothing changed', value: round(again), unit: 's', limit: 1.5, ratio: round(again / median(hand)) },
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) },
  ]
}

async function servicesFor({ db }: Awaited<ReturnType<typeof benchSystem>>, accounts: number): Promise<number> {
  for (let services = 1; services <= 20; services += 1) {
    const {
      rows: [row],
    } = await sql<{ count: number }>`
      select count(distinct account_id)::int as count from exposures where service_id in (select id from services order by position limit ${services})`.execute(
      db,
    )
    if ((row?.count ?? 0) >= accounts * 0.95) return services
  }
  return 20
}

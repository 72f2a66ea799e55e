// A million accounts are hurt: how long until it is stored whom to ask whether it works again, beside the statement written by hand for this one case; and how long the room waits for the rate.
import { sql } from 'kysely'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import { planSignOff } from '../server/src/restore/sign-off/sign-off.plan.ts'
import { signOffView } from '../server/src/restore/sign-off/sign-off.store.ts'
import type { Context, Figure } from './run.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, median, residentMegabytes, round, seconds } from './support/system.ts'

export default async function signOff({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 1 })
  const crisisId = await benchCrisis(deps, 20, null)
  await recomputeImpact(db, crisisId, { cause: 'by-hand', by: 'bench', at: new Date() })
  await sql`update crisis_playbooks set body = body || '{"signOff": {"tiers": {"enterprise": {"by": "person", "most": 500}, "standard": {"sharePercent": 20}}}}' where crisis_id = ${crisisId}`.execute(
    db,
  )
  await sql`create table asked_by_hand (like sign_off_asks including all)`.execute(db)
  await sql`vacuum analyze accounts, contacts, impact`.execute(db)
  await sql`checkpoint`.execute(db)
  const [hand, ours]: [number[], number[]] = [[], []]
  for (let turn = 0; turn < 3; turn += 1) {
    await sql`truncate asked_by_hand, sign_off_asks, sign_off_plans`.execute(db)
    hand.push(
      await seconds(() =>
        sql`
        insert into asked_by_hand (crisis_id, account_id, practice, round, tier, way)
        select ${crisisId}::uuid, id, false, 1, tier, case tier when 'enterprise' then 'person' else 'link' end from (
          select a.id, a.tier, row_number() over (partition by a.tier order by md5(${crisisId}::text || '/1/' || a.id)) as nth, count(*) over (partition by a.tier) as all_of_them
            from impact i join accounts a on a.id = i.account_id
           where i.crisis_id = ${crisisId} and (a.tier = 'enterprise' or exists (select from contacts k where k.account_id = a.id and k.receives_updates and k.readers is distinct from 'nobody'
             and not exists (select from suppressions s where s.channel = 'email' and s.destination = k.email)))) x
         where nth <= case tier when 'standard' then ceil(all_of_them * 0.2) when 'enterprise' then 500 else all_of_them end`.execute(db),
      ),
    )
    ours.push(await seconds(() => db.transaction().execute((tx) => planSignOff(tx, crisisId, { round: 1, at: new Date() }))))
  }
  const { rows } = await sql<{
    ours: number
    hand: number
  }>`select (select count(*)::int from sign_off_asks) as ours, (select count(*)::int from asked_by_hand) as hand`.execute(db)
  if (rows[0]?.ours !== rows[0]?.hand) throw new Error(`${rows[0]?.ours} are asked, by hand ${rows[0]?.hand}`)
  await sql`
    insert into sign_offs (crisis_id, account_id, practice, answer, answered_at, round, tier)
    select crisis_id, account_id, practice, case when account_id % 30 = 0 then 'still-broken' else 'works' end, now(), 1, tier from sign_off_asks where account_id % 3 = 0`.execute(
    db,
  )
  await sql`vacuum analyze sign_offs, sign_off_asks`.execute(db)
  const view = await seconds(() => signOffView(deps, crisisId))
  await deps.close()
  return [
    { name: `who is asked (${rows[0]?.ours} of ${size})`, value: round(median(ours)), unit: 's', limit: 1.5, ratio: round(median(ours) / median(hand)) },
    { name: 'the rate by tier, a third of them answered', value: round(view), unit: 's', limit: 1, ratio: round(view / 1) },
    { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) },
  ]
}

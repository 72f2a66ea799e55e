// Who is asked: chosen in one statement whatever the number, the same for the same crisis and round, and stored.
import { sql } from 'kysely'
import { stops } from '../../communicate/deliveries/suppressed.ts'
import type { Db } from '../../platform/database/connect.ts'
import { SignOffPlan } from './sign-off.contract.ts'

/**
 * Of each tier its share, at most so many, in an order that is drawn once per crisis and round. By link only who has a contact that a message reaches; by person everybody.
 * An account that was merged into another is asked as that one, once.
 * @param withUpdate the question goes out with an update, which somebody may have left; a message of its own reaches them too
 * @param sharePercent in place of the playbook's, for those who are asked by link
 */
export async function planSignOff(
  tx: Db,
  crisisId: string,
  { round, sharePercent, withUpdate = false, at }: { round: number; sharePercent?: number | undefined; withUpdate?: boolean; at: Date },
): Promise<void> {
  const {
    rows: [row],
  } = await sql<{ plan: unknown }>`select body->'signOff' as plan from crisis_playbooks where crisis_id = ${crisisId}`.execute(tx)
  const { tiers, others, targetPercent } = SignOffPlan.parse(row?.plan ?? {})
  const [names, plans] = [Object.keys(tiers), Object.values(tiers)]
  const share = ({ by, sharePercent: own }: (typeof plans)[number]) => (by === 'link' ? (sharePercent ?? own) : own)
  await sql`delete from sign_off_asks where crisis_id = ${crisisId}`.execute(tx)
  await sql`
    with hurt as materialized (
      select distinct coalesce(a.merged_into, a.id) as id from impact i join accounts a on a.id = i.account_id where i.crisis_id = ${crisisId}),
    -- In one join, whatever the number: looked up account by account it would be a million look-ups.
    reached as materialized (
      select distinct k.account_id from hurt h join contacts k on k.account_id = h.id
       where k.receives_updates and k.readers is distinct from 'nobody'
         and not exists (select from suppressions s where s.channel = 'email' and s.destination = k.email and ${stops(sql`${withUpdate}::boolean`, sql`${at}::timestamptz`)})),
    known as materialized (
      select a.id, a.practice, a.tier, coalesce(p.by, ${others.by}) as way, coalesce(p.share, ${share(others)}) as share, coalesce(p.most, ${others.most ?? null}::int) as most,
             r.account_id is not null as reachable
        from hurt h join accounts a on a.id = h.id left join reached r on r.account_id = h.id
        left join unnest(${names}::text[], ${plans.map(({ by }) => by)}::text[], ${plans.map(share)}::int[], ${plans.map(({ most }) => most ?? null)}::int[]) p (tier, by, share, most) on p.tier = a.tier),
    drawn as (
      select *, row_number() over (partition by tier order by md5(${crisisId}::text || '/' || ${round}::text || '/' || id)) as nth, count(*) over (partition by tier) as of_tier
        from known where reachable or way = 'person'),
    asked as (
      insert into sign_off_asks (crisis_id, account_id, practice, round, tier, way)
      select ${crisisId}, id, practice, ${round}, tier, way from drawn where nth <= least(ceil(of_tier * share / 100.0), most) returning tier, way),
    counted as (
      select k.tier, k.hurt, k.unreachable, coalesce(q.by_link, 0) as by_link, coalesce(q.by_person, 0) as by_person
        from (select tier, count(*)::int as hurt, count(*) filter (where not reachable)::int as unreachable from known group by 1) k
        left join (select tier, count(*) filter (where way = 'link')::int as by_link, count(*) filter (where way = 'person')::int as by_person from asked group by 1) q using (tier))
    insert into sign_off_plans (crisis_id, round, practice, target_percent, tiers, asked, planned_at)
    select c.id, ${round}, c.practice, ${targetPercent},
           coalesce((select jsonb_agg(jsonb_build_object('tier', tier, 'hurt', hurt, 'byLink', by_link, 'byPerson', by_person, 'unreachable', unreachable) order by hurt desc, tier) from counted), '[]'),
           coalesce((select sum(by_link + by_person)::int from counted), 0), ${at}
      from crises c where c.id = ${crisisId}`.execute(tx)
}

/** Who gets the question itself by mail: asked by link in this round, and silent so far. `i`, `a`, `u` are as in the audience of deliveries. */
export const askedByLink = sql`exists (
  select from sign_off_asks q where q.crisis_id = u.crisis_id and q.account_id in (i.account_id, coalesce(a.merged_into, a.id)) and q.way = 'link'
     and not exists (select from sign_offs s where s.crisis_id = q.crisis_id and s.account_id = q.account_id and s.round = q.round))`

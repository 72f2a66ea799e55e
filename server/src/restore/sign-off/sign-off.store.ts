// Whom a crisis asked, what they answered, and whom somebody looks after; figures of a million accounts stand in the plan, only answers are counted.
import { sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import type { FollowUp, SignOffView } from './sign-off.contract.ts'

export type SignOffCounts = { asked: number; works: number; stillBroken: number; targetPercent: number }
const percent = (part: number, whole: number) => (whole === 0 ? null : Math.round((part / whole) * 1000) / 10)
const shownAtOnce = 200

/** Accounts asked in the latest round, and what they answered. */
export async function signOffCounts(db: Db, crisisId: string): Promise<SignOffCounts> {
  const {
    rows: [row],
  } = await sql<SignOffCounts>`
    select p.asked, p.target_percent as "targetPercent", count(*) filter (where s.answer = 'works')::int as works, count(*) filter (where s.answer = 'still-broken')::int as "stillBroken"
      from (select * from sign_off_plans where crisis_id = ${crisisId} order by round desc limit 1) p
      left join sign_offs s on s.crisis_id = p.crisis_id and s.round = p.round and s.asked group by p.asked, p.target_percent`.execute(db)
  return row ?? { asked: 0, works: 0, stillBroken: 0, targetPercent: 0 }
}

type Plan = {
  round: number
  asked: number
  targetPercent: number
  tiers: { tier: string; hurt: number; byLink: number; byPerson: number; unreachable: number }[]
}

export async function signOffView(deps: Pick<Deps, 'db'>, crisisId: string): Promise<SignOffView> {
  const { db } = deps
  const {
    rows: [plan],
  } = await sql<Plan>`
    select round, asked, target_percent as "targetPercent", tiers from sign_off_plans where crisis_id = ${crisisId} order by round desc limit 1`.execute(db)
  const round = plan?.round ?? 0
  const { rows: answers } = await sql<{ tier: string; asked: boolean; works: number; stillBroken: number }>`
    select tier, asked, count(*) filter (where answer = 'works')::int as works, count(*) filter (where answer = 'still-broken')::int as "stillBroken"
      from sign_offs where crisis_id = ${crisisId} and round = ${round} group by tier, asked`.execute(db)
  const sum = (asked: boolean) => ({
    works: answers.filter((row) => row.asked === asked).reduce((all, row) => all + row.works, 0),
    stillBroken: answers.filter((row) => row.asked === asked).reduce((all, row) => all + row.stillBroken, 0),
  })
  const tally = { asked: plan?.asked ?? 0, ...sum(true) }
  const rate = percent(tally.works, tally.asked)
  const { rows: places } = await sql<SignOffView['places'][number]>`
    select v.name as service, s.region, count(*)::int as accounts from sign_offs s left join services v on v.id = s.service_id
     where s.crisis_id = ${crisisId} and s.round = ${round} and s.answer = 'still-broken' group by 1, 2 order by 3 desc, 1 nulls last, 2 nulls last`.execute(db)
  return {
    round,
    ...tally,
    rate,
    targetPercent: plan?.targetPercent ?? 0,
    reached: rate !== null && rate >= (plan?.targetPercent ?? 0),
    tiers: (plan?.tiers ?? []).map(({ tier, hurt, byLink, byPerson, unreachable }) => {
      const own = answers.find((row) => row.asked && row.tier === tier)
      return { tier, hurt, asked: byLink + byPerson, byPerson, unreachable, works: own?.works ?? 0, stillBroken: own?.stillBroken ?? 0 }
    }),
    unasked: sum(false),
    places,
    ...(await followUpsOf(deps, crisisId)),
    ...(await toAskOf(db, crisisId)),
    offered: await offeredIn(db, crisisId),
  }
}

const account = sql`jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name, 'tier', a.tier, 'vulnerability', a.vulnerability, 'ownerEmail', a.owner_email`
const urgent = sql`case when a.vulnerability is not null then 1 when a.tier = 'enterprise' then 2 else 5 end`

/** Those still open, the vulnerable and enterprise first, then who waits longest. */
async function followUpsOf(deps: Pick<Deps, 'db'>, crisisId: string): Promise<Pick<SignOffView, 'followUps' | 'followUpsOpen'>> {
  const { rows } = await sql<Omit<FollowUp, 'takenBy' | 'openedAt'> & { takenBy: string | null; openedAt: Date; open: number }>`
    select ${account}) as account, f.state, f.opened_at as "openedAt", v.name as service, f.region, t.body as words, f.taken_by as "takenBy", count(*) over ()::int as open
      from sign_off_follow_ups f join accounts a on a.id = f.account_id left join services v on v.id = f.service_id left join texts t on t.id = f.text_id
     where f.crisis_id = ${crisisId} and f.state <> 'closed' order by ${urgent}, f.opened_at, a.id limit ${shownAtOnce}`.execute(deps.db)
  const name = await namesOf(
    deps,
    rows.map(({ takenBy }) => takenBy),
  )
  return {
    followUps: rows.map(({ open: _, takenBy, openedAt, ...row }) => ({
      ...row,
      openedAt: openedAt.toISOString(),
      takenBy: takenBy === null ? null : name(takenBy),
    })),
    followUpsOpen: rows[0]?.open ?? 0,
  }
}

/** Whom a person asks and who is silent so far. */
async function toAskOf(db: Db, crisisId: string): Promise<Pick<SignOffView, 'toAsk' | 'toAskOpen'>> {
  const { rows } = await sql<{ account: SignOffView['toAsk'][number]; open: number }>`
    select ${account}, 'contact', k.name, 'phone', k.phone) as account, count(*) over ()::int as open
      from sign_off_asks q join accounts a on a.id = q.account_id
      left join lateral (select name, phone from contacts where account_id = coalesce(a.merged_into, a.id) order by phone is null, id limit 1) k on true
     where q.crisis_id = ${crisisId} and q.way = 'person' and not exists (select from sign_offs s where s.crisis_id = q.crisis_id and s.account_id = q.account_id and s.round = q.round)
     order by ${urgent}, a.mrr_minor desc, a.id limit ${shownAtOnce}`.execute(db)
  return { toAsk: rows.map((row) => row.account), toAskOpen: rows[0]?.open ?? 0 }
}

/** Where it may be still broken: what the crisis is about. */
async function offeredIn(db: Db, crisisId: string): Promise<SignOffView['offered']> {
  const { rows: services } = await sql<{ id: string; name: string }>`
    select v.id, v.name from services v where exists (select from crisis_scope s where s.crisis_id = ${crisisId} and s.service_id = v.id) order by v.position, v.key`.execute(
    db,
  )
  const { rows: regions } = await sql<{
    region: string
  }>`select distinct unnest(regions) as region from crisis_scope where crisis_id = ${crisisId} order by 1`.execute(db)
  return { services, regions: regions.map(({ region }) => region) }
}

// Who may ask for what, who asked, and when: a choice is kept once, and counted by the next plan.
import { sql } from 'kysely'
import { playbookOf } from '../../communicate/updates/updates.store.ts'
import { crisisNow, type Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { missedPromise } from '../grants/plan-terms.store.ts'
import type { Hurt } from '../policies/amounts.ts'
import { policiesInForce, policyInForce } from '../policies/policies.store.ts'
import { calledOf, type Offer, offersOf } from './asking.ts'

/** What one account may ask for of a crisis, and what it asked for and did not get so far. `decided`: a plan was carried out already. */
export type Askable = { offers: Offer[]; asked: (Offer & { at: Date })[]; decided: boolean }
type Stand = Omit<Hurt, 'asked' | 'minutes'> & { crisisId: string; policy: string; open: boolean; since: Date; until: Date | null }
type Reads = Pick<Deps, 'db' | 'shelf' | 'clock'>

/** @param accounts the account and all that were merged into it */
export async function askableOf(deps: Reads, crisisIds: string[], accounts: number[]): Promise<Map<string, Askable>> {
  const [stands, asked, { slas, policies }] = [
    await standsOf(deps.db, crisisIds, accounts),
    await askedOf(deps.db, crisisIds, accounts),
    await policiesInForce(deps),
  ]
  const found = new Map<string, Askable>()
  for (const { crisisId, policy: name, open, since, until, ...hurt } of stands) {
    const policy = Object.hasOwn(policies, name) ? policies[name] : undefined
    if (!policy) continue
    const here = asked.filter((each) => each.crisisId === crisisId)
    const mayAsk = open && policy.rules.some(({ optIn }) => optIn)
    const end = until ?? (mayAsk ? await crisisNow(deps, crisisId) : since)
    const offers = mayAsk ? offersOf({ ...policy, slas }, { ...hurt, minutes: Math.max(0, Math.floor((end.getTime() - since.getTime()) / 60_000)) }) : []
    found.set(crisisId, {
      offers: offers.filter(({ remedy }) => !here.some((each) => each.remedy === remedy)),
      asked: here.filter(({ given }) => !given).map(({ remedy, at }) => ({ remedy, at, ...calledOf({ ...policy, slas }, remedy) })),
      decided: !open,
    })
  }
  return found
}

/** Nobody asks once a plan was carried out or the crisis is closed: what is given is decided then. */
async function standsOf(db: Db, crisisIds: string[], accounts: number[]): Promise<Stand[]> {
  const { rows } = await sql<Stand>`
    select c.id as "crisisId", c.severity, c.kind, ${missedPromise} as "missedPromise", b.body->>'remedies' as policy, i.degree, i.since, coalesce(i.until, c.restored_at) as until,
           a.tier, a.region, a.mrr_minor as "mrrMinor", a.currency,
           c.status <> 'closed' and not exists (select from remedy_plans p where p.crisis_id = c.id and p.status = 'executed') as open
      from crises c join crisis_playbooks b on b.crisis_id = c.id join impact i on i.crisis_id = c.id join accounts a on a.id = i.account_id and a.merged_into is null
     where c.id = any (${crisisIds}::uuid[]) and i.account_id = any (${accounts}::bigint[])`.execute(db)
  return rows
}

async function askedOf(db: Db, crisisIds: string[], accounts: number[]) {
  const { rows } = await sql<{ crisisId: string; remedy: string; at: Date; given: boolean }>`
    select k.crisis_id as "crisisId", k.remedy, min(k.chosen_at) as at, exists (
             select from grants g join remedy_plans p on p.id = g.plan_id where g.crisis_id = k.crisis_id and g.account_id = any (${accounts}::bigint[])
                and coalesce(p.policy->'rules'->g.rule->>'remedy', g.remedy) = k.remedy) as given
      from remedy_choices k where k.crisis_id = any (${crisisIds}::uuid[]) and k.account_id = any (${accounts}::bigint[]) group by 1, 2 order by 3, 2`.execute(
    db,
  )
  return rows
}

/**
 * A customer asks, by their own page. Asked again it is the same; refused where it is not offered to them (any more).
 * @param asking.accounts the account and all that were merged into it; @param asking.contact to whom the page was given
 */
export async function askFor(
  deps: Reads,
  asking: { crisisId: string; remedy: string; account: number; accounts: number[]; contact: number | null },
): Promise<void> {
  const { crisisId, remedy, account, accounts, contact } = asking
  await deps.db.transaction().execute(async (tx) => {
    // Whoever grants the plan at this moment comes before or after: no wish is taken that was decided already.
    await sql`select 1 from remedy_plans where crisis_id = ${crisisId} and status in ('proposed', 'approved', 'executed') for share`.execute(tx)
    const found = (await askableOf({ ...deps, db: tx }, [crisisId], accounts)).get(crisisId)
    if (!found?.offers.some((each) => each.remedy === remedy)) {
      if ((await askedOf(tx, [crisisId], accounts)).some((each) => each.remedy === remedy)) return
      throw new Refused('out-of-order', 'This is not offered to this account any more.')
    }
    await keep(tx, { crisisId, account, remedy, contact, by: 'customer', now: await crisisNow({ ...deps, db: tx }, crisisId) })
  })
}

/** One of us notes that an account asked for a remedy, or no longer wants it. Refused where no rule of the policy is for those who ask. */
export async function noteChoice(
  deps: Reads,
  { crisisId, account, remedy, wants, by }: { crisisId: string; account: string; remedy: string; wants: boolean; by: string },
): Promise<{ remedy: string; accounts: number }> {
  const now = await crisisNow(deps, crisisId)
  const { rules } = await policyInForce(deps, (await playbookOf(deps.db, crisisId)).remedies)
  if (!rules.some((rule) => rule.optIn && rule.remedy === remedy))
    throw new Refused('not-valid', `The policy of this crisis has no remedy ${remedy} that is given to those who ask.`)
  const { rows } = await sql<{ id: number }>`
    select s.id::int8 as id from accounts a join accounts s on s.id = coalesce(a.merged_into, a.id) join crises c on c.id = ${crisisId} and c.practice = s.practice where a.key = ${account}`.execute(
    deps.db,
  )
  if (!rows[0]) throw new Refused('not-found', 'No account has this key.')
  const id = Number(rows[0].id)
  if (wants) await keep(deps.db, { crisisId, account: id, remedy, contact: null, by, now })
  else
    await sql`delete from remedy_choices k using accounts a where a.id = k.account_id and coalesce(a.merged_into, a.id) = ${id} and k.crisis_id = ${crisisId} and k.remedy = ${remedy}`.execute(
      deps.db,
    )
  const { rows: counted } = await sql<{ accounts: number }>`
    select count(*)::int as accounts from remedy_choices where crisis_id = ${crisisId} and remedy = ${remedy}`.execute(deps.db)
  return { remedy, accounts: counted[0]?.accounts ?? 0 }
}

type Choice = { crisisId: string; account: number; remedy: string; contact: number | null; by: string; now: Date }
const keep = (db: Db, { crisisId, account, remedy, contact, by, now }: Choice) =>
  sql`
    insert into remedy_choices (crisis_id, account_id, practice, remedy, chosen_at, contact_id, asked_by)
    values (${crisisId}, ${account}, ${account < 0}, ${remedy}, ${now}, ${contact}, ${by}) on conflict do nothing`.execute(db)

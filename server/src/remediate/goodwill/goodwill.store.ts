// Goodwill of agents: asked, granted from the budget or by somebody who agrees, and written to the ledger in the same transaction.
import { type RawBuilder, sql } from 'kysely'
import { type Deps, namesOf } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { aloneInLedger, takeBack } from '../grants/ledger.store.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { type Budget, beyond } from './budget.ts'
import { beyondCaps, type Giving } from './caps.store.ts'
import type { BudgetView, GiveGoodwill, GoodwillPage, GoodwillView } from './goodwill.contract.ts'

/** Granted at once where the budget reaches, else it waits. The same reference of the same person is the same request. @returns its id */
export const giveGoodwill = ({ db, clock, shelf }: Pick<Deps, 'db' | 'clock' | 'shelf'>, given: GiveGoodwill, by: string): Promise<string> =>
  db.transaction().execute((tx) => giveWithin({ db: tx, shelf }, given, by, clock()))

/** `accountId`: where it is known which one; else its key says it. */
type Given = Omit<GiveGoodwill, 'account'> & ({ account: string } | { accountId: number })

/** The same as a part of what else is stored at once. */
export async function giveWithin({ db: tx, shelf }: Pick<Deps, 'db' | 'shelf'>, given: Given, by: string, now: Date): Promise<string> {
  // One at a time: two at once must each see what the other took from the budget, and gave to the account.
  await aloneInLedger(tx)
  const account = await accountOf(tx, given)
  if (given.reference !== undefined) {
    const before = await sameBefore(tx, given, account.id, by)
    if (before) return before
  }
  const { crisisId = null, amountMinor, currency } = given
  const why = await mustAgree({ db: tx, shelf }, { accountId: account.id, crisisId, amountMinor, currency, now }, by)
  const id = newId(now)
  await sql`
    insert into goodwill_requests (id, account_id, practice, crisis_id, amount_minor, currency, reason, reference, asked_by, asked_at, state, answer)
    values (${id}, ${account.id}, ${account.practice}, ${given.crisisId ?? null}, ${given.amountMinor}, ${given.currency}, ${given.reason}, ${given.reference ?? null}, ${by}, ${now}, 'waiting', ${why ?? null})`.execute(
    tx,
  )
  if (!why) await grant(tx, id, [by], now)
  return id
}

/** Why somebody else must agree, by the budget and by the caps of the policy; undefined where nobody has to. */
export async function mustAgree(deps: Pick<Deps, 'db' | 'shelf'>, giving: Giving, by: string): Promise<string | undefined> {
  const why = [beyond(await budgetOf(deps.db, by, giving.currency, giving.now), giving.amountMinor), await beyondCaps(deps, giving)]
  return why.filter((each) => each !== undefined).join(' ') || undefined
}

async function sameBefore(tx: Db, given: Given, account: number, by: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string; same: boolean }>`
    select r.id, r.amount_minor = ${given.amountMinor} and r.currency = ${given.currency} and coalesce(a.merged_into, a.id) = ${account} as same
      from goodwill_requests r join accounts a on a.id = r.account_id where r.asked_by = ${by} and r.reference = ${given.reference ?? ''}`.execute(tx)
  if (rows[0] && !rows[0].same)
    throw new Refused('changed-meanwhile', 'Something else was asked for under this reference. Use another one, or look at what was asked.')
  return rows[0]?.id
}

async function accountOf(tx: Db, { crisisId, currency, ...of }: Given) {
  const { rows } = await sql<{ id: number; practice: boolean; currency: string; crisisThere: boolean }>`
    select s.id, s.practice, s.currency, ${crisisId ?? null}::uuid is null or exists (select from crises c where c.id = ${crisisId ?? null}::uuid and c.practice = s.practice) as "crisisThere"
      from accounts a join accounts s on s.id = coalesce(a.merged_into, a.id) where ${'accountId' in of ? sql`a.id = ${of.accountId}` : sql`a.key = ${of.account}`} order by a.practice limit 1`.execute(
    tx,
  )
  const [found] = rows
  if (!found) throw new Refused('not-found', 'No account has this key.')
  if (!found.crisisThere) throw new Refused('not-valid', 'There is no such crisis, or it is an exercise and the account is real.')
  if (found.currency !== currency) throw new Refused('not-valid', `This account pays in ${found.currency}: goodwill is given in that currency.`)
  return found
}

/** What a person may give in a currency, and how much of it they gave in this month. */
export async function budgetOf(tx: Db, person: string, currency: string, now: Date): Promise<Budget | undefined> {
  const { rows } = await sql<Budget>`
    select b.once_minor as "onceMinor", b.month_minor as "monthMinor", ${usedBy(sql`b.person`, sql`b.currency`, now)} as "usedMinor"
      from goodwill_budgets b where b.person = ${person} and b.currency = ${currency}`.execute(tx)
  return rows[0]
}

/** What a person granted from their own budget in the calendar month (UTC), less what was taken back. */
const usedBy = (person: RawBuilder<unknown>, currency: RawBuilder<unknown>, now: Date) => sql`(
  select coalesce(sum(r.amount_minor), 0)::bigint from goodwill_requests r
   where r.asked_by = ${person} and r.currency = ${currency} and r.state = 'granted' and r.decided_by = r.asked_by and r.decided_at >= date_trunc('month', ${now}::timestamptz, 'UTC')
     and not exists (select from grants b where b.reverses = r.grant_id))`

/** One line of the ledger, with its payout, and the request that it answers. */
async function grant(tx: Db, id: string, by: string[], now: Date): Promise<void> {
  await sql`
    with asked as (select r.*, a.practice as of_practice from goodwill_requests r join accounts a on a.id = r.account_id where r.id = ${id}),
    added as (
      insert into grants (crisis_id, account_id, practice, remedy, revision, amount_minor, currency, granted_at, goodwill_id, reason, granted_by)
      select r.crisis_id, r.account_id, r.practice, 'goodwill', coalesce((select max(g.revision) from grants g where g.crisis_id is not distinct from r.crisis_id and g.account_id = r.account_id and g.remedy = 'goodwill'), 0) + 1,
             r.amount_minor, r.currency, ${now}, r.id, r.reason, ${by}::text[] from asked r
      returning id, crisis_id, account_id, practice),
    paid as (
      insert into payouts (grant_id, crisis_id, account_id, practice, payer_id, means, changed_at)
      select g.id, g.crisis_id, g.account_id, g.practice, p.id, case when g.practice then 'practice' when p.id is null then 'file' when p.kind = 'stripe' then 'balance' else 'webhook' end, ${now}
        from added g
        left join lateral (
          select p.id, p.kind from payers p where not g.practice and p.removed_at is null
             and (p.kind = 'webhook' or (p.kind = 'stripe' and exists (select from account_aliases a where a.account_id = g.account_id and a.practice = g.practice and a.system = 'stripe')))
             and p.brand_id = coalesce((select c.brand_id from crises c where c.id = g.crisis_id), (select b.id from brands b order by b.created_at, b.id limit 1))
           order by p.kind = 'webhook' limit 1) p on true)
    update goodwill_requests set state = 'granted', decided_by = ${by.at(-1)}, decided_at = ${now}, answer = null, grant_id = (select id from added) where id = ${id}`.execute(
    tx,
  )
  await sql`select graphile_worker.add_job('pay', '{}'::json, job_key := 'pay', job_key_mode := 'preserve_run_at')`.execute(tx)
}

/** Somebody else agrees or does not. Whoever asked cannot be the one. */
export async function decideGoodwill(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  id: string,
  { agree, answer }: { agree: boolean; answer?: string | undefined },
  by: string,
): Promise<void> {
  const now = clock()
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      state: string
      askedBy: string
    }>`select state, asked_by as "askedBy" from goodwill_requests where id = ${id} for update`.execute(tx)
    const [asked] = rows
    if (!asked) throw new Refused('not-found', 'There is no such request.')
    if (asked.state !== 'waiting') throw new Refused('already-done', 'This request is already answered.')
    if (asked.askedBy === by) throw new Refused('not-allowed', 'Somebody else must agree: you asked for it yourself.')
    if (agree) {
      await aloneInLedger(tx)
      return grant(tx, id, [asked.askedBy, by], now)
    }
    if (!answer) throw new Refused('not-valid', 'Say in a sentence why not: the agent has a customer who waits.')
    await sql`update goodwill_requests set state = 'refused', decided_by = ${by}, decided_at = ${now}, answer = ${answer} where id = ${id}`.execute(tx)
  })
}

export async function takeBackGoodwill({ db, clock }: Pick<Deps, 'db' | 'clock'>, id: string, reason: string, by: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ grantId: number | null; crisisId: string | null; back: boolean }>`
      select r.grant_id as "grantId", r.crisis_id as "crisisId", exists (select from grants b where b.reverses = r.grant_id) as back from goodwill_requests r where r.id = ${id} for update`.execute(
      tx,
    )
    const [asked] = rows
    if (!asked) throw new Refused('not-found', 'There is no such request.')
    if (asked.grantId === null) throw new Refused('out-of-order', 'Nothing was granted that could be taken back.')
    if (asked.back) throw new Refused('already-done', 'It is already taken back.')
    await takeBack(tx, { grantId: asked.grantId, crisisId: asked.crisisId, at: clock(), by, reason })
    await sql`update goodwill_requests set answer = ${`Taken back: ${reason}`} where id = ${id}`.execute(tx)
    await sql`select graphile_worker.add_job('pay', '{}'::json, job_key := 'pay', job_key_mode := 'preserve_run_at')`.execute(tx)
  })
}

export async function putBudget(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  given: { person: string; currency: string; onceMinor: number; monthMinor: number },
  by: string,
): Promise<void> {
  await sql`
    insert into goodwill_budgets (person, currency, once_minor, month_minor, set_by, set_at)
    values (${given.person}, ${given.currency}, ${given.onceMinor}, ${given.monthMinor}, ${by}, ${clock()})
    on conflict (person, currency) do update set once_minor = excluded.once_minor, month_minor = excluded.month_minor, set_by = excluded.set_by, set_at = excluded.set_at`.execute(
    db,
  )
}

export async function goodwillPage(deps: Deps, me: string): Promise<GoodwillPage> {
  const budgets = await budgetsOf(deps)
  return {
    mine: budgets.filter(({ person }) => person.id === me),
    budgets,
    waiting: await requests(deps, sql`r.state = 'waiting'`, sql`r.asked_at`),
    latest: await requests(deps, sql`r.state <> 'waiting'`, sql`r.asked_at desc`),
  }
}

export async function showGoodwill(deps: Deps, id: string): Promise<GoodwillView> {
  const [found] = await requests(deps, sql`r.id = ${id}`, sql`r.id`)
  if (!found) throw new Refused('not-found', 'There is no such request.')
  return found
}

async function budgetsOf(deps: Deps): Promise<BudgetView[]> {
  const { rows } = await sql<Omit<BudgetView, 'person'> & { person: string }>`
    select b.person, b.currency, b.once_minor as "onceMinor", b.month_minor as "monthMinor", ${usedBy(sql`b.person`, sql`b.currency`, deps.clock())} as "usedMinor"
      from goodwill_budgets b order by b.person, b.currency`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.map((row) => row.person),
  )
  return rows.map((row) => ({ ...row, person: person(row.person) }))
}

type Row = Omit<GoodwillView, 'askedBy' | 'askedAt' | 'decidedBy' | 'amount'> & {
  askedBy: string
  askedAt: Date
  decidedBy: string | null
  amountMinor: number
  currency: string
}
async function requests(deps: Deps, which: RawBuilder<unknown>, order: RawBuilder<unknown>): Promise<GoodwillView[]> {
  const { rows } = await sql<Row>`
    select r.id, jsonb_build_object('id', a.id, 'key', a.key, 'name', a.name) as account, case when c.id is not null then jsonb_build_object('id', c.id, 'number', c.number) end as crisis,
           r.amount_minor as "amountMinor", r.currency, r.reason, r.state, r.answer as why, r.asked_by as "askedBy", r.asked_at as "askedAt", r.decided_by as "decidedBy", p.state as payout
      from goodwill_requests r join accounts a on a.id = r.account_id left join crises c on c.id = r.crisis_id left join payouts p on p.grant_id = r.grant_id
     where ${which} order by ${order} limit 100`.execute(deps.db)
  const person = await namesOf(
    deps,
    rows.flatMap((row) => [row.askedBy, row.decidedBy]),
  )
  return rows.map(({ askedBy, askedAt, decidedBy, amountMinor, currency, ...row }) => ({
    ...row,
    amount: { amountMinor, currency },
    askedBy: person(askedBy),
    askedAt: askedAt.toISOString(),
    decidedBy: decidedBy === null ? null : person(decidedBy),
  }))
}

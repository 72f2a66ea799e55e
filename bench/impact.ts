// A fifth of a million accounts is hit: how long until that is stored, and how many times as long as the statement written by hand for this one case?
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { explainAccount } from '../server/src/assess/impact/explain.store.ts'
import { putConditions } from '../server/src/assess/impact/definition.store.ts'
import type { Rule } from '../server/src/assess/impact/fields.contract.ts'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import { putList } from '../server/src/assess/impact/lists.store.ts'
import { ImpactQuery } from '../server/src/assess/impact/query.contract.ts'
import type { Deps } from '../server/src/deps.ts'
import type { Context, Figure } from './run.ts'
import { regions } from './support/registry-files.ts'
import { fillRegistry } from './support/registry-data.ts'
import { benchCrisis, benchSystem, median, residentMegabytes, round, seconds } from './support/system.ts'

export default async function impact({ serverUrl, tmp, size = 1_000_000 }: Context): Promise<Figure[]> {
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 3 })
  await sql`create table impact_by_hand (like impact including all)`.execute(db)
  await sql`vacuum analyze exposures, accounts`.execute(db)
  // As in a database that was not filled this very minute: its pages are written, its log files are there to be used again.
  await sql`checkpoint`.execute(db)
  const figures = [...(await byScope(deps, size)), ...(await byConditions(deps, size)), await byList(deps, size)]
  await deps.close()
  return [...figures, { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 400) }]
}

/** The services whose exposures reach about a fifth of the accounts, in every region. */
async function byScope(deps: Deps, size: number): Promise<Figure[]> {
  const { db } = deps
  const crisisId = await benchCrisis(deps, await servicesFor(deps, size / 5), null)
  const { ours, hand } = await beside(deps, crisisId, () =>
    sql`
    insert into impact_by_hand (crisis_id, account_id, practice, since, until, degree)
    select ${crisisId}::uuid, e.account_id, false, min(greatest(e.since, c.onset_at)), null, 'down'
      from crises c join crisis_scope s on s.crisis_id = c.id join exposures e on e.service_id = s.service_id and not e.practice
     where c.id = ${crisisId} and (e.until is null or e.until > c.onset_at) group by e.account_id`.execute(db),
  )
  const again = await seconds(() => recompute(deps, crisisId))
  return [
    { name: 'first assessment by scope', value: ours, unit: 's', limit: 1.3, ratio: round(ours / hand), most: 1.5 },
    { name: 'assessed again, nothing changed', value: round(again), unit: 's', limit: 1.5, ratio: round(again / hand) },
  ]
}

/** One exposure of some services in some regions, of an account of some tiers; then one condition more. */
async function byConditions(deps: Deps, size: number): Promise<Figure[]> {
  const { db } = deps
  const crisisId = await benchCrisis(deps, 1, null)
  const [services, some, tiers] = [Array.from({ length: 8 }, (_, n) => `service-${n}`), regions.slice(0, 6), ['standard', 'enterprise']]
  const exposure: Rule[] = [
    { field: 'exposure.service', operator: 'in', value: services },
    { field: 'exposure.region', operator: 'in', value: some },
  ]
  const first = {
    degree: 'down' as const,
    since: null,
    until: null,
    query: ImpactQuery.parse({
      combinator: 'and',
      rules: [
        { field: 'account.tier', operator: 'in', value: tiers },
        { combinator: 'and', rules: exposure },
      ],
    }),
  }
  await putConditions(db, crisisId, false, [first])
  const { ours, hand, accounts } = await beside(deps, crisisId, () =>
    sql`
    insert into impact_by_hand (crisis_id, account_id, practice, since, until, degree)
    select ${crisisId}::uuid, e.account_id, false, min(greatest(e.since, c.onset_at)), null, 'down'
      from crises c, exposures e join accounts a on a.id = e.account_id
     where c.id = ${crisisId} and not e.practice and e.service_id in (select id from services where key = any (${services}::text[])) and e.region = any (${some}::text[])
       and a.tier = any (${tiers}::text[]) and a.merged_into is null and (e.until is null or e.until > c.onset_at) group by e.account_id`.execute(db),
  )
  process.stdout.write(`impact: ${accounts} of ${size} accounts fulfil the condition\n`)
  const more = {
    ...first,
    degree: 'at-risk' as const,
    query: ImpactQuery.parse({
      combinator: 'and',
      rules: [
        {
          combinator: 'and',
          rules: [
            { field: 'exposure.service', operator: '=', value: 'service-12' },
            { field: 'exposure.region', operator: '=', value: regions[8] },
          ],
        },
      ],
    }),
  }
  await putConditions(db, crisisId, false, [first, more])
  let found = { accounts: 0, added: 0 }
  const again = await seconds(async () => {
    found = await recompute(deps, crisisId, 'conditions')
  })
  let whole = { accounts: 0, added: 0, removed: 0, changed: 0 }
  const inFull = await seconds(async () => {
    whole = await recompute(deps, crisisId)
  })
  if (found.added === 0) throw new Error('the further condition added nobody')
  if (whole.accounts !== found.accounts || whole.added + whole.removed + whole.changed > 0) throw new Error('working out everything found something else')
  const explained = await explanations(deps, crisisId, size)
  return [
    { name: 'first assessment by three conditions', value: ours, unit: 's', limit: 1.3, ratio: round(ours / hand), most: 1.5 },
    { name: `one condition more (${found.added} accounts)`, value: round(again), unit: 's', limit: 1, ratio: round(again / hand), most: 1 },
    { name: 'both conditions worked out again in full', value: round(inFull), unit: 's', limit: 1.3, ratio: round(inFull / hand), most: 1.5 },
    { name: 'explanation of one account, the slowest of 40', value: explained, unit: 'ms', limit: 1, ratio: round(explained / 50), most: 50 },
  ]
}

/** A list of a fifth of the accounts, half by key and half by address, read and matched. */
async function byList(deps: Deps, size: number): Promise<Figure> {
  const crisisId = await benchCrisis(deps, 1, null)
  const lines = Math.floor(size / 5)
  const file = Readable.from(
    (function* () {
      for (let n = 0; n < lines; n += 1) yield Buffer.from(n % 2 ? `cust-${n * 5}\n` : `person.${n * 5}@customer-${(n * 5 + 1) % 5000}.example\n`)
    })(),
  )
  const took = await seconds(() => putList(deps, crisisId, { list: 'include', degree: 'down', by: 'bench' }, file))
  const { rows } = await sql<{ accounts: number }>`select accounts from impact_lists where crisis_id = ${crisisId}`.execute(deps.db)
  if ((rows[0]?.accounts ?? 0) < lines / 2) throw new Error(`only ${rows[0]?.accounts} of ${lines} rows of the list were found`)
  return { name: `a list of ${lines} rows (${rows[0]?.accounts} accounts)`, value: round(took), unit: 's', limit: 1, ratio: round(took / 10), most: 10 }
}

/** Ours and the statement by hand in turns, five times each; both must store the same. */
async function beside(deps: Deps, crisisId: string, byHand: () => Promise<unknown>) {
  const { db } = deps
  const [ours, hand]: [number[], number[]] = [[], []]
  let accounts = 0
  for (let turn = 0; turn < 5; turn += 1) {
    await sql`truncate impact, impact_by_hand, impact_assessments, impact_changes`.execute(db)
    hand.push(await seconds(byHand))
    ours.push(
      await seconds(async () => {
        accounts = (await recompute(deps, crisisId)).accounts
      }),
    )
  }
  const { rows } = await sql<{ differ: number }>`
    select count(*)::int as differ from impact i full join impact_by_hand h on h.account_id = i.account_id and h.since = i.since and h.degree = i.degree where i.account_id is null or h.account_id is null`.execute(
    db,
  )
  if (accounts === 0 || rows[0]?.differ !== 0) throw new Error(`the two do not store the same: ${rows[0]?.differ} of ${accounts} accounts differ`)
  return { ours: round(median(ours)), hand: median(hand), accounts }
}

const recompute = ({ db, clock }: Deps, crisisId: string, cause = 'by-hand') => recomputeImpact(db, crisisId, { cause, by: 'bench', at: clock() })

/** Accounts all over the registry, hit and not; in milliseconds. */
async function explanations(deps: Deps, crisisId: string, size: number): Promise<number> {
  const times: number[] = []
  for (let nth = 0; nth < 41; nth += 1) {
    const accountId = 1 + Math.floor((nth * 0.618034 * size) % size)
    times.push((await seconds(() => explainAccount(deps, crisisId, accountId, deps.clock()))) * 1_000)
  }
  // The first one opens the connection and loads the code.
  return round(Math.max(...times.slice(1)))
}

async function servicesFor({ db }: Deps, accounts: number): Promise<number> {
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

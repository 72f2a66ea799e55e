// What is known of one account for an explanation: a handful of look-ups by its id, whatever the size of the registry.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { Refused } from '../../platform/refused.ts'
import { decimalsOf } from '../../prepare/registry/import/cells.ts'
import type { z } from 'zod'
import type { ImpactExplanation } from './impact.contract.ts'
import { type KnownAccount, type KnownExposure, judgeCondition, exposureInWords } from './explain.ts'
import { clipped, type Definition, readDefinition } from './hit.store.ts'
import { judgeScope, type Reason } from './explain-scope.ts'

type Row = Omit<KnownAccount, 'minorPerUnit'> & {
  id: number
  name: string
  practice: boolean
  since: Date | null
  until: Date | null
  degree: string | null
  minutes: number
  listed: 'include' | 'exclude' | null
}
const most = 10_000

/** Why an account is hurt or not; of a merged one, its survivor. Refuses an account that there is not. */
export async function explainAccount({ db }: Pick<Deps, 'db'>, crisisId: string, accountId: number, now: Date): Promise<z.input<typeof ImpactExplanation>> {
  const definition = await readDefinition(db, crisisId)
  const account = await accountOf(db, crisisId, accountId, now)
  if (!definition || !account) throw new Refused('not-found', 'There is no such account.')
  const [services, exposures, told] = await Promise.all([serviceNames(db), exposuresOf(db, account.id), toldTo(db, crisisId, account.id)])
  const known = { account: { ...account, minorPerUnit: 10 ** decimalsOf(account.currency) }, exposures, services }
  const reasons = account.practice === definition.practice ? reasonsOf(definition, known, account.listed) : [otherWorld(account.practice)]
  const holds = reasons[0]?.part !== 'exclude' && reasons.some((reason) => reason.holds)
  const hit = account.since !== null
  if (holds !== hit) reasons.unshift(changedSince(holds))
  const pointed = [...new Set(reasons.flatMap((reason) => (reason.holds ? (reason.exposures ?? []) : [])))].toSorted((one, other) => one - other)
  const { mrrMinor, currency, owner } = account
  return {
    accountId: account.id,
    key: account.key,
    name: account.name,
    tier: account.tier,
    region: account.region,
    vulnerability: account.vulnerability,
    revenue: { amountMinor: mrrMinor, currency },
    ownerEmail: owner,
    hit,
    since: account.since,
    until: account.until,
    degree: account.degree,
    minutes: account.minutes,
    because: pointed.slice(0, 200).map((i) => {
      const exposure = exposures[i] as KnownExposure
      const { region, since, until } = exposure
      return { service: services.get(exposure.service) ?? exposure.service, region, since, until, sentence: `Uses ${exposureInWords(exposure, services)}.` }
    }),
    reasons: reasons.map(({ part, holds, sentence, lines }) => ({ part, holds, sentence, lines })),
    told,
  }
}

/** Every part of the definition with its answer, in the order in which they count. */
function reasonsOf(
  definition: Definition,
  known: { account: KnownAccount; exposures: KnownExposure[]; services: ReadonlyMap<string, string> },
  listed: Row['listed'],
): Reason[] {
  const keys = new Map([...definition.services].map(([key, id]) => [id, key]))
  const scope = definition.scope.flatMap((row) =>
    judgeScope({ ...row, service: keys.get(row.serviceId) ?? '' }, clipped(row, definition), definition.everyoneInScope, known),
  )
  const conditions = definition.conditions.map((condition, i): Reason => {
    const window = clipped(condition, definition)
    const name = `Condition ${i + 1} (${condition.degree})`
    if (!window) return { part: 'condition', holds: false, sentence: `${name}: no, its window does not lie in the crisis.`, lines: [] }
    // Where each of those in force stood among all of them.
    const places = known.exposures.flatMap((each, at) => (inForce(each, window) ? [at] : []))
    const { holds, lines, exposures } = judgeCondition(condition.query, { ...known, exposures: places.map((at) => known.exposures[at] as KnownExposure) })
    return { part: 'condition', holds, sentence: `${name}: ${holds ? 'yes' : 'no'}.`, lines, exposures: exposures.map((at) => places[at] as number) }
  })
  const lists: Reason[] = []
  if (definition.lists.some(({ list }) => list === 'include') && listed !== 'exclude')
    lists.push({
      part: 'include',
      holds: listed === 'include',
      sentence: listed === 'include' ? 'It is on the list of accounts that count.' : 'It is not on the list of accounts that count.',
      lines: [],
    })
  if (listed === 'exclude')
    lists.unshift({ part: 'exclude', holds: true, sentence: 'It is on the list of accounts that are left out, and that wins over everything else.', lines: [] })
  return [...lists, ...scope, ...conditions]
}

const inForce = (exposure: KnownExposure, { start, end }: { start: Date; end: Date | null }) =>
  (exposure.until === null || exposure.until > start) && (exposure.since === null || end === null || exposure.since <= end)

const changedSince = (holds: boolean): Reason => ({
  part: 'account',
  holds,
  sentence: `This has changed since the last assessment: the next one will ${holds ? 'count it in' : 'leave it out'}.`,
  lines: [],
})

const otherWorld = (practice: boolean): Reason => ({
  part: 'account',
  holds: false,
  sentence: practice ? 'It is a practice account, and this crisis is real.' : 'It is a real account, and this crisis is practice.',
  lines: [],
})

async function accountOf(db: Deps['db'], crisisId: string, accountId: number, now: Date): Promise<Row | undefined> {
  const { rows } = await sql<Row>`
    select a.id, a.practice, a.key, a.name, a.tier, a.region, a.kind, a.locale, a.currency::text as currency, a.mrr_minor as "mrrMinor", a.vulnerability, a.owner_email as owner, i.since, i.until, i.degree,
           coalesce(greatest(0, extract(epoch from least(i.until, ${now}::timestamptz) - i.since) / 60), 0)::int as minutes,
           (select min(l.list) from impact_lists l join impact_list_accounts x on x.list_id = l.list_id
             where l.crisis_id = ${crisisId} and x.account_id in (select a.id union all select m.id from account_aliases y join accounts m on m.practice = y.practice and m.key = y.external_id where y.account_id = a.id and y.system = 'merged')) as listed
      from accounts a left join impact i on i.crisis_id = ${crisisId} and i.account_id = a.id
     where a.id = (select coalesce(merged_into, id) from accounts where id = ${accountId})`.execute(db)
  return rows[0]
}

const serviceNames = async (db: Deps['db']) =>
  new Map((await sql<{ key: string; name: string }>`select key, name from services`.execute(db)).rows.map((row) => [row.key, row.name]))

const exposuresOf = async (db: Deps['db'], accountId: number) =>
  (
    await sql<KnownExposure>`
      select v.key as service, e.region, e.sku, e.lot, e.order_ref as "order", e.integration, e.since, e.until
        from exposures e join services v on v.id = e.service_id where e.account_id = ${accountId} order by v.position, v.key, e.region, e.id limit ${most}`.execute(
      db,
    )
  ).rows

/** What the addresses of an account were told of a crisis: found by address, which is how deliveries are kept. */
const toldTo = async (db: Deps['db'], crisisId: string, accountId: number) =>
  (
    await sql<{ updateId: string; title: string; destination: string; state: string; at: Date | null }>`
      select d.update_id as "updateId", said_in(u.id, 'en')->>'title' as title, d.destination, d.state::text as state, d.changed_at as at
        from updates u cross join (select distinct email from contacts where account_id = ${accountId} limit 500) k
        join deliveries d on d.update_id = u.id and d.channel = 'email' and d.destination = k.email
       where u.crisis_id = ${crisisId} order by u.published_at limit 500`.execute(db)
  ).rows

// The ledger and the plan as CSV that finance opens as it is: exact decimals beside minor units, nothing that a spreadsheet would run.
import { sql } from 'kysely'
import { csvLine } from '../../platform/http/csv.ts'
import type { Db } from '../../platform/database/connect.ts'

/** Spreadsheets take a file for UTF-8 only with this in front. */
const mark = '\uFEFF'

/** `1234` EUR → `12.34`; yen have no decimals. Exact: never a float. */
export function decimal(amountMinor: number | bigint, currency: string): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  const [sign, text] = amountMinor < 0 ? ['-', String(amountMinor).slice(1)] : ['', String(amountMinor)]
  const padded = text.padStart(digits + 1, '0')
  return digits === 0 ? sign + padded : `${sign}${padded.slice(0, -digits)}.${padded.slice(-digits)}`
}

type PlanRow = {
  id: number
  key: string
  name: string
  remedy: string
  owed: boolean
  revision: number | null
  amount: number
  currency: string
  sentence: string | null
  state: string | null
}

/** The lines that a plan led to (or would, while it is proposed). Keyset pages of 5,000, so that a million accounts do not have to fit in memory. */
export async function* planCsv(db: Db, planId: string, plan: { number: string; status: string }): AsyncGenerator<string> {
  yield mark + csvLine(['crisis', 'account_key', 'account_name', 'remedy', 'revision', 'amount_minor', 'currency', 'status', 'amount', 'basis', 'why'])
  let after: [number, string] = [Number.MIN_SAFE_INTEGER, '']
  for (;;) {
    const { rows } = await sql<PlanRow>`
      select e.account_id as id, a.key, a.name, e.remedy, e.owed, g.revision, coalesce(g.amount_minor, e.amount_minor) as amount, e.currency, remedy_sentence(p.policy, e.rule) as sentence, o.state
        from remedy_lines e join accounts a on a.id = e.account_id join remedy_plans p on p.id = e.plan_id
        left join grants g on g.plan_id = e.plan_id and g.account_id = e.account_id and g.remedy = e.remedy and g.reverses is null left join payouts o on o.grant_id = g.id
       where e.plan_id = ${planId} and (e.account_id, e.remedy) > (${after[0]}::bigint, ${after[1]}::text) order by e.account_id, e.remedy limit 5000`.execute(
      db,
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
      .map((row) =>
        csvLine([
          plan.number,
          row.key,
          row.name,
          row.remedy,
          row.revision ?? '',
          row.amount,
          row.currency,
          row.revision ? 'granted' : plan.status,
          decimal(row.amount, row.currency),
          row.owed ? 'owed' : 'goodwill',
          row.sentence ?? '',
        ]),
      )
      .join('')
    after = [last.id, last.remedy]
  }
}

type LedgerRow = {
  id: number
  crisis: string | null
  key: string
  name: string
  remedy: string
  revision: number
  amount: number
  currency: string
  at: Date
  owed: boolean
  state: string | null
  means: string | null
  provider: string | null
  by: string | null
  reason: string | null
  reverses: number | null
  sentence: string | null
}

/** Every line of the ledger of a time, each with the crisis, the policy's words and the people who approved it. */
export async function* ledgerCsv(db: Db, { from, to, crisisId }: { from: Date; to: Date; crisisId?: string | undefined }): AsyncGenerator<string> {
  yield mark +
    csvLine([
      'line',
      'granted_at',
      'crisis',
      'account_key',
      'account_name',
      'remedy',
      'revision',
      'amount',
      'currency',
      'amount_minor',
      'basis',
      'state',
      'carried_out_by',
      'provider_id',
      'takes_back_line',
      'approved_by',
      'why',
    ])
  let after = 0
  for (;;) {
    const { rows } = await sql<LedgerRow>`
      select g.id, c.number as crisis, a.key, a.name, g.remedy, g.revision, g.amount_minor as amount, g.currency, g.granted_at as at, g.owed, o.state, o.means, o.provider_id as provider,
             (select string_agg(coalesce(u.name, x.id), ' and ' order by x.nth) from unnest(g.granted_by) with ordinality x (id, nth) left join auth_user u on u.id = x.id) as by,
             g.reason, g.reverses, remedy_sentence(p.policy, g.rule) as sentence
        from grants g join accounts a on a.id = g.account_id left join crises c on c.id = g.crisis_id left join remedy_plans p on p.id = g.plan_id left join payouts o on o.grant_id = g.id
       where g.id > ${after} and not g.practice and g.granted_at >= ${from} and g.granted_at < ${to} ${crisisId === undefined ? sql`` : sql`and g.crisis_id = ${crisisId}`} order by g.id limit 5000`.execute(
      db,
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows
      .map((row) =>
        csvLine([
          row.id,
          row.at.toISOString(),
          row.crisis ?? '',
          row.key,
          row.name,
          row.remedy,
          row.revision,
          decimal(row.amount, row.currency),
          row.currency,
          row.amount,
          row.owed ? 'owed' : 'goodwill',
          row.state ?? '',
          row.means ?? '',
          row.provider ?? '',
          row.reverses ?? '',
          row.by ?? '',
          row.reason ?? row.sentence ?? '',
        ]),
      )
      .join('')
    after = last.id
  }
}

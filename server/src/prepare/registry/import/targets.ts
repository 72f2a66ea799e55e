// Where the rows of each kind of file belong: how the stored row is found beside a staged one, and what is inserted where there is none.
import type { Plan } from './sheet.ts'

export type Subject = 'accounts' | 'contacts' | 'services' | 'exposures'
export type Target = {
  /** Further columns of the staging table. */
  staged?: string
  types?: Record<string, string>
  /** Staged rows `s` (with account_id, where there is one) and beside each the row it is about, `t`. */
  from: string
  /** How `t` is found again, where its id has no index. */
  again?: string
  /** Columns that say which row it is; they are inserted and never updated. */
  identity: string[]
  insert: Record<string, string>
  /** A row found wrong only here: the column at fault, or null. */
  wrong: string
  /** Rows that are left as they are. */
  leave?: string
  /** Which rows of a chunk are about the same thing, and which of them may be. */
  same: { by: string; when: string }
  stamped: boolean
}

export const accountId = 'coalesce(a.merged_into, a.id)'
// `offset 0` keeps the planner from joining in another order, in which an account's many exposures would be read for each row.
const withAccount = `(select s.*, ${accountId} as account_id, a.merged_into is not null as crossed from staged s left join accounts a on a.practice = $1 and a.key = s.account_key offset 0) s`
const factParts = ['region', 'sku', 'lot', 'order_ref', 'integration']

/** How each subject is found and stored; `staged` are the columns that the file gives. */
export function targetOf(subject: Subject, staged: string[], plan: Plan): Target {
  switch (subject) {
    case 'accounts':
      return {
        types: { mrr_minor: 'bigint' },
        from: 'staged s left join accounts t on t.practice = $1 and t.key = s.key',
        identity: ['key'],
        insert: { practice: '$1', key: 's.key' },
        // Revenue without a currency is in dollars; where the account has another currency, nobody can know what was meant.
        wrong: plan.at.has('mrr') && !plan.at.has('currency') ? "case when t.currency <> 'USD' then 'mrr' end" : 'null::text',
        leave: 't.merged_into is not null',
        same: { by: 's.key', when: 't.merged_into is null' },
        stamped: true,
      }
    case 'contacts':
      return {
        types: { receives_updates: 'boolean' },
        from: `${withAccount} left join contacts t on t.account_id = s.account_id and t.email = s.email`,
        identity: ['account_key', 'email'],
        insert: { account_id: 's.account_id', practice: '$1', email: 's.email' },
        wrong: "case when s.account_id is null then 'account_key' end",
        same: { by: 's.account_id, s.email', when: 's.account_id is not null' },
        stamped: true,
      }
    case 'services':
      return {
        types: { brand_id: 'uuid', position: 'int' },
        from: 'staged s left join services t on t.key = s.key',
        identity: ['key'],
        insert: {
          id: 'gen_random_uuid()',
          key: 's.key',
          created_at: '$2',
          ...(staged.includes('brand_id') ? {} : { brand_id: '(select id from brands order by created_at, id limit 1)' }),
        },
        wrong: 'null::text',
        same: { by: 's.key', when: 'true' },
        stamped: false,
      }
    case 'exposures':
      return {
        types: { service_id: 'uuid', since: 'timestamptz', until: 'timestamptz' },
        from: `${withAccount} left join exposures t on t.account_id = s.account_id and t.fact = s.fact`,
        again: 't.account_id = s.account_id and t.fact = s.fact',
        // Computed while the chunk is copied, so that the look-up by index compares two columns.
        staged: `, fact bigint generated always as (exposure_fact(service_id, ${factParts.map((part) => (staged.includes(part) ? part : 'null')).join(', ')})) stored`,
        identity: ['account_key', 'service_id', ...factParts],
        insert: {
          account_id: 's.account_id',
          practice: '$1',
          ...Object.fromEntries(['service_id', ...factParts].filter((each) => staged.includes(each)).map((each) => [each, `s.${each}`])),
        },
        wrong: `case when s.account_id is null then 'account_key'${endsEarly(staged)} end`,
        same: { by: 's.account_id, s.fact', when: 's.account_id is not null' },
        stamped: false,
      }
  }
}

/** Where a file gives only one end of the span, the other is what is stored. */
const endsEarly = (columns: string[]) => {
  const [since, until] = [columns.includes('since'), columns.includes('until')]
  return since === until ? '' : since ? " when t.until < s.since then 'since'" : " when s.until < t.since then 'until'"
}

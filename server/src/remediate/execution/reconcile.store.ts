// The report is made account by account, in bounded batches; whoever dies goes on where it stood. It reads at the provider's rate and changes nothing.
import { sql } from 'kysely'
import type { Pause } from '../../communicate/deliveries/line.ts'
import { takeNow } from '../../communicate/deliveries/pace.store.ts'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { linesOf, referenceOf } from './lines.store.ts'
import { AskLater, type DueLine, type Entry, type Means, type Payer } from './payer.ts'
import { type Opened, payerById } from './payers.store.ts'
import type { PayoutState } from './payout.ts'
import { compared, type Difference, type LedgerLine } from './reconcile.ts'

const [batch, leaseSeconds] = [50, 60]
/** A provider that wants fewer requests is waited for, so often at a time. */
const mostWaits = 30

export type Reconciliation = { id: string; payerId: string; planId: string | null; from: Date | null; until: Date | null; place: number }
type Row = {
  grantId: number
  accountId: number
  crisisId: string | null
  goodwillId: string | null
  remedy: string
  revision: number
  amountMinor: number
  currency: string
  means: Means
  state: PayoutState
  providerId: string | null
  takesBack: number | null
}

/** The lines that a report is about. */
export const within = ({ payerId, planId, from, until }: Pick<Reconciliation, 'payerId' | 'planId' | 'from' | 'until'>) =>
  sql`p.payer_id = ${payerId} and (${planId}::uuid is null or g.plan_id = ${planId}) and (${from}::timestamptz is null or g.granted_at >= ${from}) and (${until}::timestamptz is null or g.granted_at < ${until})`

/** Goes on with every report that nobody is at. */
export async function reconcileAsked(deps: Deps, opened: Opened, pause: Pause | undefined, signal: AbortSignal): Promise<void> {
  for (let report = await take(deps); report && !signal.aborted; report = await take(deps)) {
    const row = await payerById(deps.db, report.payerId).catch(() => undefined)
    const payer = row ? opened.of(row) : undefined
    if (!row || !payer || payer.compares.length === 0) {
      await stop(deps.db, report.id, 'This payer cannot be asked what it has done.', deps.clock())
      continue
    }
    try {
      while (!signal.aborted && (await nextAccounts(deps, payer, row.kind, report, pause, signal)));
    } catch (error) {
      await stop(deps.db, report.id, `The provider could not be asked: ${(error as Error).message}`.slice(0, 500), deps.clock())
    }
    if (signal.aborted) await sql`update reconciliations set leased_until = null where id = ${report.id}`.execute(deps.db)
  }
}

async function take({ db, clock }: Deps): Promise<Reconciliation | undefined> {
  const now = clock()
  const { rows } = await sql<Reconciliation>`
    with next as (select id from reconciliations where state = 'running' and (leased_until is null or leased_until < ${now}) order by asked_at limit 1 for update skip locked)
    update reconciliations r set leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) from next where r.id = next.id
    returning r.id, r.payer_id as "payerId", r.plan_id as "planId", r.from_at as "from", r.until_at as "until", r.place`.execute(db)
  return rows[0]
}

/** @returns false at the end */
async function nextAccounts(deps: Deps, payer: Payer, kind: string, report: Reconciliation, pause: Pause | undefined, signal: AbortSignal): Promise<boolean> {
  const { db, clock } = deps
  const { rows } = await sql<Row>`
    with accounts as (select distinct g.account_id from grants g join payouts p on p.grant_id = g.id where ${within(report)} and g.account_id > ${report.place} order by 1 limit ${batch})
    select g.id as "grantId", g.account_id as "accountId", g.crisis_id as "crisisId", g.goodwill_id as "goodwillId", g.remedy, g.revision, g.amount_minor as "amountMinor", g.currency, p.means, p.state::text as state,
           p.provider_id as "providerId", g.reverses as "takesBack"
      from accounts join grants g on g.account_id = accounts.account_id join payouts p on p.grant_id = g.id where ${within(report)} order by g.account_id, g.id`.execute(
    db,
  )
  if (rows.length === 0) {
    await sql`update reconciliations set state = 'done', done_at = ${clock()}, leased_until = null where id = ${report.id}`.execute(db)
    return false
  }
  const known = await linesOf(
    db,
    kind,
    rows.map(({ grantId }) => grantId),
  )
  const accounts = Map.groupBy(rows, ({ accountId }) => accountId)
  const found: { matched: number; differences: Difference[] }[] = []
  for (const [accountId, all] of accounts) {
    // Of what the provider keeps nothing that shows whose it is, nothing can be said.
    const lines = all.filter(({ means }) => payer.compares.includes(means))
    const due = lines.map(({ grantId }) => known.get(grantId)).filter((line): line is DueLine => line !== undefined && 'key' in line)
    await turn(deps, payer, report.payerId, due.length, pause, signal)
    if (signal.aborted) return false
    found.push(compared(accountId, lines.map(ledgerLine), await entriesOf(payer, due, pause, signal), ofThis(report, lines)))
  }
  report.place = rows.at(-1)?.accountId ?? report.place
  await store(db, report, accounts.size, found, clock())
  return true
}

async function entriesOf(payer: Payer, due: DueLine[], pause: Pause | undefined, signal: AbortSignal): Promise<Entry[]> {
  for (let waits = 0; ; waits += 1) {
    try {
      return await payer.entries(due)
    } catch (error) {
      if (!(error instanceof AskLater) || !pause || waits >= mostWaits || signal.aborted) throw error
      await pause(Math.min(error.afterMs, 2_000), signal)
    }
  }
}

/** A reference that the ledger does not know: of the same crises, or, where a time was asked for, of any that no other line bears. */
const ofThis = ({ planId }: Reconciliation, lines: Row[]) => {
  const crises = new Set(lines.map(({ crisisId }) => crisisId))
  return (reference: string) => planId === null || crises.has(reference.split('/')[0] as string)
}
const ledgerLine = (row: Row): LedgerLine => ({
  ...row,
  currency: row.currency.toUpperCase(),
  reference: referenceOf(row),
  takesBack: row.takesBack === null ? null : String(row.takesBack),
})

async function turn({ db, clock }: Deps, payer: Payer, payerId: string, wanted: number, pause: Pause | undefined, signal: AbortSignal) {
  for (let left = wanted; left > 0 && !signal.aborted; ) {
    left -= await takeNow(db, `payer:${payerId}:look-up`, payer.perSecond, left, clock())
    if (left > 0 && !pause) return
    if (left > 0) await pause?.(200, signal)
  }
}

/** A line that the report missed because it belongs to another plan or time is in the ledger all the same: that is no difference. */
async function store(db: Db, report: Reconciliation, accounts: number, found: { matched: number; differences: Difference[] }[], now: Date) {
  const all = found.flatMap(({ differences }) => differences)
  const elsewhere = await knownElsewhere(
    db,
    all.filter(({ kind }) => kind === 'missing-here'),
  )
  const differences = all.filter(({ kind, reference }) => kind !== 'missing-here' || !elsewhere.has(reference))
  await db.transaction().execute(async (tx) => {
    await sql`
      update reconciliations set place = ${report.place}, looked_at = looked_at + ${accounts}, matched = matched + ${found.reduce((sum, { matched }) => sum + matched, 0)},
             leased_until = ${now}::timestamptz + make_interval(secs => ${leaseSeconds}) where id = ${report.id}`.execute(tx)
    if (differences.length > 0)
      await sql`
        insert into reconciliation_lines (reconciliation_id, kind, account_id, grant_id, reference, provider_id, ledger_minor, provider_minor, currency, note)
        select ${report.id}::uuid, t.* from unnest(${differences.map(({ kind }) => kind)}::text[], ${differences.map(({ accountId }) => accountId)}::bigint[], ${differences.map(({ grantId }) => grantId)}::bigint[],
          ${differences.map(({ reference }) => reference)}::text[], ${differences.map(({ providerId }) => providerId)}::text[], ${differences.map(({ ledgerMinor }) => ledgerMinor)}::bigint[],
          ${differences.map(({ providerMinor }) => providerMinor)}::bigint[], ${differences.map(({ currency }) => currency)}::text[], ${differences.map(({ note }) => note)}::text[]) t`.execute(
        tx,
      )
  })
}

async function knownElsewhere(db: Db, missed: Difference[]): Promise<Set<string>> {
  if (missed.length === 0) return new Set()
  const { rows } = await sql<Parameters<typeof referenceOf>[0]>`
    select crisis_id as "crisisId", goodwill_id as "goodwillId", account_id as "accountId", remedy, revision from grants where account_id = any (${missed.map(({ accountId }) => accountId)}::bigint[])`.execute(
    db,
  )
  return new Set(rows.map(referenceOf))
}

const stop = (db: Db, id: string, why: string, now: Date) =>
  sql`update reconciliations set state = 'stopped', why = ${why}, done_at = ${now}, leased_until = null where id = ${id}`.execute(db)

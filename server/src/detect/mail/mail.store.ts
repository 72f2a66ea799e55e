// Mails that came in and were not looked at yet: each is told once, in the transaction that marks it.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { mailParts } from '../../communicate/bounces/mail-parts.ts'
import type { Db } from '../../platform/database/connect.ts'
import { withAccounts } from '../signals/accounts.store.ts'
import { NoSignal, readSignals } from '../signals/read-signals.ts'
import { mailKinds } from '../signals/source-settings.contract.ts'
import { hashOfKey, type SourceRow, sourceColumns, sourceOf } from '../signals/sources.store.ts'
import type { Intake } from '../signals/take.store.ts'
import { keysIn, type Mail, type MailSource, mailSignal, recipientsOf, sourceOfMail } from './mail-signal.ts'

const [atOnce, passedAtOnce] = [20, 500]
/** So much of each is read: what somebody wrote stands at its beginning. */
const mostBytes = 2 * 1024 ** 2

type Kept = Mail & { mail: number; route: string }

/** A bounded number at once; whoever dies in between leaves them for the next look. @returns how many */
export async function readMails(deps: Pick<Deps, 'db' | 'clock' | 'key'>, intake: Intake): Promise<number> {
  const sources = await mailSources(deps)
  await passOver(deps.db, sources.length === 0)
  const mails = await mailsWhere(deps.db, sql`not m.told and m.route <> 'unparseable' order by m.id limit ${atOnce}`)
  const bySource = Map.groupBy(mails, (mail) => whose(mail, sources))
  // A transaction for each source: two would wait for each other at midnight.
  for (const [source, own] of bySource) await tell(deps, intake, source, own)
  return mails.length
}

/** Nobody waits behind a million bounces: what names no key of a monitor is none of a monitor's, and needs no reading. Where there is no source for mails, that is so of all. */
const passOver = (db: Db, all: boolean) =>
  sql`
    update inbound_mails set told = true where id in (
      select id from inbound_mails where not told and route <> 'unparseable'
         and (${all} or route not in ('reply', 'other') and encode(substring(raw from 1 for 65536), 'escape') !~ '[+][0-9a-f]{32}@')
       order by id limit ${passedAtOnce} for update skip locked)`.execute(db)

/** The newest mails of a source as they would be told; nothing is marked. */
export async function triedMails(deps: Pick<Deps, 'db' | 'key'>, source: MailSource, most: number): Promise<{ items: unknown[]; ats: Date[] }> {
  const mails = (await mailsWhere(deps.db, sql`m.route <> 'unparseable' order by m.id desc limit ${atOnce * 2}`)).filter(
    (mail) => whose(mail, [source]) !== undefined,
  )
  const own = mails.slice(0, most)
  return { items: await itemsOf(deps.db, source, own), ats: own.map(({ at }) => at) }
}

/** What reads like a report of a mail server may be a monitor's: it is one where it came to the address with the monitor's key, and nothing for us otherwise. */
const whose = ({ parts, route }: Kept, sources: readonly MailSource[]): MailSource | undefined => {
  const recipients = recipientsOf(parts)
  const hashes = keysIn(recipients).map(hexOf)
  if (route === 'reply' || route === 'other') return sourceOfMail(parts, recipients, hashes, sources)
  return sources.find(({ hash, kind }) => kind === 'mail-alerts' && hashes.includes(hash))
}
const hexOf = (key: string): string => hashOfKey(key).toString('hex')

async function tell({ db, clock }: Pick<Deps, 'db' | 'clock'>, intake: Intake, source: MailSource | undefined, mails: Kept[]): Promise<void> {
  const items = source ? await itemsOf(db, source, mails) : []
  await db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      id: number
    }>`update inbound_mails set told = true where id = any (${mails.map(({ mail }) => mail)}::bigint[]) and not told returning id`.execute(tx)
    const mine = new Set(rows.map(({ id }) => Number(id)))
    // What is no signal (a machine wrote it) is no failure of its sender, and is counted nowhere.
    const told = items.filter((item, i) => mine.has((mails[i] as Kept).mail) && !(item instanceof NoSignal))
    if (source && told.length > 0) await intake.take(source, readSignals(told, clock()), tx)
  })
}

const itemsOf = (db: Db, source: MailSource, mails: Kept[]) =>
  withAccounts(
    db,
    source.practice,
    mails.map((mail) => mailSignal(mail, source)),
  )

type Row = { id: string; route: string; raw: Buffer; hash: string; message: string | null; at: Date; lately: number }
async function mailsWhere(db: Db, which: ReturnType<typeof sql>): Promise<Kept[]> {
  const { rows } = await sql<Row>`
    select m.id, m.route, substring(m.raw from 1 for ${mostBytes}) as raw, encode(m.content_hash, 'hex') as hash, m.message_id as message, m.received_at as at,
           (select count(*)::int from inbound_mails b where b.received_at > m.received_at - interval '1 hour' and b.received_at <= m.received_at and b.id < m.id and b.sender = m.sender) as lately
      from inbound_mails m where ${which}`.execute(db)
  return Promise.all(
    rows.map(async ({ id, route, raw, hash, message, at, lately }) => ({
      mail: Number(id),
      route,
      parts: await mailParts(raw),
      id: message || hash,
      at,
      lately,
    })),
  )
}

/** The sources that are told by mails: monitors, and addresses that customers write to. */
export async function mailSources({ db, key }: Pick<Deps, 'db' | 'key'>): Promise<MailSource[]> {
  const { rows } = await sql<SourceRow & { hash: Buffer }>`
    select ${sourceColumns}, s.hash from signal_sources s where s.removed_at is null and s.kind = any (${[...mailKinds]}::text[]) order by s.created_at, s.id`.execute(
    db,
  )
  return rows.map((row) => ({ ...sourceOf(key, row), hash: row.hash.toString('hex') }))
}

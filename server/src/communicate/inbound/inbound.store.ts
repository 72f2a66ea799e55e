// The one pipe for mails to us: kept as it came, read once, routed, and what it says stored with the deliveries.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { fromCursor, toPage } from '../../platform/http/cursor.ts'
import { Refused } from '../../platform/refused.ts'
import { headerOf, type MailParts, mailParts } from '../bounces/mail-parts.ts'
import { reportOf } from '../bounces/report.ts'
import { applyFeedback } from '../suppressions/feedback.store.ts'
import { deliveryOfBounce } from '../deliveries/bounce-address.ts'
import { tokenIn, tokenOfSubject } from '../proofs/proof.ts'
import { proofArrived, proofFailed } from '../proofs/proofs.store.ts'
import { feedbackOf, type Route, routeOf } from './inbound.ts'
import type { InboundMail, InboundMailView } from './inbound.contract.ts'

export type Taken = { id: number; route: Route; again: boolean }
/** Larger mails are kept up to here: what a report says stands at its beginning. */
const mostBytes = 10 * 1024 ** 2

/**
 * Takes one inbound mail. The same mail again, from the same place or another, is kept once and applied once.
 * What cannot be read is kept too, and shown; what cannot be applied is marked, with why.
 * @param uid its place at the source, where there is one
 */
export async function takeInbound(deps: Deps, given: Uint8Array, source: string, uid?: string): Promise<Taken> {
  const { db, clock } = deps
  const raw = Buffer.from(given.subarray(0, mostBytes))
  const hash = createHash('sha256').update(given).digest()
  const mail = await mailParts(raw)
  const report = reportOf(mail)
  const route = routeOf(mail, report)
  // A test of ours that arrived is no mail to anybody; one that comes back as undeliverable says so beside what it is.
  const tested = tokenOfSubject(mail.subject)
  if (tested && route !== 'bounce' && (await proofArrived(db, tested, clock()))) return { id: 0, route: 'other', again: false }
  const lost = route === 'bounce' ? tokenIn(mail.whole) : undefined
  if (lost) await proofFailed(db, lost, report.recipients[0]?.answer ?? mail.subject)
  const found = report.kind === 'none' ? null : JSON.stringify(report).replaceAll('\\u0000', '').toWellFormed()
  const line = (text: string, most: number) => text.replaceAll('\0', '').toWellFormed().slice(0, most)
  const keep = async (as: Route, read: string | null, error: string | null) => {
    const { rows } = await sql<{ id: number; route: Route; state: string; again: boolean }>`
      with mine as (
        insert into inbound_mails (source, source_uid, content_hash, received_at, message_id, sender, subject, raw, route, found, error)
        values (${source}, ${uid ?? null}, ${hash}, ${clock()}, ${line(headerOf(mail, 'message-id').trim(), 300) || null}, ${line(mail.from.trim(), 300)},
                ${line(mail.subject, 500)}, ${raw}, ${as}, ${read}::jsonb, ${error})
        on conflict do nothing returning id, route, state)
      select *, false as again from mine
      union all select id, route, state, true from inbound_mails
       where (content_hash = ${hash} or (source = ${source} and source_uid = ${uid ?? null})) and not exists (select 1 from mine) limit 1`.execute(db)
    return rows[0]
  }
  // A text that the database will not have must not stop those behind it.
  const row = await keep(route, found, mail.readable ? null : 'this is no mail that can be read').catch((error: Error & { code?: string }) => {
    if (!error.code?.startsWith('22')) throw error
    return keep('unparseable', null, error.message.slice(0, 500))
  })
  // Another node keeps it at this very moment: it applies it, too.
  if (!row) return { id: 0, route, again: true }
  if (row.state === 'kept' && (route === 'bounce' || route === 'complaint'))
    await apply(deps, row.id, () => feedbackOf(report, hash.toString('hex'), clock(), deliveryOfBounce(deps.key, cameTo(mail))))
  return { id: row.id, route: row.route, again: row.again }
}

const cameTo = (mail: MailParts) => ['x-original-to', 'delivered-to', 'envelope-to', 'to'].map((name) => headerOf(mail, name)).join(' ')

/** Stores what the mail says, and that this was done: once, also where the first try was cut off. A database out of reach is no fault of the mail: that is thrown, and tried again. */
async function apply(deps: Deps, id: number, feedback: () => ReturnType<typeof feedbackOf>): Promise<void> {
  try {
    await applyFeedback(deps, feedback())
    await sql`update inbound_mails set state = 'applied' where id = ${id} and state = 'kept'`.execute(deps.db)
  } catch (error) {
    if (!/^2[23]/.test((error as { code?: string }).code ?? '')) throw error
    deps.log.error({ err: error, inbound: id }, 'an inbound mail could not be applied')
    await sql`update inbound_mails set state = 'failed', error = ${(error as Error).message.slice(0, 500)} where id = ${id} and state = 'kept'`.execute(deps.db)
  }
}

const view = sql`m.id, m.source, m.received_at as "receivedAt", m.sender, m.subject, m.route, m.state, m.error`

/** Inbound mails, the newest first. */
export async function listInbound({ db }: Deps, query: { route?: Route | undefined; cursor?: string | undefined; limit: number }) {
  const after = fromCursor<[string, number]>(query.cursor, ['time', 'number'])
  const { rows } = await sql<InboundMailView & { place: string }>`
    select ${view}, to_char(m.received_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as place from inbound_mails m
     where ${query.route ? sql`m.route = ${query.route}` : sql`true`} and ${after ? sql`(m.received_at, m.id) < (${after[0]}::timestamptz, ${after[1]}::bigint)` : sql`true`}
     order by m.received_at desc, m.id desc limit ${query.limit + 1}`.execute(db)
  return toPage(rows, query.limit, (row) => [row.place, row.id])
}

/** One mail with its headers and its text, as text; nothing of it is ever shown as HTML. */
export async function inboundMail({ db }: Deps, id: number): Promise<InboundMail> {
  const {
    rows: [row],
  } = await sql<InboundMailView & { raw: Buffer; found: InboundMail['found'] }>`select ${view}, m.raw, m.found from inbound_mails m where m.id = ${id}`.execute(
    db,
  )
  if (!row) throw new Refused('not-found', 'There is no such mail.')
  const { raw, ...mail } = row
  const parts = await mailParts(raw)
  const shown = (text: string, most: number) => text.toWellFormed().slice(0, most)
  return {
    ...mail,
    headers: parts.headers.slice(0, 200).map(({ key, value }) => ({ name: shown(key, 100), value: shown(value, 2_000) })),
    text: shown(parts.readable ? parts.text : parts.whole, 50_000),
    bytes: raw.length,
  }
}

const forgetAtOnce = 1_000

/** What is older than it may be kept; a bounded number at a time. Soft bounces count for two weeks and are gone after a month. */
export async function forgetInbound({ db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>): Promise<number> {
  const now = clock()
  await sql`delete from soft_bounces where at < ${now}::timestamptz - interval '30 days'`.execute(db)
  const { numAffectedRows } = await sql`
    delete from inbound_mails where id in (
      select id from inbound_mails where received_at < ${now}::timestamptz - make_interval(days => ${config.keepInboundDays}) order by received_at limit ${forgetAtOnce})`.execute(
    db,
  )
  return Number(numAffectedRows ?? 0)
}

// The reading: what webhooks told of goes first, then the next page of a running reading. One process at a time for each connection, so that nothing older is stored over something newer.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Deps } from '../../../deps.ts'
import { aloneAt } from '../../../platform/database/alone.ts'
import { mergeSure } from './doubles.store.ts'
import { type Due, dueOf, forgetDue, putBack, putDue } from './due.store.ts'
import { dueLinks } from './links.store.ts'
import type { Link } from './links.ts'
import type { Page, Read, Reader, Wrong } from './read.ts'
import { failRun, finishRun, runningOf, turnTo, waitFor, waitNoMore } from './runs.store.ts'
import { storePage } from './store-page.ts'
import { unknownCustomer } from './subscriptions.store.ts'

export type SyncDeps = Pick<Deps, 'db' | 'clock' | 'key' | 'log'>
export type Readers = (link: Link) => Reader

/** Looks at every connection that is due; each for at most `most` requests, so that none waits long behind another. */
export async function sync(deps: SyncDeps, readers: Readers, signal: AbortSignal, most = 40): Promise<void> {
  const links = await dueLinks(deps)
  await Promise.all(
    links.map((link) =>
      aloneAt(deps.db, lockOf(link.id), async () => {
        const reader = readers(link)
        for (let turn = 0; turn < most && !signal.aborted; turn += 1) if (!(await oneTurn(deps, link, reader))) return
      }).catch((error) => deps.log.error({ err: error, link: link.id }, 'reading customers failed')),
    ),
  )
}

const lockOf = (id: string) => Number.parseInt(createHash('sha256').update(`sync/${id}`).digest('hex').slice(0, 12), 16)

/** One request and what follows from it; answers whether there is more to do at once. */
async function oneTurn(deps: SyncDeps, link: Link, reader: Reader): Promise<boolean> {
  return (await readDue(deps, link, reader)) ?? (await readOn(deps, link, reader)) ?? mergeSure(deps.db, link, deps.clock())
}

/** undefined: there is nothing of this kind to do. */
async function readDue(deps: SyncDeps, link: Link, reader: Reader): Promise<boolean | undefined> {
  const due = await dueOf(deps.db, link.id, reader.atOnce, deps.clock())
  const subject = due[0]?.subject
  if (!subject) return undefined
  const read = await reader.some(
    subject,
    due.map(({ externalId }) => externalId),
  )
  if (read.kind !== 'page') {
    if (read.kind === 'later' && read.afterMs === null) await putBack(deps.db, link.id, due, new Date(deps.clock().getTime() + longest))
    return putOff(deps, link, read)
  }
  const now = deps.clock()
  await deps.db.transaction().execute(async (tx) => {
    const { priced, wrong } = await storePage(tx, link, read.page, { now, runId: null })
    await lookForCustomers(tx, link, read.page, wrong, due, now)
    await forgetDue(tx, link.id, due)
    await waitNoMore(tx, link.id)
    if (priced > 0) await sql`select assess_again(false)`.execute(tx)
  })
  return true
}

/** What belongs to a customer nobody told of: the customer is read, and then it is read once more. */
async function lookForCustomers(tx: Deps['db'], link: Link, page: Page, wrong: Wrong[], due: Due[], now: Date) {
  if (page.subject === 'customers') return
  const unplaced = new Set(wrong.filter(({ reason }) => reason === unknownCustomer).map(({ externalId }) => externalId))
  const again = due.filter(({ externalId, times }) => unplaced.has(externalId) && times < 3).map(({ externalId }) => ({ subject: page.subject, externalId }))
  if (again.length === 0) return
  const customers = page.rows
    .filter(({ externalId }) => unplaced.has(externalId))
    .map(({ customer }) => ({ subject: 'customers' as const, externalId: customer }))
  await putDue(tx, link.id, [...customers, ...again], now)
}

async function readOn(deps: SyncDeps, link: Link, reader: Reader): Promise<boolean | undefined> {
  const run = await runningOf(deps.db, link.id)
  if (!run) return undefined
  const read = await reader.page(run.stage, run.cursor)
  if (read.kind !== 'page') return putOff(deps, link, read)
  const now = deps.clock()
  const nextStage = reader.subjects[reader.subjects.indexOf(run.stage) + 1]
  await deps.db.transaction().execute(async (tx) => {
    await storePage(tx, link, read.page, { now, runId: run.id })
    await waitNoMore(tx, link.id)
    if (read.page.next !== null) await turnTo(tx, run, run.stage, read.page.next)
    else if (nextStage) await turnTo(tx, run, nextStage, null)
    else await finishRun(tx, link.id, run, now)
  })
  return true
}

/** As long as the provider says, else a little longer each time, at most five minutes. What a person must mend ends the reading, and is asked again every five minutes. */
async function putOff(deps: SyncDeps, link: Link, read: Exclude<Read, { kind: 'page' }>): Promise<false> {
  const now = deps.clock()
  if (read.kind === 'refused') await failRun(deps.db, link.id, read.why, now)
  const { rows } = await sql<{ tries: number }>`select tries from sync_links where id = ${link.id}`.execute(deps.db)
  const ms = read.kind === 'refused' ? longest : (read.afterMs ?? Math.min(longest, 1_000 * 2 ** Math.min(rows[0]?.tries ?? 0, 20)))
  await waitFor(deps.db, link.id, new Date(now.getTime() + ms), read.why)
  return false
}

const longest = 300_000

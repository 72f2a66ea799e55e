// The mailbox that failure notices and replies come back to: watched by one node at a time, read on from where it was left, each mail taken once.
import { ImapFlow } from 'imapflow'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { takeInbound } from './inbound.store.ts'

/** `after`: what becomes of a mail that was taken: marked as seen, or moved to that folder. */
export type Mailbox = { url: string; after: 'seen' | { moveTo: string } }
/** Between two looks where the server tells nothing, before another node is asked for, and the longest wait after failures. */
type Pauses = { look: number; turn: number; longest: number }
const usual: Pauses = { look: 60_000, turn: 5_000, longest: 300_000 }
const [atOnce, takenTogether] = [50, 5]
const mostBytes = 10 * 1024 ** 2

/** Watches the mailbox until asked to stop; a mailbox out of reach is tried again, ever more slowly. */
export async function watchMailbox(deps: Deps, mailbox: Mailbox, signal: AbortSignal, pauses: Pauses = usual): Promise<void> {
  let failures = 0
  while (!signal.aborted) {
    const session = new AbortController()
    const turn = await takeTurn(deps, session)
    if (!turn) {
      await pause(pauses.turn, signal)
      continue
    }
    try {
      await readMailbox(deps, mailbox, AbortSignal.any([signal, session.signal]), pauses, () => {
        failures = 0
      })
    } catch (error) {
      failures += 1
      deps.log.warn({ err: error, failures }, 'the inbound mailbox cannot be read; it is tried again')
    } finally {
      await turn.end()
    }
    if (!signal.aborted) await pause(Math.min(pauses.longest, 1_000 * 2 ** Math.min(failures, 9)), signal)
  }
}

/** One node reads; the others wait. The turn is lost with the connection that holds it, and then the session ends. */
async function takeTurn({ pool, log }: Deps, session: AbortController): Promise<{ end: () => Promise<void> } | undefined> {
  const connection = await pool.connect().catch((error: Error) => {
    log.warn({ err: error }, 'the database is out of reach')
    return undefined
  })
  if (!connection) return undefined
  const lost = () => session.abort()
  connection.once('error', lost)
  connection.once('end', lost)
  const done = async (broken?: boolean) => {
    connection.off('error', lost)
    connection.off('end', lost)
    connection.release(broken)
  }
  try {
    const { rows } = await connection.query(`select pg_try_advisory_lock(hashtextextended('inbound-mailbox', 0)) as mine`)
    if (rows[0]?.mine) return { end: () => done(true) }
    await done()
  } catch {
    await done(true)
  }
  return undefined
}

async function readMailbox(deps: Deps, { url, after }: Mailbox, signal: AbortSignal, pauses: Pauses, well: () => void): Promise<void> {
  const client = new ImapFlow({
    ...accountOf(url),
    logger: false,
    autoIdleDelay: 500,
    maxIdleTime: 240_000,
    connectionTimeout: 15_000,
    greetingTimeout: 15_000,
    socketTimeout: 300_000,
  })
  let broken: Error | undefined
  let ring = () => {}
  const wake = () => ring()
  client.on('error', (error: Error) => {
    broken ??= error
    wake()
  })
  client.on('close', () => {
    broken ??= new Error('the mailbox closed the connection')
    wake()
  })
  client.on('exists', wake)
  signal.addEventListener('abort', wake, { once: true })
  try {
    await client.connect()
    await client.mailboxOpen(folderOf(url))
    while (!signal.aborted) {
      // Asked for before the look, so that a mail that arrives during it is not waited for.
      const rung = new Promise<void>((resolve) => {
        ring = resolve
      })
      await takeNew(deps, client, sourceOf(url), after, signal)
      well()
      if (broken) throw broken
      await Promise.race([rung, pause(pauses.look, signal)])
      if (broken) throw broken
    }
  } finally {
    signal.removeEventListener('abort', wake)
    await Promise.race([client.logout().catch(() => {}), pause(2_000, new AbortController().signal)])
    client.close()
  }
}

/** Every mail above the last one that was taken; all of them where the mailbox numbers anew: a mail that is known already is not kept twice. */
async function takeNew(deps: Deps, client: ImapFlow, source: string, after: Mailbox['after'], signal: AbortSignal): Promise<void> {
  if (!client.mailbox) throw new Error('the folder is not open')
  const validity = client.mailbox.uidValidity
  for (;;) {
    const last = await placeOf(deps, source, validity)
    const uids = ((await client.search({ uid: `${last + 1}:*` }, { uid: true })) || []).filter((uid) => uid > last).slice(0, atOnce)
    if (uids.length === 0 || signal.aborted) return
    const mails: { uid: number; raw: Buffer }[] = []
    for await (const { uid, source: raw } of client.fetch(uids.join(','), { uid: true, source: { start: 0, maxLength: mostBytes } }, { uid: true }))
      mails.push({ uid, raw: raw ?? Buffer.alloc(0) })
    mails.sort((one, other) => one.uid - other.uid)
    // Some together: each waits for the disk. What overtakes what it answers finds its place all the same.
    for (let first = 0; first < mails.length; first += takenTogether)
      await Promise.all(mails.slice(first, first + takenTogether).map(({ uid, raw }) => takeInbound(deps, raw, source, `${validity}/${uid}`)))
    await sql`
      insert into inbound_places (source, uid_validity, last_uid, heard_at) values (${source}, ${String(validity)}, ${uids.at(-1)}, ${deps.clock()})
      on conflict (source) do update set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, heard_at = excluded.heard_at`.execute(deps.db)
    // A mailbox that cannot be tidied is still read.
    if (after === 'seen') await client.messageFlagsAdd(uids.join(','), ['\\Seen'], { uid: true }).catch(() => {})
    else await client.messageMove(uids.join(','), after.moveTo, { uid: true }).catch(() => {})
  }
}

async function placeOf({ db }: Deps, source: string, validity: bigint): Promise<number> {
  const { rows } = await sql<{
    last: number
  }>`select last_uid as last from inbound_places where source = ${source} and uid_validity = ${String(validity)}`.execute(db)
  return rows[0]?.last ?? 0
}

/** imaps://user:password@host:993/INBOX; over plain imap:// the password is only sent once the line is encrypted, except on this machine. */
function accountOf(url: string) {
  const { protocol, hostname, port, username, password } = new URL(url)
  const secure = protocol === 'imaps:'
  const here = hostname === '127.0.0.1' || hostname === '[::1]' || hostname === 'localhost'
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 993 : 143),
    secure,
    ...(secure || here ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) },
  }
}
const folderOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1)) || 'INBOX'
const sourceOf = (url: string) => `imap:${decodeURIComponent(new URL(url).username)}@${new URL(url).host}/${folderOf(url)}`.slice(0, 200)

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((over) => {
    if (signal.aborted) return over()
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      over()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })

// A hundred thousand mails through everything we do for exactness: how much slower than a bare pooled loop of nodemailer's that composes, signs and sends
// the same mails to the same server, and knows nothing afterwards?
import { fork } from 'node:child_process'
import type { Message } from '@leeward/email'
import { createEmailThreads } from '@leeward/email/threads'
import { sql } from 'kysely'
import { claim, type Places } from '../server/src/communicate/deliveries/deliveries.store.ts'
import { deliverPlanned } from '../server/src/communicate/deliveries/deliver.ts'
import { mailsOf } from '../server/src/communicate/deliveries/mail.batch.ts'
import { recomputeImpact } from '../server/src/assess/impact/impact.store.ts'
import { keysOf, makeKey, sendersOf, switchKey } from '../server/src/communicate/senders/senders.store.ts'
import type { Deps } from '../server/src/deps.ts'
import { chaos } from './support/chaos.ts'
import { mailSink, publishUpdate, statesOf } from './support/mail.ts'
import { fillRegistry } from './support/registry-data.ts'
import type { Context, Figure } from './run.ts'
import { benchCrisis, benchSystem, median, residentMegabytes, round, seconds } from './support/system.ts'

const connections = 10

export default async function deliver(context: Context): Promise<Figure[]> {
  if (context.chaos) return chaos({ ...context, chaos: context.chaos })
  const { serverUrl, tmp, size = 100_000 } = context
  const deps = await benchSystem(serverUrl, tmp)
  const { db } = deps
  await fillRegistry(db, { accounts: size, exposuresPerAccount: 1 })
  const crisisId = await benchCrisis(deps, 20, null)
  await recomputeImpact(db, crisisId, { cause: 'by-hand', by: 'bench', at: new Date() })
  await signingKey(deps)
  const sink = await mailSink(tmp)
  try {
    const updateId = await publishUpdate(deps, crisisId)
    await sql`vacuum analyze deliveries`.execute(db)
    const bare = await bareLoop(deps, sink.url(), Math.min(20_000, size / 2))
    const ours = await byUs(deps, sink.url(), size)
    const after = await bareLoop(deps, sink.url(), Math.min(20_000, size / 2))
    if ((await statesOf(deps, updateId)).accepted !== size) throw new Error(`not all were accepted: ${JSON.stringify(await statesOf(deps, updateId))}`)
    const peer = (bare.rate + after.rate) / 2
    const planned = await longQueue(deps, crisisId)
    await deps.close()
    return [
      { name: `${size} mails`, value: Math.round(ours.rate), unit: 'mails/s', limit: 0.8, ratio: round(ours.rate / peer), atLeast: true },
      {
        name: 'last claims to the first, of a long queue',
        value: round(planned.last * 1_000, 1),
        unit: 'ms',
        limit: 1.2,
        ratio: round(planned.last / planned.first),
      },
      { name: 'resident memory', value: residentMegabytes(), unit: 'MB', limit: 1, ratio: round(residentMegabytes() / 300) },
    ]
  } finally {
    sink.close()
  }
}

/** Mails are signed (DKIM, RSA-2048), ours and those of the peer alike. */
async function signingKey(deps: Deps) {
  const [sender] = await sendersOf(deps.db)
  const domain = sender?.domain ?? ''
  await makeKey(deps, domain, 'bench')
  const [key] = await keysOf(deps.db, domain)
  await switchKey(deps, domain, key?.selector ?? '', 'bench')
}

async function byUs(deps: Deps, url: string, size: number) {
  const channel = createEmailThreads(url, connections)
  const took = await seconds(() => deliverPlanned(deps, { live: [{ name: 'sink', channel, connections }], practice: channel }, new AbortController().signal))
  await channel.close()
  return { rate: size / took }
}

/** The peer: mails written beforehand, given to nodemailer's pool as fast as it takes them. */
async function bareLoop(deps: Deps, url: string, count: number) {
  const { rows } = await claimed(deps, 200)
  const mails = await mailsOf(deps, rows)
  const written = rows.map(({ id }) => mails.get(id) as Message)
  const signer = written[0]?.dkim
  if (!signer) throw new Error('the mails are not signed')
  const key = signer.privateKey.export({ type: 'pkcs8', format: 'pem' })
  const child = fork(new URL('./support/bare-loop.ts', import.meta.url).pathname)
  const took = await new Promise<number>((done, failed) => {
    child.once('message', ({ seconds }: { seconds: number }) => done(seconds))
    child.once('exit', (code) => failed(new Error(`the bare loop ended with ${code}`)))
    child.send({ url, connections, count, written: written.map(({ dkim: _, ...mail }) => mail), signer: { ...signer, privateKey: undefined, key } })
  })
  await sql`update deliveries set state = 'planned', leased_by = null, leased_until = null where state = 'queued'`.execute(deps.db)
  return { rate: count / took }
}

const claimed = async ({ db, clock }: Deps, limit: number) => {
  const found = await claim(db, { channel: 'email', practice: false, owner: 'bench', now: clock(), limit })
  if (found.rows.length > 0) return found
  // All are sent: the ones that were sent are written once more.
  const { rows } = await sql<(typeof found.rows)[number]>`
    select id, update_id as "updateId", practice, account_id as "accountId", contact_id as "contactId", destination , attempts, reason, priority, true as superseding from deliveries order by id limit ${limit}`.execute(
    db,
  )
  return { rows, ended: 0 }
}

/** A million planned rows: how long the first 10,000 take to be claimed, and the last 10,000. */
async function longQueue(deps: Deps, crisisId: string) {
  const { db, clock } = deps
  await sql`truncate deliveries, dispatches`.execute(db)
  const updateId = await publishUpdate(deps, crisisId)
  await sql`
    insert into deliveries (update_id, practice, account_id, contact_id, channel, destination, priority, state)
    select ${updateId}::uuid, false, account_id, contact_id, 'email', n || '.' || destination, priority, 'planned' from deliveries, generate_series(1, greatest(1, ceil(1000000.0 / (select count(*) from deliveries))::int - 1)) n`.execute(
    db,
  )
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from deliveries`.execute(db)
  const total = rows[0]?.count ?? 0
  const places: Places = new Map()
  // Each claim by itself, so that a moment of somebody else's work does not decide.
  const tenThousand = async () => {
    const each: number[] = []
    for (let n = 0; n < 25; n += 1)
      each.push(
        await seconds(async () => {
          const { rows } = await claim(db, { channel: 'email', practice: false, owner: 'bench', now: clock(), limit: 400, places })
          const last = rows.at(-1)
          if (last) places.set(updateId, last)
        }),
      )
    return median(each)
  }
  const first = await tenThousand()
  // What lies between is sent, as it is sent: claimed and settled in batches.
  for (let left = total - 20_000; left > 0; left -= 4_000)
    await sql`
      with batch as (select id from deliveries where update_id = ${updateId} and channel = 'email' and state = 'planned' order by priority, id limit 4000)
      update deliveries d set state = 'accepted', changed_at = now() from batch where d.id = batch.id`.execute(db)
  return { first, last: await tenThousand() }
}

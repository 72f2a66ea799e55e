// Server-sent events: every settled fact, once, in order; a reader that comes back says where it stopped and misses nothing.
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Db } from '../database/connect.ts'
import { factsAfter, type Followed, type Follower, isAfter, isPlace, type Place, placeNow } from '../events/follow.ts'
import { Refused } from '../refused.ts'

export const LiveQuery = z.object({ crisis: z.uuid().optional(), after: z.string().max(100).optional() })

/** `wanted` chooses the facts; `stillMay` is asked now and then whether this reader may go on. */
type Reader = { wanted: (fact: Followed) => boolean; stillMay: () => Promise<boolean> }
const heartbeatMs = 15_000
const mostUnread = 4_000_000

export async function streamFacts(
  request: FastifyRequest<{ Querystring: z.output<typeof LiveQuery> }>,
  reply: FastifyReply,
  db: Db,
  follower: Follower,
  { wanted, stillMay }: Reader,
) {
  let place = await placeToBegin(db, request.headers['last-event-id'] ?? request.query.after)
  reply.hijack()
  const { raw } = reply
  // No second request follows on this line, so that a server that stops need not wait for one.
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'close' })
  raw.write(`retry: 2000\nid: ${place}\n\n`)

  // Facts heard while catching up wait; those already sent are not sent again.
  const waiting: Followed[] = []
  let caughtUp = false
  const send = (facts: Followed[]) => {
    for (const fact of facts) {
      if (!isAfter(fact.place, place)) continue
      place = fact.place
      if (wanted(fact)) raw.write(eventOf(fact))
    }
    // A reader that does not read is let go; it comes back to where it stopped.
    if (raw.writableLength > mostUnread) raw.destroy()
  }
  const unlisten = follower.listen(
    (facts) => {
      if (caughtUp) send(facts)
      else waiting.push(...facts)
    },
    () => end(),
  )
  const heartbeat = setInterval(async () => {
    raw.write(': alive\n\n')
    if (!(await stillMay().catch(() => true))) end()
  }, heartbeatMs)
  const end = () => {
    clearInterval(heartbeat)
    unlisten()
    raw.end()
  }
  raw.on('close', end)
  // Who left before we listened for it is not heard leaving.
  if (raw.destroyed) return end()
  try {
    for (let facts = await factsAfter(db, place); facts.length > 0 && !raw.destroyed; facts = await factsAfter(db, place)) send(facts)
    caughtUp = true
    send(waiting.splice(0))
  } catch {
    end()
  }
}

/** Where the reader stopped, or now. A place that nothing of ours can have given is refused: from there nothing would ever come. */
async function placeToBegin(db: Db, asked: string | string[] | undefined): Promise<Place> {
  const now = await placeNow(db)
  if (asked === undefined) return now
  if (typeof asked === 'string' && isPlace(asked) && !isAfter(asked, now)) return asked
  throw new Refused('not-valid', 'This Last-Event-ID is not one of this stream. Leave it out to begin with what happens from now on.')
}

const eventOf = ({ place, type, crisisId, position, occurredAt }: Followed) =>
  `id: ${place}\nevent: fact\ndata: ${JSON.stringify({ type, crisisId, position, at: occurredAt })}\n\n`

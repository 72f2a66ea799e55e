// Server-sent events: every settled fact, once, in order; a reader that comes back says where it stopped and misses nothing.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../database/connect.ts'
import { factsAfter, type Followed, type Follower, parsePlace, placeNow } from '../events/follow.ts'

type Filter = (fact: Followed) => boolean

export async function streamFacts(request: FastifyRequest, reply: FastifyReply, db: Db, follower: Follower, wanted: Filter) {
  const asked = request.headers['last-event-id'] ?? (request.query as { after?: string }).after
  let place = typeof asked === 'string' ? parsePlace(asked).join('.') : await placeNow(db)
  reply.hijack()
  const { raw } = reply
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' })
  raw.write(`retry: 2000\nid: ${place}\n\n`)

  // Facts heard while catching up wait; those already sent are not sent again.
  const waiting: Followed[] = []
  let caughtUp = false
  const send = (facts: Followed[]) => {
    for (const fact of facts) {
      if (!isAfter(fact.place, place)) continue
      place = fact.place
      if (wanted(fact))
        raw.write(
          `id: ${fact.place}\nevent: fact\ndata: ${JSON.stringify({ type: fact.type, crisisId: fact.crisisId, position: fact.position, at: fact.occurredAt })}\n\n`,
        )
    }
  }
  const unlisten = follower.listen((facts) => {
    if (caughtUp) send(facts)
    else waiting.push(...facts)
  })
  const heartbeat = setInterval(() => raw.write(': alive\n\n'), 15_000)
  const end = () => {
    clearInterval(heartbeat)
    unlisten()
    raw.end()
  }
  raw.on('close', end)
  try {
    for (let facts = await factsAfter(db, place); facts.length > 0; facts = await factsAfter(db, place)) send(facts)
    caughtUp = true
    send(waiting)
  } catch {
    end()
  }
}

export function isAfter(one: string, other: string): boolean {
  const [t1, p1] = parsePlace(one).map(BigInt) as [bigint, bigint]
  const [t2, p2] = parsePlace(other).map(BigInt) as [bigint, bigint]
  return t1 > t2 || (t1 === t2 && p1 > p2)
}

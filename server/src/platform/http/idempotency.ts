// A POST with an Idempotency-Key is carried out once; the same key again gets the same answer.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../database/connect.ts'
import { Refused } from '../refused.ts'

type Kept = { request_hash: string; status: number | null; body: string | null; created_at: Date }
const claimSeconds = 60

export function idempotency(app: FastifyInstance, db: Db, clock: Clock) {
  app.decorateRequest('idempotencyKey', undefined)

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (!key) return
    const now = clock()
    const hash = createHash('sha256')
      .update(`${request.method} ${request.url}\n${JSON.stringify(request.body ?? null)}`)
      .digest('hex')
    const kept = await claim(db, key, request.principal?.id ?? 'anybody', hash, now)
    if (!kept) {
      request.idempotencyKey = key
      return
    }
    if (kept.request_hash !== hash) throw new Refused('not-valid', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
    if (kept.status === null)
      throw new Refused('changed-meanwhile', 'The first request with this Idempotency-Key is still being carried out. Ask again in a moment.')
    return reply
      .code(kept.status)
      .header('idempotency-replayed', 'true')
      .type('application/json')
      .send(kept.body ? JSON.parse(kept.body) : undefined)
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotencyKey
    if (!key) return payload
    request.idempotencyKey = undefined
    const actor = request.principal?.id ?? 'anybody'
    // A failure of ours may be tried again with the same key; every other answer is final.
    if (reply.statusCode >= 500) await sql`delete from idempotency_keys where actor = ${actor} and key = ${key}`.execute(db)
    else
      await sql`update idempotency_keys set status = ${reply.statusCode}, body = ${typeof payload === 'string' ? payload : null} where actor = ${actor} and key = ${key}`.execute(
        db,
      )
    return payload
  })
}

function keyOf(request: FastifyRequest): string | undefined {
  const given = request.headers['idempotency-key']
  if (given === undefined || request.method !== 'POST') return undefined
  if (typeof given !== 'string' || !/^[\x21-\x7e]{1,200}$/.test(given))
    throw new Refused('not-valid', 'An Idempotency-Key has 1 to 200 visible ASCII characters.')
  return given
}

/** Undefined: the key is ours now. Otherwise what is kept under it. A claim whose process died may be taken over. */
async function claim(db: Db, key: string, actor: string, hash: string, now: Date): Promise<Kept | undefined> {
  const { rows } = await sql<{ mine: boolean }>`
    insert into idempotency_keys (key, actor, request_hash, created_at) values (${key}, ${actor}, ${hash}, ${now})
    on conflict (actor, key) do update set created_at = excluded.created_at
      where idempotency_keys.status is null and idempotency_keys.request_hash = excluded.request_hash
        and idempotency_keys.created_at < excluded.created_at - make_interval(secs => ${claimSeconds})
    returning true as mine`.execute(db)
  if (rows[0]?.mine) return undefined
  const { rows: kept } = await sql<Kept>`select request_hash, status, body, created_at from idempotency_keys where actor = ${actor} and key = ${key}`.execute(
    db,
  )
  return kept[0]
}

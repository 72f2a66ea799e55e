// A POST with an Idempotency-Key is carried out once; the same key again gets the same answer.
import { createHmac, type Hmac } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Clock } from '../clock.ts'
import type { Db } from '../database/connect.ts'
import { Refused } from '../refused.ts'
import { derivedKey, seal, unseal } from '../secrets/seal.ts'

type Kept = { request_hash: string; status: number | null; sealed: Buffer | null }
type Shell = { db: Db; clock: Clock; key: Buffer }
const claimSeconds = 60

/** For those who are known; what anybody may do (a sign-in, a customer's answer) does no harm twice, and its answer is nobody else's to read. */
export function idempotency(app: FastifyInstance, { db, clock, key: secret }: Shell) {
  app.decorateRequest('idempotencyKey', undefined)
  const hashKey = derivedKey(secret, 'idempotency')

  app.addHook('preHandler', async (request, reply) => {
    const key = keyOf(request)
    if (!key || !request.principal) return
    const hash = fingerprint(createHmac('sha256', hashKey), request).digest('hex')
    const kept = await claim(db, key, request.principal.id, hash, clock())
    if (!kept) {
      request.idempotencyKey = key
      return
    }
    if (kept.request_hash !== hash) throw new Refused('not-valid', 'This Idempotency-Key was used for another request. Use a new key for a new request.')
    if (kept.status === null)
      throw new Refused('changed-meanwhile', 'The first request with this Idempotency-Key is still being carried out. Ask again in a moment.')
    reply.code(kept.status).header('idempotency-replayed', 'true')
    return kept.sealed
      ? reply.type(kept.status < 400 ? 'application/json; charset=utf-8' : 'application/problem+json').send(JSON.parse(unseal(secret, kept.sealed)))
      : reply.send()
  })

  app.addHook('onSend', async (request, reply, payload) => {
    const key = request.idempotencyKey
    const actor = request.principal?.id
    if (!key || !actor) return payload
    request.idempotencyKey = undefined
    // A failure of ours may be tried again with the same key; every other answer is final. It is sealed: it may hold a new password.
    const sealed = typeof payload === 'string' ? seal(secret, payload) : null
    if (reply.statusCode >= 500) await sql`delete from idempotency_keys where actor = ${actor} and key = ${key}`.execute(db)
    else await sql`update idempotency_keys set status = ${reply.statusCode}, sealed = ${sealed} where actor = ${actor} and key = ${key}`.execute(db)
    return payload
  })
}

/** What makes it the same request: a file by its bytes, or by its length while it is a stream that nobody has read yet. */
const fingerprint = (hash: Hmac, { method, url, body, headers }: FastifyRequest): Hmac => {
  const length = headers['content-type']?.startsWith('application/json') ? '' : headers['content-length']
  const asked = hash.update(`${method}\n${url}\n${length}\n`)
  return Buffer.isBuffer(body) ? asked.update(body) : asked.update(JSON.stringify(body ?? null))
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
  const { rows: kept } = await sql<Kept>`select request_hash, status, sealed from idempotency_keys where actor = ${actor} and key = ${key}`.execute(db)
  return kept[0]
}

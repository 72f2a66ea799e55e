// The domains in whose name mails go out, and the keys that sign for them.
import { createPrivateKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import type { Signer } from '@leeward/email'
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import type { KeyRow } from './published-key.ts'
import type { SenderBrand } from './senders.contract.ts'

export type StoredKey = KeyRow & { madeBy: string; madeAt: Date; switchedAt: Date | null; mayGoAt: Date | null }
type Sender = { domain: string; brands: SenderBrand[] }

/** Until mails that were signed with it have arrived, a retired key stays in the DNS. */
const daysUnderWay = 7
const secretOf = (domain: string, selector: string) => `dkim/${domain}/${selector}`
const make = promisify(generateKeyPair)

/** Of a brand, as it is shown. */
export const quietHours = sql`case when quiet_from is not null then json_build_object('from', to_char(quiet_from, 'HH24:MI'), 'until', to_char(quiet_until, 'HH24:MI')) end`

/** @param domain only this one; refused where no brand sends from it */
export async function sendersOf(db: Db): Promise<Sender[]>
export async function sendersOf(db: Db, domain: string): Promise<[Sender]>
export async function sendersOf(db: Db, domain?: string): Promise<Sender[]> {
  const { rows } = await sql<Sender>`
    select lower(split_part(sender, '@', 2)) as domain,
           jsonb_agg(jsonb_build_object('slug', slug, 'name', name, 'sender', sender, 'senderName', sender_name, 'replyTo', reply_to, 'bounceAddress', bounce_address, 'quietHours', ${quietHours}) order by created_at) as brands
      from brands where ${domain ?? null}::text is null or lower(split_part(sender, '@', 2)) = ${domain ?? null} group by 1 order by min(created_at)`.execute(
    db,
  )
  if (domain !== undefined && rows.length === 0) throw new Refused('not-found', 'No brand sends from this domain.')
  return rows
}

export async function keysOf(db: Db, domain?: string): Promise<StoredKey[]> {
  const { rows } = await sql<StoredKey>`
    select domain, selector, public_key as "publicKey", state, made_by as "madeBy", made_at as "madeAt", switched_at as "switchedAt", retired_at + make_interval(days => ${daysUnderWay}) as "mayGoAt"
      from sender_keys where ${domain ?? null}::text is null or domain = ${domain ?? null} order by made_at desc, selector desc`.execute(db)
  return rows
}

/** Makes a key pair that waits to be published; the private half never leaves this server. */
export async function makeKey({ db, key, clock }: Deps, domain: string, by: string): Promise<void> {
  const pair = await make('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  await db.transaction().execute(async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sender-keys/${domain}`}, 0))`.execute(tx)
    const known = await keysOf(tx, domain)
    const waiting = known.find(({ state }) => state === 'waiting')
    if (waiting) throw new Refused('already-done', `The key ${waiting.selector} waits to be published already. Publish it and switch to it.`)
    const day = `leeward-${clock().toISOString().slice(0, 10).replaceAll('-', '')}`
    const taken = known.filter(({ selector }) => selector.startsWith(day)).length
    const selector = taken === 0 ? day : `${day}-${taken + 1}`
    await sql`
      insert into sender_keys (domain, selector, public_key, made_by, made_at) values (${domain}, ${selector}, ${pair.publicKey.toString('base64')}, ${by}, ${clock()})`.execute(
      tx,
    )
    await sql`insert into secrets (name, sealed, stored_at) values (${secretOf(domain, selector)}, ${seal(key, pair.privateKey)}, ${clock()})`.execute(tx)
  })
}

/** From the next batch of mails on, this key signs; the former one is retired and its private half is gone. */
export async function switchKey({ db, clock }: Deps, domain: string, selector: string, by: string): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const now = clock()
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sender-keys/${domain}`}, 0))`.execute(tx)
    const { rows: waiting } = await sql`select 1 from sender_keys where domain = ${domain} and selector = ${selector} and state = 'waiting'`.execute(tx)
    if (waiting.length === 0) throw new Refused('already-done', 'This key no longer waits: it signs already, or was retired.')
    const { rows: former } = await sql<{ selector: string }>`
      update sender_keys set state = 'retired', retired_at = ${now} where domain = ${domain} and state = 'signing' returning selector`.execute(tx)
    await sql`delete from secrets where name = any (${former.map((each) => secretOf(domain, each.selector))}::text[])`.execute(tx)
    await sql`update sender_keys set state = 'signing', switched_by = ${by}, switched_at = ${now} where domain = ${domain} and selector = ${selector}`.execute(
      tx,
    )
  })
}

/** Who signs for each of these domains, read once per batch, so that a switch holds from the next batch on. */
export async function signersOf({ db, key, log }: Pick<Deps, 'db' | 'key' | 'log'>, domains: string[]): Promise<Map<string, Signer>> {
  const { rows } = await sql<{ domain: string; selector: string; sealed: Buffer }>`
    select k.domain, k.selector, s.sealed from sender_keys k join secrets s on s.name = 'dkim/' || k.domain || '/' || k.selector
     where k.state = 'signing' and k.domain = any (${domains}::text[])`.execute(db)
  return new Map(
    rows.flatMap(({ domain, selector, sealed }) => {
      try {
        return [[domain, { domain, selector, privateKey: createPrivateKey(unseal(key, sealed)) }] as const]
      } catch (error) {
        // A crisis is no time to stay silent: without its signature a mail is worth less, but it is sent.
        log.error({ err: error, domain, selector }, 'a signing key cannot be read; mails of this domain go out unsigned')
        return []
      }
    }),
  )
}

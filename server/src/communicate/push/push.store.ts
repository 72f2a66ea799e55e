// Browsers that want notices: each once, taken away by the browser itself or by its push service.
import { sql } from 'kysely'
import type { Subscription } from '@leeward/push'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { Refused } from '../../platform/refused.ts'
import { seal } from '../../platform/secrets/seal.ts'
import { fingerprintOf } from '../endpoints/address.ts'
import { askProof } from '../proofs/proofs.store.ts'

export type PushBrand = { id: string; slug: string; name: string; locale: string; timeZone: string }

export async function pushBrand(db: Db, slug: string): Promise<PushBrand | undefined> {
  const { rows } = await sql<PushBrand>`select id, slug, name, locale, time_zone as "timeZone" from brands where slug = ${slug} and not private`.execute(db)
  return rows[0]
}

/** Whether a push service is one that browsers use: whoever could name any host would have us call it. */
export const isPushHost = (endpoint: string, hosts: string[]): boolean => {
  const host = new URL(endpoint).hostname.toLowerCase()
  return hosts.some((known) => (known.startsWith('.') ? host.endsWith(known) : host === known))
}

/** The same browser again changes nothing; a new one gets a first notice, which proves that it works. */
export async function subscribe(deps: Deps, brand: PushBrand, to: Subscription): Promise<void> {
  const { db, key, clock, config } = deps
  if (!isPushHost(to.endpoint, config.pushHosts)) throw new Refused('not-valid', 'endpoint: is no push service that this installation knows.')
  const id = newId(clock())
  const { rows } = await sql<{ id: string; fresh: boolean }>`
    insert into endpoints as e (id, channel, brand_id, name, shown, sealed, fingerprint, locale, time_zone, made_at)
    values (${id}, 'push', ${brand.id}, 'Browser', ${new URL(to.endpoint).hostname}, ${seal(key, JSON.stringify(to))}, ${fingerprintOf(to)}, ${brand.locale}, ${brand.timeZone}, ${clock()})
    on conflict (channel, brand_id, fingerprint) do update set sealed = excluded.sealed returning e.id, e.id = ${id} as fresh`.execute(db)
  const [row] = rows
  if (row?.fresh) await askProof(deps, { channel: 'push', provider: 'push', endpointId: row.id }, 'visitor')
}

/** Whoever knows the address that only the browser knows may take it away. */
export async function unsubscribe(db: Db, brand: PushBrand, endpoint: string): Promise<void> {
  const mark = fingerprintOf({ endpoint, keys: { p256dh: '', auth: '' } })
  await sql`delete from endpoints where channel = 'push' and brand_id = ${brand.id} and fingerprint = ${mark}`.execute(db)
}

/** Browsers whose push service says that they are gone are forgotten after a day. */
export const forgetBrowsers = (db: Db, now: Date) =>
  sql`
    with gone as (
      delete from suppressions s using endpoints e where s.channel = 'push' and e.channel = 'push' and s.destination = e.id::text and s.reason = 'gone' and s.since < ${now}::timestamptz - interval '1 day' returning e.id)
    delete from endpoints e using gone where e.id = gone.id`.execute(db)

// A webhook of a connection is believed by its signature alone, and only says what to read anew: late, early, doubled ones do no harm.
import { sql } from 'kysely'
import type { Deps } from '../../../deps.ts'
import { Refused } from '../../../platform/refused.ts'
import { putDue } from './due.store.ts'
import { linkOf } from './links.store.ts'
import type { Subject } from './read.ts'
import { heardShopify } from './shopify/shopify-hook.ts'
import { heardStripe } from './stripe/stripe-hook.ts'

export type Heard = { subject: Subject; externalId: string }
export type Hook = { raw: Buffer; header: (name: string) => string }

/** @returns how many things will be read anew */
export async function hear(deps: Pick<Deps, 'db' | 'key' | 'clock'>, id: string, { raw, header }: Hook): Promise<number> {
  const link = await linkOf(deps, id)
  if (link.hookSecret === null)
    throw new Refused('not-allowed', 'Give this connection the secret that its webhooks are signed with first: without it nobody knows who speaks.')
  const now = deps.clock()
  const heard = link.provider === 'stripe' ? heardStripe(raw, header('stripe-signature'), link.hookSecret, now) : heardShopify(raw, header, link.hookSecret)
  await sql`update sync_links set heard_at = ${now} where id = ${id}`.execute(deps.db)
  if (heard.length > 0) await putDue(deps.db, id, heard, now)
  return heard.length
}

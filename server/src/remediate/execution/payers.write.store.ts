// Payers are set up, changed, paused and removed; what they sign in with is sealed and never read back.
import { newSecret } from '@leeward/webhook'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { newId } from '../../platform/ids.ts'
import { wrongWithUrl } from '../../platform/outgoing/outgoing.ts'
import { Refused } from '../../platform/refused.ts'
import { seal, unseal } from '../../platform/secrets/seal.ts'
import type { AddPayer, ChangePayer } from './execution.contract.ts'
import { type PayerRow, payerById } from './payers.store.ts'

/** @returns its id, and the secret that signs its calls where it is a webhook */
export async function addPayer(deps: Deps, wanted: z.output<typeof AddPayer>, by: string): Promise<{ id: string; secret: string | null }> {
  const { db, key, clock } = deps
  const id = newId(clock())
  const { rows: brands } = await sql<{ id: string }>`select id from brands where slug = ${wanted.brand}`.execute(db)
  if (!brands[0]) throw new Refused('not-valid', `There is no brand ${wanted.brand}.`)
  const secret = wanted.kind === 'webhook' ? newSecret() : null
  const secrets =
    wanted.kind === 'stripe'
      ? { key: wanted.key, ...(wanted.hookSecret ? { hookSecret: wanted.hookSecret } : {}) }
      : wanted.kind === 'shopify'
        ? { token: wanted.token }
        : { secret }
  const settings =
    wanted.kind === 'webhook'
      ? addressesOf(wanted.url, wanted.lookUp)
      : wanted.kind === 'shopify'
        ? { shop: wanted.shop, remindAfterDays: wanted.remindAfterDays }
        : {}
  const { rows } = await sql`
    insert into payers (id, kind, name, brand_id, settings, sealed, live, made_by, made_at)
    values (${id}, ${wanted.kind}, ${wanted.name}, ${brands[0].id}, ${JSON.stringify(settings)}::jsonb, ${seal(key, JSON.stringify(secrets))}, ${wanted.live}, ${by}, ${clock()})
    on conflict (brand_id, kind) where removed_at is null do nothing returning 1`.execute(db)
  if (rows.length === 0)
    throw new Refused('already-done', `The brand ${wanted.brand} has a payer of the kind ${wanted.kind}. Change that one, or remove it first.`)
  return { id, secret }
}

export async function changePayer({ db, key }: Deps, id: string, wanted: z.output<typeof ChangePayer>): Promise<void> {
  await db.transaction().execute(async (tx) => {
    await sql`select 1 from payers where id = ${id} for update`.execute(tx)
    const row = await payerById(tx, id)
    const before: Record<string, string> = row.sealed ? JSON.parse(unseal(key, row.sealed)) : {}
    const { url, lookUp, key: newKey, hookSecret, token, remindAfterDays } = wanted
    if (row.kind !== 'shopify' && (token || remindAfterDays !== undefined))
      throw new Refused('not-valid', 'Only a payer of the kind shopify has a token and reminds of gift cards.')
    if (row.kind !== 'stripe' && (newKey || hookSecret)) throw new Refused('not-valid', 'Only a payer of the kind stripe has a key.')
    if (row.kind !== 'webhook' && (url || lookUp)) throw new Refused('not-valid', 'Only a payer of the kind webhook has an address.')
    if (newKey && !/^(sk|rk)_/.test(newKey)) throw new Refused('not-valid', 'key: must be a secret or restricted key of Stripe: sk_… or rk_…')
    if (hookSecret && !hookSecret.startsWith('whsec_')) throw new Refused('not-valid', 'hookSecret: must begin with whsec_')
    // Another account of the provider knows nothing of what was called at this one.
    if (newKey && newKey !== before.key) await nothingInDoubt(tx, row)
    if (url && url !== row.settings.url) await nothingInDoubt(tx, row)
    const settings =
      row.kind === 'webhook'
        ? addressesOf(url ?? String(row.settings.url), lookUp === undefined ? (row.settings.lookUp as string | undefined) : (lookUp ?? undefined))
        : { ...row.settings, ...(remindAfterDays === undefined ? {} : { remindAfterDays }) }
    const secrets = { ...before, ...(newKey ? { key: newKey } : {}), ...(hookSecret ? { hookSecret } : {}), ...(token ? { token } : {}) }
    await sql`update payers set name = ${wanted.name ?? row.name}, live = ${wanted.live ?? row.live}, settings = ${JSON.stringify(settings)}::jsonb, sealed = ${seal(key, JSON.stringify(secrets))} where id = ${id}`.execute(
      tx,
    )
  })
}

/** By a person: their reason takes the place of one that it gave itself. */
export const pauseByPerson = (db: Db, id: string, why: string) => sql`update payers set state = 'paused', paused_why = ${why} where id = ${id}`.execute(db)
export const resumePayer = (db: Db, id: string) => sql`update payers set state = 'on', paused_why = null where id = ${id}`.execute(db)

/** What it has done stays in the ledger; what it has still to do must be settled first. */
export async function removePayer(db: Db, row: PayerRow, now: Date): Promise<void> {
  await nothingInDoubt(db, row)
  const { rows } = await sql`select 1 from payouts where payer_id = ${row.id} and state in ('approved', 'executing', 'unknown') limit 1`.execute(db)
  if (rows.length > 0) throw new Refused('out-of-order', 'This payer still has lines to carry out. Wait for them, or hand them over to people, then remove it.')
  await sql`update payers set removed_at = ${now} where id = ${row.id}`.execute(db)
}

async function nothingInDoubt(db: Db, { id }: PayerRow): Promise<void> {
  const { rows } = await sql<{ lines: number }>`
    select count(*)::int as lines from payouts where payer_id = ${id} and (state in ('executing', 'unknown') or (state = 'approved' and doubt is not null))`.execute(
    db,
  )
  if ((rows[0]?.lines ?? 0) > 0)
    throw new Refused(
      'out-of-order',
      `Of ${rows[0]?.lines} lines nobody knows yet whether they were carried out there. Wait until they are looked up, or settle them, then change this.`,
    )
}

function addressesOf(url: string, lookUp: string | undefined): Record<string, string> {
  const wrong = wrongWithUrl(url) ?? (lookUp ? wrongWithUrl(lookUp.replaceAll('{reference}', 'x')) : undefined)
  if (wrong) throw new Refused('not-valid', `${wrong}.`)
  if (lookUp && !lookUp.includes('{reference}')) throw new Refused('not-valid', 'lookUp: must hold {reference} where the reference of the line is to stand.')
  return { url, ...(lookUp ? { lookUp } : {}) }
}

// Who opens the chat on a company's own page, where that page proves whose account it is: as for notices in the app, by the same secret. It says which account, and not who of them.
import { sql } from 'kysely'
import { z } from 'zod'
import { isProof } from '../../communicate/in-app/in-app.store.ts'
import type { Deps } from '../../deps.ts'
import { sign, unseal, verify } from '../../platform/secrets/seal.ts'

/** `a`: the account; `b`: the brand. */
const Claims = z.object({ a: z.number().int().positive(), b: z.string().max(60) })
/** As long as somebody may take to begin to write. */
const validHours = 12

/** @returns what the page of the chat is opened with; undefined where nothing is proven, and nobody learns whether there is such an account */
export async function knownToken(
  { db, key, clock }: Pick<Deps, 'db' | 'key' | 'clock'>,
  slug: string,
  account: string,
  proof: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ brandId: string; sealed: Buffer; account: number | null }>`
    select b.id as "brandId", s.sealed, (select coalesce(a.merged_into, a.id) from accounts a where a.key = ${account} and not a.practice) as account
      from brands b join secrets s on s.name = 'in-app/' || b.id where b.slug = ${slug} and b.chat_button and not b.private`.execute(db)
  const [found] = rows
  if (!found || !isProof(unseal(key, found.sealed), account, proof) || found.account === null) return undefined
  return sign(key, 'chat-as', { a: Number(found.account), b: found.brandId }, new Date(clock().getTime() + validHours * 3_600_000))
}

/** @returns the account; undefined for whatever is no token of ours for this brand, or has expired: then it is anybody who writes */
export function accountKnown({ key, clock }: Pick<Deps, 'key' | 'clock'>, brandId: string, token: string | undefined): number | undefined {
  const claims = token ? Claims.safeParse(verify(key, 'chat-as', token, clock())).data : undefined
  return claims?.b === brandId ? claims.a : undefined
}

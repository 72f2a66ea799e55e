import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

/** `a`: the account; `k`: the contact whom it was given to, null where it was handed over by one of us; `b`: the brand. */
const Claims = z.object({ a: z.number().int(), k: z.number().int().nullable(), b: z.string().max(40) })
export type MyPageClaims = z.output<typeof Claims>
const validDays = 90

/** One account's own page: signed, expiring, for reading alone. It ends early where the contact is taken away from the account. */
export function myPageLink({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, claims: MyPageClaims): { url: string; expiresAt: Date } {
  const expiresAt = new Date(clock().getTime() + validDays * 86_400_000)
  return { url: `${config.statusUrl}/my/${sign(key, 'my-page', claims, expiresAt)}`, expiresAt }
}

export const readMyPageToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): MyPageClaims | undefined =>
  Claims.safeParse(verify(key, 'my-page', token, clock())).data

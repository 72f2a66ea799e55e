import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

/** `a`: the account; `k`: the contact whom it was given to, null where it was handed over by one of us; `b`: the brand. */
const Claims = z.object({ a: z.number().int(), k: z.number().int().nullable(), b: z.string().max(40) })
export type MyPageClaims = z.output<typeof Claims>
const validDays = 90
const pageHours = 24

/** One account's own page: signed, expiring, for reading alone. It ends early where the contact is taken away from the account. */
export function myPageLink({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, claims: MyPageClaims): { url: string; expiresAt: Date } {
  const expiresAt = new Date(clock().getTime() + validDays * 86_400_000)
  return { url: `${config.statusUrl}/my/${sign(key, 'my-page', claims, expiresAt)}`, expiresAt }
}

export const readMyPageToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): MyPageClaims | undefined =>
  Claims.safeParse(verify(key, 'my-page', token, clock())).data

const Shown = z.object({ t: z.string() })
const markOf = (token: string) => createHash('sha256').update(token).digest('base64url').slice(0, 22)

/** What the page puts into its forms: a program that was never shown the page has none, and asks for nothing. Good for a day, and for that link alone. */
export const myPageProof = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): string =>
  sign(key, 'my-page-shown', { t: markOf(token) }, new Date(clock().getTime() + pageHours * 3_600_000))

export const wasShown = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string, proof: string | undefined): boolean =>
  proof !== undefined && Shown.safeParse(verify(key, 'my-page-shown', proof, clock())).data?.t === markOf(token)

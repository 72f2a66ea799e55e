import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

const Claims = z.object({ c: z.uuid(), a: z.number().int(), k: z.number().int(), p: z.boolean() })
export type SignOffClaims = z.output<typeof Claims>
const validDays = 30

/** The two links of a sign-off request: signed, expiring, for one contact and one crisis; they show a page, and only its button answers. */
export function signOffLinks(
  { key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>,
  crisisId: string,
  to: { accountId: number; contactId: number; practice: boolean },
) {
  const claims: SignOffClaims = { c: crisisId, a: to.accountId, k: to.contactId, p: to.practice }
  const token = sign(key, 'sign-off', claims, new Date(clock().getTime() + validDays * 86_400_000))
  const url = `${config.statusUrl}/sign-off/${token}`
  return { works: `${url}?answer=works`, broken: `${url}?answer=still-broken` }
}

export const readSignOffToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): SignOffClaims | undefined =>
  Claims.safeParse(verify(key, 'sign-off', token, clock())).data

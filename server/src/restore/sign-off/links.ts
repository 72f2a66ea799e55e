import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

export type SignOffClaims = { c: string; a: number; k: number; p: boolean }
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

export const readSignOffToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string) => verify<SignOffClaims>(key, 'sign-off', token, clock())

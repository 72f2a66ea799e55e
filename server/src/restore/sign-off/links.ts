import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { derivedKey, sign, verify } from '../../platform/secrets/seal.ts'

/** `c`: the crisis; `a`: the account; `k`: the contact it was written to, null where the page was handed over for the whole account. */
const Claims = z.object({ c: z.uuid(), a: z.number().int(), k: z.number().int().nullable(), p: z.boolean() })
export type SignOffClaims = z.output<typeof Claims>
const validDays = 30
const pageHours = 24

/** The two links of a sign-off request: signed, expiring, for one contact and one crisis; they show a page, and only its button answers. */
export function signOffLinks(
  deps: Pick<Deps, 'key' | 'clock' | 'config'>,
  crisisId: string,
  to: { accountId: number; contactId: number | null; practice: boolean },
): { works: string; broken: string } {
  const url = `${deps.config.statusUrl}/sign-off/${signOffToken(deps, { c: crisisId, a: to.accountId, k: to.contactId, p: to.practice })}`
  return { works: `${url}?answer=works`, broken: `${url}?answer=still-broken` }
}

export const signOffToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, claims: SignOffClaims): string => sign(key, 'sign-off', claims, linkEnds(clock()))

export function readSignOffToken({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): SignOffClaims | 'expired' | undefined {
  const said = verify(key, 'sign-off', token, clock())
  return said === 'expired' ? said : Claims.safeParse(said).data
}

/** The same for a text, which has no room for a signed link: 72 bits that nobody can make up, before the number of the delivery that says whose it is. */
export const shortSignOffLink = ({ key, config }: Pick<Deps, 'key' | 'config'>, deliveryId: number): string =>
  `${config.statusUrl}/sign-off/${shortMac(key, deliveryId)}${deliveryId.toString(36)}`

/** @returns the delivery; undefined where it is none of our short links */
export function readShortWord({ key }: Pick<Deps, 'key'>, word: string): number | undefined {
  if (!/^[\w-]{12}[1-9a-z][0-9a-z]{0,10}$/.test(word)) return undefined
  const id = Number.parseInt(word.slice(shortLength), 36)
  return Number.isSafeInteger(id) && timingSafeEqual(Buffer.from(word.slice(0, shortLength)), Buffer.from(shortMac(key, id))) ? id : undefined
}

const shortLength = 12
const shortMac = (key: Buffer, deliveryId: number) =>
  createHmac('sha256', derivedKey(key, 'sign-off-short')).update(String(deliveryId)).digest('base64url').slice(0, shortLength)

/** Until when a link holds that was written at that time. */
export const linkEnds = (writtenAt: Date): Date => new Date(writtenAt.getTime() + validDays * 86_400_000)

const Shown = z.object({ t: z.string(), w: z.enum(['link', 'my-page']) })
const markOf = (token: string) => createHash('sha256').update(token).digest('base64url').slice(0, 22)

/** What the page puts into its form: a program that was never shown the page has none, and answers nothing. Good for a day. */
export const pageProof = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string, way: 'link' | 'my-page' = 'link'): string =>
  sign(key, 'sign-off-page', { t: markOf(token), w: way }, new Date(clock().getTime() + pageHours * 3_600_000))

/** @returns by which page it was answered; undefined where it was by none, or too long ago */
export function readPageProof({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string, proof: string): 'link' | 'my-page' | undefined {
  const shown = Shown.safeParse(verify(key, 'sign-off-page', proof, clock())).data
  return shown && shown.t === markOf(token) ? shown.w : undefined
}

import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'
import { homeOf } from './home.ts'

/** Of a page for a part of the customers: `p` which, `a` and `k` the account and its contact, who is looked up each time. Texts carry it: nothing more is in it. */
const OfReader = z.object({ p: z.uuid(), a: z.number().int(), k: z.number().int() })
const Claims = z.union([z.object({ b: z.string() }), OfReader])
/** `b`: the brand whose page it opens. */
export type LinkClaims = z.output<typeof Claims>
/** To which page a reader is led, of those for a part of the customers. */
export type ReaderClaims = z.output<typeof OfReader>
const validDays = 90

/** Where a page that is not for everybody is read: its links are relative, so whoever has this has the whole of it. It ends by itself. */
export const privateLink = (deps: Signing, slug: string): PrivateLink => linkTo(deps, { b: slug })
/** The same of a page for a part of the customers; it ends early where the contact or the account is none of them any more. */
export const readerLink = (deps: Signing, claims: ReaderClaims): PrivateLink => linkTo(deps, claims)

type Signing = Pick<Deps, 'key' | 'clock' | 'config'>
type PrivateLink = { url: string; expiresAt: Date }
function linkTo({ key, clock, config }: Signing, claims: LinkClaims): PrivateLink {
  const expiresAt = new Date(clock().getTime() + validDays * 86_400_000)
  return { url: `${config.statusUrl}/private/${sign(key, 'private-page', claims, expiresAt)}`, expiresAt }
}

type Brand = { slug: string; domain?: string | null | undefined; closed?: boolean | undefined }

/**
 * Where a reader finds the page, with a slash at its end. A closed one is read through a signed link, which only a reader whom we know may have: where nobody
 * knows who reads (a public account, a room of many, a subscriber's system) its address is not named at all.
 * @param at when the message was published: the same message always reads the same
 */
export function pageFor(deps: Pick<Deps, 'key' | 'config'>, brand: Brand, at: Date, reader: 'known' | 'unknown'): string {
  if (!brand.closed) return `${homeOf(deps.config.statusUrl, brand)}/`
  return reader === 'known' ? `${privateLink({ ...deps, clock: () => at }, brand.slug).url}/` : ''
}

/** The same for somebody whom we write to: the page of those readers, where they are one of them, else the brand's. */
export const pageForPerson = (deps: Pick<Deps, 'key' | 'config'>, brand: Brand, at: Date, reader: ReaderClaims | undefined): string =>
  reader ? `${readerLink({ ...deps, clock: () => at }, reader).url}/` : pageFor(deps, brand, at, 'known')

export const readPrivateToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): LinkClaims | undefined =>
  Claims.safeParse(verify(key, 'private-page', token, clock())).data

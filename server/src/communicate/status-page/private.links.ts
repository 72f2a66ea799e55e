import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'
import { homeOf } from './home.ts'

const Claims = z.object({ b: z.string() })
const validDays = 90

/** Where a page that is not for everybody is read: its links are relative, so whoever has this has the whole of it. It ends by itself. */
export function privateLink({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, slug: string): { url: string; expiresAt: Date } {
  const expiresAt = new Date(clock().getTime() + validDays * 86_400_000)
  return { url: `${config.statusUrl}/private/${sign(key, 'private-page', { b: slug }, expiresAt)}`, expiresAt }
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

/** The brand whose page it opens. */
export const readPrivateToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): string | undefined =>
  Claims.safeParse(verify(key, 'private-page', token, clock())).data?.b

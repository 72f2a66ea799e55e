import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

const Claims = z.object({ b: z.string() })
const validDays = 90

/** Where a page that is not for everybody is read: its links are relative, so whoever has this has the whole of it. It ends by itself. */
export function privateLink({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, slug: string): { url: string; expiresAt: Date } {
  const expiresAt = new Date(clock().getTime() + validDays * 86_400_000)
  return { url: `${config.statusUrl}/private/${sign(key, 'private-page', { b: slug }, expiresAt)}`, expiresAt }
}

/** The brand whose page it opens. */
export const readPrivateToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): string | undefined =>
  Claims.safeParse(verify(key, 'private-page', token, clock())).data?.b

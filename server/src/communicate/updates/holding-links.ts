import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

const Claims = z.object({ c: z.uuid(), u: z.string(), g: z.uuid(), a: z.uuid().nullable() })
/** `c`: the crisis; `u`: who may publish by it; `g`: the page that brought it; `a`: what customers had read last when it was sent: once they read more, it is used up. */
export type HoldingClaims = z.output<typeof Claims>
const validHours = 24

export const holdingLink = ({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, claims: HoldingClaims): string =>
  `${config.consoleUrl}/holding-updates/${sign(key, 'holding-update', claims, new Date(clock().getTime() + validHours * 3_600_000))}`

export function readHoldingToken({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): HoldingClaims | 'expired' | undefined {
  const said = verify(key, 'holding-update', token, clock())
  return said === 'expired' ? said : Claims.safeParse(said).data
}

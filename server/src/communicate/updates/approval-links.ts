import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

const Claims = z.object({ d: z.uuid(), u: z.string(), s: z.string(), g: z.uuid() })
/** `d`: the update; `u`: who may answer by it; `s`: a hash of the words that were submitted; `g`: the page that brought it. */
export type ApprovalClaims = z.output<typeof Claims>
const validHours = 24

/** The link of a page about an update that waits: for one person and exactly these words; it shows them, and only its buttons answer. */
export const approvalLink = ({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, claims: ApprovalClaims): string =>
  `${config.consoleUrl}/approvals/${sign(key, 'approval', claims, new Date(clock().getTime() + validHours * 3_600_000))}`

export function readApprovalToken({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): ApprovalClaims | 'expired' | undefined {
  const said = verify(key, 'approval', token, clock())
  return said === 'expired' ? said : Claims.safeParse(said).data
}

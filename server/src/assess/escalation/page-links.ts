import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

const Claims = z.object({ g: z.uuid(), u: z.string(), m: z.uuid().optional() })
/** `g`: the page; `u`: its person; `m`: of a test page, the contact method that it proves. */
export type PageClaims = z.output<typeof Claims>
const validHours = 24

/** The link of a page: signed, for one page and one person, expiring; it shows a page, and only its button answers. */
export const pageLink = ({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, claims: PageClaims): string =>
  `${config.consoleUrl}/pages/${sign(key, 'page', claims, new Date(clock().getTime() + validHours * 3_600_000))}`

export const readPageToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): PageClaims | undefined =>
  Claims.safeParse(verify(key, 'page', token, clock())).data

import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

/** `d`: the delivery whose destination leaves. */
const Claims = z.object({ d: z.number().int() })
const validDays = 3_650

/** The address with which a reader leaves the updates (RFC 8058): signed, for one destination and nothing else, valid long after the crisis is over. */
export const unsubscribeLink = ({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, deliveryId: number): string =>
  `${config.statusUrl}/unsubscribe/${sign(key, 'unsubscribe', { d: deliveryId }, new Date(clock().getTime() + validDays * 86_400_000))}`

export const readUnsubscribeToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): number | undefined =>
  Claims.safeParse(verify(key, 'unsubscribe', token, clock())).data?.d

import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { sign, verify } from '../../platform/secrets/seal.ts'

/** `s`: the subscription. */
const Claims = z.object({ s: z.uuid() })
const validDays = 3_650

/** Where a subscriber confirms, changes and ends: signed, for one subscription. It does nothing by being opened. */
export const subscriptionLink = ({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, id: string): string =>
  `${config.statusUrl}/subscriptions/${sign(key, 'subscription', { s: id }, new Date(clock().getTime() + validDays * 86_400_000))}`

export const readSubscriptionToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): string | undefined =>
  Claims.safeParse(verify(key, 'subscription', token, clock())).data?.s

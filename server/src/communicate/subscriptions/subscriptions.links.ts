import { createHash, createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { derivedKey, sign, verify } from '../../platform/secrets/seal.ts'

/** `s`: the subscription. */
const Claims = z.object({ s: z.uuid() })
const validDays = 3_650

/** Where a subscriber confirms, changes and ends: signed, for one subscription. It does nothing by being opened. */
export const subscriptionLink = ({ key, clock, config }: Pick<Deps, 'key' | 'clock' | 'config'>, id: string): string =>
  `${config.statusUrl}/subscriptions/${sign(key, 'subscription', { s: id }, new Date(clock().getTime() + validDays * 86_400_000))}`

export const readSubscriptionToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): string | undefined =>
  Claims.safeParse(verify(key, 'subscription', token, clock())).data?.s

/** The same for a text, which has no room for a signed link: 72 bits that nobody can make up, known again by their hash. */
export const shortLink = ({ key, config }: Pick<Deps, 'key' | 'config'>, id: string): string => `${config.statusUrl}/subscriptions/${shortWord(key, id)}`

export const shortHash = (word: string): Buffer => createHash('sha256').update(word).digest()
export const shortWord = (key: Buffer, id: string): string =>
  createHmac('sha256', derivedKey(key, 'short-link')).update(id).digest('base64url').slice(0, shortLength)
const shortLength = 12
export const isShortWord = (token: string): boolean => token.length === shortLength && /^[\w-]+$/.test(token)

import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { createHmac } from 'node:crypto'
import { derivedKey, sign, verify } from '../../platform/secrets/seal.ts'

/** `c`: the conversation, and nothing else is opened by it. `k`: the contact who reads it, where their own page led there; else whoever began it. */
const Claims = z.object({ c: z.number().int().positive(), k: z.number().int().positive().optional() })
export type ChatClaims = z.output<typeof Claims>
export const validDays = 30

export const chatToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, conversation: number, contact?: number | null): string =>
  sign(key, 'chat', { c: conversation, ...(contact ? { k: contact } : {}) }, new Date(clock().getTime() + validDays * 86_400_000))

/** Under which a frame on another page remembers its chat in this tab: another one for each account, so that whoever signs in next does not read it. */
export const keptAs = ({ key }: Pick<Deps, 'key'>, slug: string, account: number | null): string =>
  `${slug}/${account === null ? '' : createHmac('sha256', derivedKey(key, 'chat-kept')).update(String(account)).digest('base64url').slice(0, 16)}`

/** @returns undefined for whatever is no token of ours for a chat, or has expired */
export const readChatToken = ({ key, clock }: Pick<Deps, 'key' | 'clock'>, token: string): ChatClaims | undefined =>
  Claims.safeParse(verify(key, 'chat', token, clock())).data

// The Message-ID of every mail that we write in a conversation: it says which one, and nobody else can make it up.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { derivedKey } from '../../../platform/secrets/seal.ts'

/**
 * `<s-CONVERSATION.NUMBER.MAC@DOMAIN>`: the same mail always has the same, so that a copy sent once more folds into the first.
 * Never of the form of a delivery's (`UPDATE.DELIVERY@`), so that neither is taken for the other.
 * @param messageNo its number within the conversation, from 1
 */
export const threadMessageId = (key: Buffer, conversationId: string, messageNo: number, domain: string): string =>
  `<s-${conversationId}.${messageNo}.${macOf(key, conversationId, messageNo)}@${domain}>`

/** The conversation that a Message-ID names; undefined where it is none of ours, or was made up or changed. The domain is not asked: it may have moved since. */
export function conversationOfMessageId(key: Buffer, messageId: string): string | undefined {
  const [, id = '', number = '', mac = ''] = whole.exec(messageId.trim()) ?? []
  if (!id) return undefined
  const [given, expected] = [Buffer.from(mac.toLowerCase()), Buffer.from(macOf(key, id.toLowerCase(), Number(number)))]
  return timingSafeEqual(given, expected) ? id.toLowerCase() : undefined
}

/** Everything in a text that looks like one of ours, whether it is or not; some programs keep it in the quoted text only. */
export const tokensIn = (text: string): string[] => [...new Set((text.slice(0, mostRead).match(anywhere) ?? []).slice(0, mostTokens))]

const [mostRead, mostTokens] = [200_000, 20]
const token = 's-(-?[0-9a-f][0-9a-f-]{0,35})\\.(\\d{1,15})\\.([0-9a-f]{16})@[a-z0-9.-]{1,253}'
const whole = new RegExp(`^<?${token}>?$`, 'i')
const anywhere = new RegExp(`(?<![a-z0-9-])${token}`, 'gi')

const macOf = (key: Buffer, conversationId: string, messageNo: number) =>
  createHmac('sha256', derivedKey(key, 'thread')).update(`${conversationId}.${messageNo}`).digest('hex').slice(0, 16)

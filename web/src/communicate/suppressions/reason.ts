import { en } from '../../strings/en.ts'
import { type Key, t } from '../../strings/t.ts'

/** Why an address does not work, in words, which may be others for a number; a reason that has none yet is shown as it is. */
export function reasonText(reason: string, channel = 'email'): string {
  const key = [`reason.${channel}.${reason}`, `reason.${reason}`].find((each) => Object.hasOwn(en, each))
  return key ? (t as (key: Key) => string)(key as Key) : reason
}

/** A number in the international form, without what people put between the digits; anything else as it is. */
export const destinationOf = (typed: string): string => (typed.trim().startsWith('+') ? typed.replace(/[\s()/.-]/g, '') : typed.trim())

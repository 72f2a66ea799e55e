import { en } from '../../strings/en.ts'
import { type Key, t } from '../../strings/t.ts'

/** Why an address does not work, in words; a reason that has none yet is shown as it is. */
export const reasonText = (reason: string): string => (Object.hasOwn(en, `reason.${reason}`) ? (t as (key: Key) => string)(`reason.${reason}` as Key) : reason)

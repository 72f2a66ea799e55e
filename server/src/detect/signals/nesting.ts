// How deep a sender's form is nested, before anything is made of it: whoever walks through it by calling itself would have no room left.
import { Refused } from '../../platform/refused.ts'

export const mostNested = 100
const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [34, 92, 91, 93, 123, 125]

export function mustNotNestTooDeep(raw: Uint8Array | undefined): void {
  if (raw && nestsTooDeep(raw)) throw new Refused('not-valid', `The body is nested more than ${mostNested} deep. Nothing of it was taken: send it flatter.`)
}

/** Looks at each byte once. */
export function nestsTooDeep(raw: Uint8Array): boolean {
  if (raw.length <= 2 * mostNested) return false
  let [depth, inText] = [0, false]
  for (let i = 0; i < raw.length; i += 1) {
    const byte = raw[i]
    if (inText) {
      if (byte === backslash) i += 1
      else if (byte === quote) inText = false
    } else if (byte === quote) inText = true
    else if (byte === openBracket || byte === openBrace) {
      depth += 1
      if (depth > mostNested) return true
    } else if (byte === closeBracket || byte === closeBrace) depth -= 1
  }
  return false
}

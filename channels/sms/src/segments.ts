// How many text messages a text becomes, and costs: 160 characters of GSM 03.38 or 70 of UCS-2 in one; 153 or 67 in each of several, for a header that joins them.
const basic = new Set('@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà')
/** Written with an escape before them, so that they count as two. */
const extended = new Set('\f^{}\\[~]|€')
const limits = { 'gsm-7': { alone: 160, joined: 153 }, 'ucs-2': { alone: 70, joined: 67 } }

/** `units`: septets or UTF-16 code units. An empty text needs no message. */
export type Segments = { encoding: 'gsm-7' | 'ucs-2'; units: number; segments: number }

export function segments(text: string): Segments {
  const characters = [...text]
  const encoding = characters.every((each) => basic.has(each) || extended.has(each)) ? 'gsm-7' : 'ucs-2'
  const size = (each: string) => (encoding === 'ucs-2' ? each.length : extended.has(each) ? 2 : 1)
  const units = characters.reduce((sum, each) => sum + size(each), 0)
  const { alone, joined } = limits[encoding]
  if (units <= alone) return { encoding, units, segments: units === 0 ? 0 : 1 }
  // Neither an escape and its character nor the halves of a pair are torn apart: the unit that remains stays empty.
  let count = 1
  let used = 0
  for (const each of characters) {
    if (used + size(each) > joined) {
      count += 1
      used = 0
    }
    used += size(each)
  }
  return { encoding, units, segments: count }
}

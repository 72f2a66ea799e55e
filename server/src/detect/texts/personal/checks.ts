// Numbers that prove themselves: their last digits follow from the others.

/** Of each row of digits the longest run of whole groups that is the number of a card: an expiry date may stand behind it. */
export function cards(text: string, mask: () => string): string {
  return text.replace(digitRows, (row) => {
    const parts = [...row.matchAll(/\d+/g)].map(({ index, 0: part }) => ({ from: index, to: index + part.length }))
    let [result, kept] = ['', 0]
    for (let first = 0; first < parts.length; first += 1) {
      const { from } = parts[first] as { from: number }
      const last = parts.findLastIndex(({ to }, at) => at >= first && at < first + mostGroups && to - from >= 13 && isCard(row.slice(from, to)))
      if (last < 0) continue
      result += row.slice(kept, from) + mask()
      kept = (parts[last] as { to: number }).to
      first = last
    }
    return result + row.slice(kept)
  })
}

const digitRows = /(?<!\d)\d(?:[ .-]?\d){12,59}(?!\d)/g
const mostGroups = 8

/** As they are embossed and typed: in fours, 4-6-5, two eights, or in one. */
const grouped = /^(?:\d{13,19}|\d{4}([ .-])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}([ .-])\d{6}\2\d{4,5}|\d{8}[ .-]\d{8})$/

/** Luhn, 13 to 19 digits, and a beginning that cards have. */
function isCard(text: string): boolean {
  if (!grouped.test(text)) return false
  const digits = text.replace(/\D/g, '')
  if (digits.length < 13 || digits.length > 19 || !/^(?:[3-6]|2[2-7])/.test(digits) || /^(\d)\1+$/.test(digits)) return false
  let sum = 0
  for (let at = 0; at < digits.length; at += 1) {
    const digit = Number(digits[digits.length - 1 - at])
    sum += at % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2
  }
  return sum % 10 === 0
}

/** Replaces what is as long as the country's account numbers are and whose checksum is right. */
export function iban(text: string, mask: () => string): string {
  let [result, kept] = ['', 0]
  for (const { index, 0: begin } of text.matchAll(ibanBegins)) {
    if (index < kept) continue
    const end = ibanEnd(text, index, lengths.get(begin.slice(0, 2).toUpperCase()))
    if (end === undefined) continue
    result += text.slice(kept, index) + mask()
    kept = end
  }
  return result + text.slice(kept)
}

const ibanBegins = /(?<![\p{L}\p{N}])[a-z]{2}\d{2}(?=[ -]?[a-z\d])/giu

function ibanEnd(text: string, from: number, length = 0): number | undefined {
  let [at, found] = [from, '']
  while (found.length < length && at < text.length) {
    const one = text[at] as string
    if (/[a-z\d]/i.test(one)) found += one
    else if (!/[ -]/.test(one) || !/[a-z\d]/i.test(text[at - 1] as string)) return undefined
    at += 1
  }
  const whole = length > 0 && found.length === length && !/[a-z\d]/i.test(text[at] ?? ' ')
  return whole && mod97(found.slice(4) + found.slice(0, 4)) === 1 ? at : undefined
}

function mod97(text: string): number {
  let rest = 0
  for (const one of text.toUpperCase()) {
    const value = /\d/.test(one) ? Number(one) : one.charCodeAt(0) - 55
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest
}

const lengths = new Map(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28 EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 MC27 MD24 ME22 MK19 MR27 MT31 MU30 NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 TN24 TR26 UA29 VA22 VG24 XK20'
    .split(' ')
    .map((each) => [each.slice(0, 2), Number(each.slice(2))] as const),
)

/** `near`: only behind a word that says what it is, since every tenth number of its length would pass the check. */
export const nationalIds: { country: string; pattern: RegExp; valid: (text: string) => boolean; near?: RegExp }[] = [
  { country: 'US', pattern: /(?<![\d-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g, valid: () => true },
  {
    country: 'GB',
    pattern: /(?<![\p{L}\p{N}])[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D](?![\p{L}\p{N}])/giu,
    valid: (text) => !/^(?:BG|GB|KN|NK|NT|TN|ZZ)/i.test(text),
  },
  { country: 'ES', pattern: /(?<![\p{L}\p{N}])(?:\d{8}|[XYZ]\d{7})-?[A-HJ-NP-TV-Z](?![\p{L}\p{N}])/giu, valid: spanish },
  { country: 'BR', pattern: /(?<![\d.-])\d{3}\.?\d{3}\.?\d{3}-?\d{2}(?![\d-])/g, valid: brazilian },
  { country: 'FR', pattern: /(?<!\d)[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\d)/gi, valid: french },
  { country: 'IT', pattern: /(?<![\p{L}\p{N}])[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?![\p{L}\p{N}])/giu, valid: () => true },
  { country: 'DE', pattern: /(?<!\d)\d{2} ?\d{3} ?\d{3} ?\d{3}(?!\d)/g, valid: german, near: /steuer|tax|\bid/i },
  { country: 'PT', pattern: /(?<!\d)\d{3} ?\d{3} ?\d{3}(?!\d)/g, valid: portuguese, near: /\bnif|contribuinte|fiscal/i },
  { country: 'JP', pattern: /(?<!\d)\d{4}[ -]?\d{4}[ -]?\d{4}(?!\d)/g, valid: () => true, near: /マイナンバー|個人番号|my ?number/i },
]

function spanish(text: string): boolean {
  const plain = text.replace('-', '').toUpperCase()
  const number = Number(plain.slice(0, -1).replace('X', '0').replace('Y', '1').replace('Z', '2'))
  return 'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23] === plain.at(-1)
}

function brazilian(text: string): boolean {
  const digits = text.replace(/\D/g, '')
  if (/^(\d)\1+$/.test(digits)) return false
  const check = (length: number) => {
    let sum = 0
    for (let at = 0; at < length; at += 1) sum += Number(digits[at]) * (length + 1 - at)
    return ((sum * 10) % 11) % 10
  }
  return check(9) === Number(digits[9]) && check(10) === Number(digits[10])
}

function french(text: string): boolean {
  const plain = text.replace(/ /g, '').toUpperCase().replace('2A', '19').replace('2B', '18')
  return 97n - (BigInt(plain.slice(0, 13)) % 97n) === BigInt(plain.slice(13))
}

/** ISO 7064, mod 11,10. */
function german(text: string): boolean {
  const digits = text.replace(/ /g, '')
  let product = 10
  for (const digit of digits.slice(0, 10)) {
    const sum = (Number(digit) + product) % 10 || 10
    product = (sum * 2) % 11
  }
  return (11 - product) % 10 === Number(digits[10])
}

function portuguese(text: string): boolean {
  const digits = text.replace(/ /g, '')
  let sum = 0
  for (let at = 0; at < 8; at += 1) sum += Number(digits[at]) * (9 - at)
  const check = 11 - (sum % 11)
  return (check > 9 ? 0 : check) === Number(digits[8])
}

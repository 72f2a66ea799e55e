// What one cell may hold: each kind of cell turns its trimmed text into what is stored, or says what to do about it.
import { z } from 'zod'
import { normalPhone, phonePattern } from '../../../platform/phone-number.ts'
import { normalAddress } from '../../../platform/email-address.ts'

/** A value that cannot be stored; the reason is a sentence that says what to do. */
export class Wrong {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}
/** Text for the database, null for nothing. */
export type Cell = string | null | Wrong
export type Parse = (text: string) => Cell

/** A text that must be there. */
export const line =
  (max: number): Parse =>
  (text) =>
    text.length === 0 ? new Wrong('This must not be empty. Fill it in.') : text.length > max ? tooLong(max) : text

/** An id: a text that must be there and holds no control character. */
export const key =
  (max: number): Parse =>
  (text) =>
    text.length === 0
      ? new Wrong('This must not be empty. Fill it in.')
      : text.length > max
        ? tooLong(max)
        : /[\x00-\x1f\x7f]/.test(text)
          ? new Wrong('This holds a line break or another control character. Remove it.')
          : text

/** A text that may be empty: then `otherwise` stands. */
export const optional =
  (parse: Parse, otherwise: string | null = null): Parse =>
  (text) =>
    text.length === 0 ? otherwise : parse(text)

export const oneOf =
  (...values: string[]): Parse =>
  (text) => {
    const lower = text.toLowerCase()
    return values.includes(lower) ? lower : new Wrong(`This must be one of: ${values.join(', ')}.`)
  }

/** Normalised: lower case, its domain in ASCII. The same rule as in the API's contract. */
export const email: Parse = (given) => {
  const text = normalAddress(given)
  if (text.length > 254 || !z.regexes.email.test(text)) return new Wrong('This is not an e-mail address. Write one such as ada@example.com.')
  return text
}

export const phone: Parse = (given) => {
  const text = normalPhone(given)
  return phonePattern.test(text) ? text : new Wrong('This is not a number in the international form. Write one such as +49 30 123456.')
}

/** Parses each distinct value once; for columns of few values. */
export function remembered(parse: Parse, most = 2_000): Parse {
  const known = new Map<string, Cell>()
  return (text) => {
    const before = known.get(text)
    if (before !== undefined) return before
    if (known.size >= most || text.length > 200) return parse(text)
    // A copy, because a slice would keep its whole piece of the file in memory.
    const own = Buffer.from(text).toString()
    const cell = parse(own)
    known.set(own, cell)
    return cell
  }
}

export const locale = remembered((text) => (/^[a-z]{2}(-[A-Z]{2})?$/.test(text) ? text : new Wrong('This is not a language. Write one such as en or pt-BR.')))

export const timeZone = remembered((text) => {
  try {
    if (/^[A-Za-z]/.test(text)) {
      new Intl.DateTimeFormat('en', { timeZone: text })
      return text
    }
  } catch {
    /* answered below */
  }
  return new Wrong('This is not a time zone. Write one such as Europe/Berlin or Etc/UTC.')
})

const currencies = new Set(Intl.supportedValuesOf('currency'))
export const currency = remembered((text) => (currencies.has(text) ? text : new Wrong('This is not a currency. Write its three capital letters, such as EUR.')))

const digitsOf = new Map<string, number>()
/** How many decimals a currency has: JPY 0, EUR 2, KWD 3. */
export function decimalsOf(code: string): number {
  const known = digitsOf.get(code)
  if (known !== undefined) return known
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions().maximumFractionDigits ?? 2
  digitsOf.set(code, digits)
  return digits
}

/** A decimal amount in the currency's minor unit, exactly: by its digits, never as a floating-point number. */
export function minorUnits(text: string, code: string): Cell {
  const match = /^(\d{1,13})(?:\.(\d{0,9}))?$/.exec(text)
  if (!match)
    return new Wrong(
      text.startsWith('-')
        ? 'Revenue cannot be negative. Write 0 or more.'
        : 'This is not an amount. Write digits with a point, such as 1234.50, without currency or thousands separators.',
    )
  const decimals = decimalsOf(code)
  const fraction = (match[2] ?? '').replace(/0+$/, '')
  if (fraction.length > decimals) return new Wrong(`An amount in ${code} has at most ${decimals} decimals. Round it.`)
  return wholeAmount((match[1] as string) + fraction.padEnd(decimals, '0'))
}

export const minorAmount: Parse = (text) =>
  /^\d{1,20}$/.test(text)
    ? wholeAmount(text)
    : new Wrong(
        text.startsWith('-') ? 'Revenue cannot be negative. Write 0 or more.' : 'This is not a whole number of minor units, such as 123450 for 1234.50 EUR.',
      )

const wholeAmount = (digits: string): Cell => {
  const plain = digits.replace(/^0+(?=\d)/, '')
  return plain.length > 13 ? new Wrong('This amount is larger than any revenue that can be stored. Check it.') : plain
}

export const wholeNumber =
  (max: number): Parse =>
  (text) =>
    /^\d{1,9}$/.test(text) && Number(text) <= max ? String(Number(text)) : new Wrong(`This must be a whole number from 0 to ${max.toLocaleString('en')}.`)

const yes = new Set(['true', 'yes', 'y', '1', 't'])
const no = new Set(['false', 'no', 'n', '0', 'f'])
export const yesOrNo = remembered((text) => {
  const lower = text.toLowerCase()
  return yes.has(lower) ? 'true' : no.has(lower) ? 'false' : new Wrong('This must be true or false.')
})

const moment =
  /^(?:19[7-9]|20\d|21\d)\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,6})?)?(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d))?$/
/** A time with its offset, or a day (midnight UTC); between 1970 and 2200. */
export const instant: Parse = (text) => {
  if (!moment.test(text)) return notAMoment
  const day = Number(text.slice(8, 10))
  if (day > 28 && day > new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate()) return notAMoment
  return text.length === 10 ? `${text}T00:00:00Z` : text.charCodeAt(10) === 32 ? text.replace(' ', 'T') : text
}
const notAMoment = new Wrong('This is not a time between 1970 and 2200. Write one such as 2030-01-31T09:30:00Z, or a day such as 2030-01-31.')

const tooLong = (max: number) => new Wrong(`This is longer than ${max} characters. Shorten it.`)

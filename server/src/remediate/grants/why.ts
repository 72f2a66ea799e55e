// Why this amount, in a sentence that the customer understands.

export type WhyLine = {
  sentence: string
  minutes: number
  owed: boolean
  month: string | null
  amountMinor: number
  fullMinor: number
  held: string | null
  reason: string | null
}

/** @param money how an amount is written, e.g. €12.00 */
export function whyInWords(line: WhyLine, money: (amountMinor: number) => string): string {
  const what = line.owed
    ? `${line.sentence}: it was not available for long enough in ${line.month?.slice(0, 7) ?? 'that month'}, and your contract says what follows from that`
    : `${line.sentence}, because you were affected for ${duration(line.minutes)}`
  const sum = line.amountMinor > 0 || line.fullMinor > 0 ? ` That is ${money(line.amountMinor)}.` : ''
  return `${what}.${sum}${less(line, money)}`
}

function less({ held, fullMinor, amountMinor, reason }: WhyLine, money: (amountMinor: number) => string): string {
  switch (held) {
    case 'edited':
      return reason ? ` A person set it: ${reason.replace(/[.\s]+$/, '')}.` : ' A person set it.'
    case 'smaller':
      return amountMinor === 0
        ? ` It would be ${money(fullMinor)}, but what your contract gives you is more, and the larger of both counts.`
        : ` It would be ${money(fullMinor)}; what your contract gives you is taken off, since the larger of both counts.`
    case 'cap-account':
      return ` It would be ${money(fullMinor)}, but more than the most that one account gets for one crisis.`
    case 'cap-year':
      return ` It would be ${money(fullMinor)}, but more than the most that one account gets within a year.`
    case 'share':
      return ` By itself it would be ${money(fullMinor)}.`
    case 'no-price':
      return ' No price is known for this account, so no amount can be worked out.'
    case 'currency':
      return ' Something was given in another currency before; a person must look at it.'
    default:
      return ''
  }
}

const duration = (minutes: number): string => {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60]
  const parts = [part(days, 'day'), part(hours, 'hour'), part(rest, 'minute')].filter((each) => each !== '')
  return parts.slice(0, 2).join(' and ') || 'less than a minute'
}
const part = (count: number, unit: string) => (count === 0 ? '' : `${count} ${unit}${count === 1 ? '' : 's'}`)

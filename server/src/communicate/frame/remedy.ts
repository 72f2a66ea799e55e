// What a customer got, in one line: how it reaches them decides the words.
import { shownMoney } from './html.ts'
import { type FrameStrings, put } from './strings.ts'

/** `code`: of a gift card, for its customer alone. */
export type GivenRemedy = {
  remedy: string
  sentence: string | null
  amountMinor: number
  currency: string
  means?: string | undefined
  code?: string | undefined
  /** They had to ask for it, and did. */
  asked?: boolean
  /** Of free days and discounts: what they are, where that is another part than the sentence says. */
  part?: { days?: number | null; percent?: number | null; months?: number | null } | null | undefined
}

export function remedyLine({ sentence, amountMinor, currency, means, code, part }: GivenRemedy, words: FrameStrings, language: string): string {
  const amount = () => shownMoney(amountMinor, currency, language)
  if (means === 'gift-card') return `${put(words.remedyGiftCard, { amount: amount() })}${code ? `: ${code}` : ''}`
  if (means === 'store-credit') return put(words.remedyStoreCredit, { amount: amount() })
  if (means === 'refund' || means === 'money-back') return put(words.remedyRefund, { amount: amount() })
  if (part?.days) return put(words.remedyDays, { days: part.days })
  if (part?.percent) return put(words.remedyDiscount, { percent: new Intl.NumberFormat(language).format(part.percent), months: part.months ?? 1 })
  const inWords = means === 'extension' || means === 'discount' || amountMinor <= 0
  return inWords && sentence ? sentence : put(words.remedyAmount, { amount: amount() })
}

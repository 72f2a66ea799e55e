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
}

export function remedyLine({ sentence, amountMinor, currency, means, code }: GivenRemedy, words: FrameStrings, language: string): string {
  const amount = () => shownMoney(amountMinor, currency, language)
  if (means === 'gift-card') return `${put(words.remedyGiftCard, { amount: amount() })}${code ? `: ${code}` : ''}`
  if (means === 'store-credit') return put(words.remedyStoreCredit, { amount: amount() })
  if (means === 'refund') return put(words.remedyRefund, { amount: amount() })
  const inWords = means === 'extension' || means === 'discount' || amountMinor <= 0
  return inWords && sentence ? sentence : put(words.remedyAmount, { amount: amount() })
}

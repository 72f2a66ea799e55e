import { type Amount, money } from './format.ts'

/** Sums stay apart per currency: nothing is converted. */
export function Money({ of, short = false }: { of: Amount | Amount[]; short?: boolean }) {
  const amounts = Array.isArray(of) ? of : [of]
  return <span className="lw-figures">{amounts.length > 0 ? amounts.map((amount) => money(amount, short)).join(' + ') : '–'}</span>
}

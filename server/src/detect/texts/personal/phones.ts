// Is a row of digits the number of a telephone? By how it is written, or by the words before it; a date, an amount or the number of an order is none.

export function phones(text: string, mask: () => string): string {
  return text.replace(rows, (row, at: number) => {
    const before = text.slice(Math.max(at - 40, 0), at)
    const call = before.search(calling)
    return maskRow(row, call >= 0 && call > before.search(counting), mask)
  })
}

const rows = /(?<![\p{L}\p{N}#_/-])(?<!\p{N}[.,])\+?\(?\d(?:[ ()./\u00a0-]{0,3}\d){6,59}/gu
const mostParts = 8

/** From each part of the row on, the longest run that is written like a number of a telephone; behind words like "call me", any that is long enough. */
function maskRow(row: string, called: boolean, mask: () => string): string {
  const parts = [...row.matchAll(/[+(]{0,2}\d+/g)].map(({ index, 0: part }) => ({
    from: index,
    to: index + part.length,
    digits: part.replace(/\D/g, '').length,
  }))
  let [result, kept] = ['', 0]
  for (let first = 0; first < parts.length; first += 1) {
    const { from } = parts[first] as Part
    const last = lastOf(row, parts, first, called)
    if (last < 0) continue
    result += row.slice(kept, from) + mask()
    kept = (parts[last] as Part).to
    first = last
  }
  return result + row.slice(kept)
}

type Part = { from: number; to: number; digits: number }

function lastOf(row: string, parts: Part[], first: number, called: boolean): number {
  const { from } = parts[first] as Part
  const begins = '+(0'.includes(row[from] as string)
  let [digits, found, any] = [0, -1, -1]
  for (let at = first; at < Math.min(first + mostParts, parts.length); at += 1) {
    const part = parts[at] as Part
    digits += part.digits
    if (digits > 15) break
    if (digits < 7 || (!called && !begins && digits !== 10 && digits !== 11)) continue
    const run = row.slice(from, part.to)
    if (isDate.test(run)) continue
    if (isWritten(run, digits)) found = at
    else if (called) any = at
  }
  return found < 0 ? any : found
}

function isWritten(run: string, digits: number): boolean {
  if (run.startsWith('+')) return digits >= 8
  if (!/[ ()./\u00a0-]/.test(run)) return false
  return inAmerica.test(run) || /^00[1-9]/.test(run) || (/^\(?0/.test(run) && digits >= 8 && !isTime.test(run))
}

const isDate = /^\(?(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2\d{2,4})(?!\d)/
const isTime = /^0?\d{1,2}[.:]\d{2} ?-/
const inAmerica = /^(?:1[ .-])?\(?\d{3}\)?[ .-]{1,2}\d{3}[ .-]\d{4}$/
const calling =
  /\b(?:call|phone|tel|mobile|cell|whatsapp|sms|ring|text me|reach me|my number|dial|anruf|telefon|handy|mobil|meine nummer|rückruf|portable|téléphone|appel|rappel|mon numéro|teléfono|móvil|celular|llam|mi número|telefone|telemóvel|ligue|ligar|meu número)[^\d]{0,30}$|(?:電話|携帯)[^\d]{0,20}$/i
const counting =
  /\b(?:order|booking|ticket|case|reference|ref|invoice|confirmation|bestell|rechnung|kunden|commande|facture|pedido|factura|fatura)[\p{L}-]*[^\d]{0,20}$|注文[^\d]{0,10}$/iu

/** Text that people wrote, safe inside HTML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;')

/** Paragraphs from blank lines, line breaks from single ones. */
export const paragraphs = (text: string): string =>
  text
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${escaped(paragraph).replaceAll('\n', '<br>')}</p>`)
    .join('')

const formats = new Map<string, Intl.DateTimeFormat>()

/** A time as a reader in a place would write it, with the zone named; UTC where the zone is not known. */
export function shownTime(at: Date, locale: string, timeZone: string): string {
  const id = `${locale}/${timeZone}`
  let format = formats.get(id)
  if (!format) {
    const options = { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', hourCycle: 'h23' } as const
    try {
      format = new Intl.DateTimeFormat(locale, { ...options, timeZone })
    } catch {
      format = new Intl.DateTimeFormat('en', { ...options, timeZone: 'UTC' })
    }
    formats.set(id, format)
  }
  return format.format(at)
}

/** An amount in the smallest unit, as money. */
export function shownMoney(amountMinor: number, currency: string, locale: string): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amountMinor / 10 ** digits)
}

// CSV that people open in a spreadsheet.

/** One cell: quoted where needed; a leading = + - @ is made harmless, since spreadsheets would run it. */
export const csvCell = (value: string | number): string => {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) && !/^-\d+(\.\d+)?$/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
export const csvLine = (values: (string | number)[]): string => `${values.map(csvCell).join(',')}\r\n`

/** A header and the lines of every page, each asked for by the last id of the one before, so that a million rows do not have to fit in memory. */
export async function* csvPages<Row extends { id: number }>(
  header: string[],
  page: (after: number) => Promise<Row[]>,
  values: (row: Row) => (string | number)[],
): AsyncGenerator<string> {
  yield csvLine(header)
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = await page(after)
    if (rows.length === 0) return
    yield rows.map((row) => csvLine(values(row))).join('')
    after = (rows.at(-1) as Row).id
  }
}

/** E.164: a plus, the country, the number; fifteen digits at most. */
export const phonePattern = /^\+[1-9]\d{6,14}$/

/** As people write numbers: blanks, dots, dashes, slashes and brackets fall away, 00 before the country is a plus, and so does the (0) that is dialled at home only. Without a country it stays as it is: nobody can know which is meant. */
export function normalPhone(text: string): string {
  const plain = text
    .trim()
    .replace(/^tel:/i, '')
    .replace(/\(0\)/g, '')
    .replace(/[\s()./\u00a0\u2010-\u2015-]/g, '')
  return plain.startsWith('00') ? `+${plain.slice(2)}` : plain
}

/** Written small and without accents, as many write in a hurry; of Japanese nothing is lost. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[’‘´`]/g, "'")
    // Numbers are left out of what is compared; here, and in codes such as E4, they are a part of a word.
    .replace(/\b2[- ]?fa\b/g, 'twofa')
    .replace(/(?<![\p{L}\p{N}])[a-z]{1,3}-?\d{1,6}(?![\p{L}\p{N}])/gu, (code) =>
      code.replace(/[-\d]/g, (digit) => (digit === '-' ? '' : String.fromCharCode(103 + Number(digit)))),
    )

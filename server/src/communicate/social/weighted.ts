// How X counts: Latin and its neighbours once, everything else twice, an emoji as two whatever it is made of, a link as 23.
const perLink = 23
const characters = new Intl.Segmenter('en', { granularity: 'grapheme' })
const light = [
  [0, 4_351],
  [8_192, 8_205],
  [8_208, 8_223],
  [8_242, 8_247],
] as const
/** It makes links of names without a scheme too; such a one counts as a link, or as it is written where that is more. */
const links = /https?:\/\/[^\s<>"]+|(?<![\p{L}\p{N}@._/-])[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)*\.\p{L}{2,}(?:\/[^\s<>"]*)?/giu

export function weighted(text: string): number {
  let sum = 0
  const rest = text.normalize('NFC').replace(links, (link) => {
    sum += link.includes('://') ? perLink : Math.max(perLink, lettersOf(link))
    return ''
  })
  return sum + lettersOf(rest)
}

function lettersOf(text: string): number {
  let sum = 0
  for (const { segment } of characters.segment(text)) {
    if (/\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(segment) && !/^[©®™]$/.test(segment)) {
      sum += 2
      continue
    }
    for (const letter of segment) {
      const code = letter.codePointAt(0) as number
      sum += light.some(([from, to]) => code >= from && code <= to) ? 1 : 2
    }
  }
  return sum
}

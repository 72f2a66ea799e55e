// Which lexemes a mistyped word may have meant: a letter too many, too few, another, or two that changed places; one such in short words, two in long ones.

/** The nearest to a word, five at most. What holds a digit is a number or a code and means itself. */
export function nearTo(word: string, candidates: string[]): string[] {
  const most = mistakesIn(word)
  if (most === 0) return []
  const compared = candidates.map((candidate) => ({ candidate, mistakes: distance(plain(word), plain(candidate), most) }))
  const least = Math.min(most, ...compared.map(({ mistakes }) => mistakes))
  return compared
    .filter(({ mistakes }) => mistakes <= least)
    .slice(0, 5)
    .map(({ candidate }) => candidate)
}

export function mistakesIn(word: string): number {
  const { length } = [...word]
  if (/\p{N}/u.test(word) || length < 4) return 0
  return length < 7 ? 1 : 2
}

/** A missing accent is no mistake. */
const plain = (word: string) =>
  word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[łøđıß]/g, (letter) => ({ ł: 'l', ø: 'o', đ: 'd', ı: 'i', ß: 'ss' })[letter] as string)

/** How many such mistakes lie between two words; `most` + 1 where it is more than that. */
export function distance(one: string, other: string, most: number): number {
  const [a, b] = [[...one], [...other]]
  if (Math.abs(a.length - b.length) > most) return most + 1
  let [before, last] = [[] as number[], b.map((_, i) => i)]
  last.push(b.length)
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((last[j] as number) + 1, (row[j - 1] as number) + 1, (last[j - 1] as number) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, (before[j - 2] as number) + 1)
      row.push(least)
    }
    if (Math.min(...row) > most) return most + 1
    ;[before, last] = [last, row]
  }
  return last[b.length] as number
}

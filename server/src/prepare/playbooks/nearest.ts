// Who mistypes a word is told the word that was meant.

/** The known word that is nearest to what was written, where it is near enough to be meant. */
export function nearest(written: string, known: readonly string[]): string | undefined {
  if (written.length < 3) return undefined
  const limit = Math.max(1, Math.floor(written.length / 3))
  const [best] = known
    .map((word) => ({ word, distance: distance(written.toLowerCase(), word.toLowerCase()) }))
    .filter((each) => each.distance <= limit)
    .sort((one, other) => one.distance - other.distance)
  return best?.word
}

/** `there is no role comms; there are a, b; did you mean b?` */
export function noSuch(what: string, written: string, known: readonly string[]): string {
  const meant = nearest(written, known)
  return `there is no ${what} ${shown(written)}; there are ${listed(known)}${meant ? `; did you mean ${meant}?` : ''}`
}

/** `must be one of a, b; did you mean b?` */
export function oneOf(written: unknown, known: readonly string[]): string {
  const meant = typeof written === 'string' ? nearest(written, known) : undefined
  const [last] = known
  return `must be ${known.length === 1 ? last : `one of ${known.join(', ')}`}${meant ? `; did you mean ${meant}?` : ''}`
}

const listed = (known: readonly string[]) =>
  known.length === 0 ? 'none' : known.length > 20 ? `${known.slice(0, 8).join(', ')} and ${known.length - 8} more` : known.join(', ')

/** What somebody wrote, short enough for a message. */
export const shown = (text: string) => (text.length > 60 ? `${text.slice(0, 57)}…` : text)

/** Letters that must be put in, taken out or exchanged; two neighbours in the wrong order count once. */
function distance(one: string, other: string): number {
  if (Math.abs(one.length - other.length) > 20 || one.length > 80) return Number.POSITIVE_INFINITY
  let [before, row] = [[] as number[], Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i++) {
    const next = [i]
    for (let j = 1; j <= other.length; j++) {
      const exchanged = (row[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchanged, swapped))
    }
    ;[before, row] = [row, next]
  }
  return row[other.length] ?? 0
}

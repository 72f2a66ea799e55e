// How rare a size is, learned from the series itself: a histogram over octaves that forgets slowly, and beyond its upper end a power law fitted to that end.
export const rarityBins = 52
const perOctave = 4
const lowestOctave = -4
/** Counts stand in eighths, so that an old one fades rather than vanishes. */
const one = 8
const mostSeen = 8_000
const tailShare = 0.03
const leastTail = 5
/** What a tail is taken to be like before it is known (octaves a factor e), and how many sizes that assumption weighs. */
const usualOctaves = 0.5
const assumed = [5, 5, 5, 5, 5, 10, 10, 20, 20, 50, 50, 10, 20]

/** The power of ten by which a size is rare for the witness: 3 is one in a thousand. `weighed`: how many sizes the histogram holds. */
export function rarity(tails: Uint16Array, witness: number, size: number, weighed: number): number {
  const from = witness * rarityBins
  const place = placeOf(size)
  const most = Math.max(tailShare * weighed, leastTail) * one
  if (place === 0) return 0
  let above = 0
  let distance = 0
  let cut = rarityBins
  for (; cut > 1; cut -= 1) {
    const count = tails[from + cut - 1] as number
    if (above + count > most) break
    above += count
    distance += count * (cut - 0.5)
  }
  if (place < cut) return Math.log10((weighed + 1) / (above / one + within(tails, from, place, cut) / one + 0.5))
  const excess = (distance - above * cut) / one
  const weight = assumed[witness] as number
  const octaves = (excess + weight * usualOctaves * perOctave) / (above / one + weight)
  return Math.log10((weighed + 1) / (above / one + 0.5)) + (place - cut) / octaves / Math.LN10
}

export function remember(tails: Uint16Array, witness: number, size: number): void {
  const at = witness * rarityBins + Math.floor(placeOf(size))
  tails[at] = Math.min(65_535, (tails[at] as number) + one)
}

/** Halves what is known when it is enough, and leaves a quarter when the first weeks are over (`ripe`): what was unexpected then may be expected by now. Answers how much is left. */
export function forget(tails: Uint16Array, weighed: number, ripe: boolean): number {
  const shift = ripe ? 2 : weighed < mostSeen ? 0 : 1
  if (shift > 0) for (let at = 0; at < tails.length; at += 1) tails[at] = (tails[at] as number) >> shift
  return weighed / 2 ** shift
}

/** How much lies between the size and the cut, the size's own bin by its share. */
function within(tails: Uint16Array, from: number, place: number, cut: number): number {
  const bin = Math.floor(place)
  let sum = (tails[from + bin] as number) * (1 - (place - bin))
  for (let at = bin + 1; at < cut; at += 1) sum += tails[from + at] as number
  return sum
}

const placeOf = (size: number) => (size <= 0 ? 0 : Math.max(0, Math.min(rarityBins - 0.01, (Math.log2(size) - lowestOctave) * perOctave)))

// A histogram of values whose bins grow by a twentieth, so that a quantile is right to within 2.5 %, in a few hundred bytes, and two of them add up to one.

/** Bins by number: 0 is the value 0; positive values stand above, negative ones below. */
export type Sketch = Map<number, number>

const growth = Math.log(1.05)
/** From a billionth upwards; what is nearer to 0 is 0. */
const offset = Math.ceil(Math.log(1e9) / growth)
const smallest = 1e-9
/** More bins than this fold into the ones nearest to 0: what matters of a series is its large values. */
export const mostBins = 256

export function addTo(sketch: Sketch, value: number, count = 1): void {
  const bin = binOf(value)
  sketch.set(bin, (sketch.get(bin) ?? 0) + count)
  if (sketch.size > mostBins) narrow(sketch)
}

export function merge(into: Sketch, from: Sketch): Sketch {
  for (const [bin, count] of from) into.set(bin, (into.get(bin) ?? 0) + count)
  if (into.size > mostBins) narrow(into)
  return into
}

const binOf = (value: number): number => {
  const size = Math.abs(value)
  if (size < smallest) return 0
  const bin = Math.ceil(Math.log(size) / growth) + offset
  return value > 0 ? bin : -bin
}

const middleOf = (bin: number): number => (bin === 0 ? 0 : Math.sign(bin) * Math.exp((Math.abs(bin) - offset - 0.5) * growth))

function narrow(sketch: Sketch): void {
  const bins = [...sketch.keys()].sort((one, other) => Math.abs(one) - Math.abs(other))
  for (const bin of bins.slice(0, bins.length - mostBins)) {
    const count = sketch.get(bin) as number
    sketch.delete(bin)
    const next = bins.find((each) => sketch.has(each)) as number
    sketch.set(next, (sketch.get(next) as number) + count)
  }
}

/** @param q from 0 to 1; undefined where nothing was measured */
export function quantile(sketch: Sketch, q: number): number | undefined {
  const total = [...sketch.values()].reduce((sum, count) => sum + count, 0)
  if (total === 0) return undefined
  let rest = q * (total - 1)
  for (const bin of [...sketch.keys()].sort((one, other) => one - other)) {
    rest -= sketch.get(bin) as number
    if (rest < 0) return middleOf(bin)
  }
  return undefined
}

/** Pairs of bin and count as bytes: differences of sorted bins, seven bits a byte. */
export function encodeSketch(sketch: Sketch): Buffer {
  const bytes: number[] = []
  const put = (value: number) => {
    let rest = value
    for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128)
    bytes.push(rest)
  }
  let last = 0
  for (const bin of [...sketch.keys()].sort((one, other) => one - other)) {
    const step = bin - last
    put(step < 0 ? -step * 2 - 1 : step * 2)
    put(sketch.get(bin) as number)
    last = bin
  }
  return Buffer.from(bytes)
}

/** Refuses bytes that are no sketch. */
export function decodeSketch(bytes: Buffer): Sketch {
  const sketch: Sketch = new Map()
  let at = 0
  const next = (): number => {
    let [value, scale] = [0, 1]
    for (;;) {
      const byte = bytes[at]
      if (byte === undefined || scale > 2 ** 49) throw new Error('These bytes are no sketch.')
      at += 1
      value += (byte & 127) * scale
      if (byte < 128) return value
      scale *= 128
    }
  }
  for (let last = 0; at < bytes.length; ) {
    const step = next()
    last += step % 2 === 1 ? -(step + 1) / 2 : step / 2
    sketch.set(last, next())
  }
  return sketch
}

// Numbers as the log keeps them: 20 bytes each, whatever they are called.

/** A value of a series at a time (milliseconds). */
export type Point = { series: number; at: number; value: number }
export const pointBytes = 20

export function pack(points: readonly Point[]): Buffer {
  const packed = Buffer.allocUnsafe(points.length * pointBytes)
  let offset = 0
  for (const { series, at, value } of points) {
    packed.writeUInt32LE(series, offset)
    packed.writeDoubleLE(at, offset + 4)
    packed.writeDoubleLE(value, offset + 12)
    offset += pointBytes
  }
  return packed
}

/** Calls `take` with each, in order. Refuses what is no whole number of points. */
export function eachPoint(packed: Buffer, take: (series: number, at: number, value: number) => void): void {
  if (packed.length % pointBytes !== 0) throw new Error(`These ${packed.length} bytes are no whole number of points.`)
  for (let offset = 0; offset < packed.length; offset += pointBytes)
    take(packed.readUInt32LE(offset), packed.readDoubleLE(offset + 4), packed.readDoubleLE(offset + 12))
}

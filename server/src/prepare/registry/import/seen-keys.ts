// Which keys a file has shown already: eight bytes each, so that ten million of them fit into memory. A false hit (one in 10^7 files) costs a note, nothing else.

export type SeenKeys = { add: (row: (string | null)[], identity: number[]) => boolean }

/** `add` answers whether this row's key is new. */
export function createSeenKeys(): SeenKeys {
  let size = 1 << 14
  let high = new Uint32Array(size)
  let low = new Uint32Array(size)
  let count = 0

  const put = (h: number, l: number): boolean => {
    for (let slot = h & (size - 1); ; slot = (slot + 1) & (size - 1)) {
      if (low[slot] === 0 && high[slot] === 0) {
        high[slot] = h
        low[slot] = l
        return true
      }
      if (low[slot] === l && high[slot] === h) return false
    }
  }
  const grow = () => {
    const [oldHigh, oldLow] = [high, low]
    size *= 2
    high = new Uint32Array(size)
    low = new Uint32Array(size)
    for (let i = 0; i < oldHigh.length; i += 1) if (oldLow[i] !== 0 || oldHigh[i] !== 0) put(oldHigh[i] as number, oldLow[i] as number)
  }

  return {
    add: (row, identity) => {
      let h = 0x811c9dc5
      let l = 0x9e3779b9
      for (const position of identity) {
        const text = row[position] ?? ''
        for (let i = 0; i < text.length; i += 1) {
          const code = text.charCodeAt(i)
          h = Math.imul(h ^ code, 0x01000193)
          l = Math.imul(l + code, 0x85ebca6b) ^ (l >>> 13)
        }
        h = Math.imul(h ^ 0x1f, 0x01000193)
        l = Math.imul(l + 0x1f, 0x85ebca6b) ^ (l >>> 13)
      }
      if (!put(mixed(h), mixed(l) || 1)) return false
      count += 1
      if (count > size * 0.8) grow()
      return true
    },
  }
}

function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

// Of a source that sends more words than anybody reads, some are kept, fairly: half of the minute's places go to whoever comes first, the other half to what has
// not been heard in this minute yet. So a flood of one kind never drowns the one other thing that matters. All of them are counted.
export type Keeper = { keeps: (source: string, what: number, most: number, now: number) => boolean }

export function createKeeper(): Keeper {
  let minute = -1
  const kept = new Map<string, { count: number; heard: Set<number> }>()
  return {
    /** @param what the series that it belongs to */
    keeps: (source, what, most, now) => {
      const current = Math.floor(now / 60_000)
      if (current !== minute) kept.clear()
      minute = current
      const own = kept.get(source) ?? { count: 0, heard: new Set<number>() }
      kept.set(source, own)
      const isNew = !own.heard.has(what)
      if (own.count >= most || (own.count >= most / 2 && !isNew)) return false
      own.count += 1
      own.heard.add(what)
      return true
    },
  }
}

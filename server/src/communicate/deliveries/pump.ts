// Keeps a provider's lanes full: while some mails are in the air, the next are marked as being sent and the last outcomes are stored, in one round trip.
export type Pumped<Row, Said> = {
  lanes: number
  /** Stores outcomes, marks `begin`, keeps the leases of `keep`; answers which of `begin` may be sent. Called by one at a time. */
  exchange: (said: Said[], begin: Row[], keep: Row[]) => Promise<Row[]>
  send: (row: Row) => Promise<Said>
  /** How a row is told of that was marked and then not sent. */
  untried: (row: Row) => Said
  /** True as soon as nothing more may begin. */
  stopped: () => boolean
  /** How long between two exchanges at most, so that leases live while a provider is silent; in milliseconds. */
  beat: number
}

/**
 * Sends `rows`; answers those that were not begun, for whoever claimed them to give back. Whatever was heard is stored, also where the database was away
 * for a moment: `exchange` is asked again with the same outcomes until it takes them, or throws for good.
 */
export async function pump<Row, Said>(rows: Row[], { lanes, exchange, send, untried, stopped, beat }: Pumped<Row, Said>): Promise<Row[]> {
  const waiting = [...rows]
  const ready: Row[] = []
  const inAir = new Set<Row>()
  const refused: Row[] = []
  let said: Said[] = []
  let turning: Promise<void> | undefined
  let broken: unknown

  const turn = () => {
    turning ??= turnNow().finally(() => {
      turning = undefined
    })
    return turning
  }
  async function turnNow() {
    const telling = said
    said = []
    const begin = stopped() || broken ? [] : waiting.splice(0, Math.max(0, lanes * 2 - ready.length - inAir.size))
    try {
      const begun = new Set(await exchange(telling, begin, [...waiting, ...ready, ...inAir]))
      ready.push(...begin.filter((row) => begun.has(row)))
      refused.push(...begin.filter((row) => !begun.has(row)))
    } catch (error) {
      // Whether they were marked is not known; they were not sent, and that is told when the database is back.
      said = [...telling, ...begin.map(untried), ...said]
      broken = error
    }
  }
  async function lane() {
    while (!broken && !stopped()) {
      const row = ready.shift()
      if (row === undefined) {
        if (waiting.length === 0 && !turning) return
        await turn()
        continue
      }
      inAir.add(row)
      if (ready.length <= lanes / 2 && waiting.length > 0) void turn()
      const outcome = await send(row)
      said.push(outcome)
      inAir.delete(row)
    }
  }

  const alive = setInterval(() => void turn(), beat)
  await turn()
  await Promise.all(Array.from({ length: lanes }, lane))
  clearInterval(alive)
  await turning
  said.push(...ready.splice(0).map(untried))
  if (said.length > 0) await exchange(said, [], [])
  return [...waiting, ...refused]
}

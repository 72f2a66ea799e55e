// In which order calls stand: mine or the most important free one on top; then those nobody has in hand, those that colleagues make, those for later, those that are done.
type Ordered = { state: 'to-call' | 'later' | 'reached' | 'not-reached' | 'overtaken'; caller: { id: string } | null; dueAt: string | null }

/** Within each part the order stays that of the list: by importance; later ones by their time. `top` is the one to make now, if any. */
export function arrange<Call extends Ordered>(calls: Call[], me: string | undefined): { top: Call | undefined; mine: boolean; rest: Call[] } {
  const open = calls.filter(({ state }) => state === 'to-call' || state === 'later')
  const own = open.find(({ caller }) => caller?.id === me)
  const free = open.filter(({ state, caller }) => state === 'to-call' && caller === null)
  const top = own ?? free[0]
  const later = open.filter(({ state, caller }) => state === 'later' && caller === null)
  const rest = [
    ...free,
    ...open.filter(({ caller }) => caller !== null),
    ...later.toSorted((one, other) => Date.parse(one.dueAt ?? '') - Date.parse(other.dueAt ?? '')),
    ...calls.filter((call) => !open.includes(call)),
  ].filter((call) => call !== top)
  return { top, mine: own !== undefined, rest }
}

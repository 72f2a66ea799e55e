// Whom a conversation is given to: who knows its language and has its skills; and where nobody who is there does, anybody after a while, so that nobody waits for ever.

export type Agent = { person: string; languages: readonly string[]; skills: readonly string[]; mostOpen: number | null; available: boolean }
/** Somebody who said nothing of themselves: any language, no skills, as much as they like. */
export const unknown = (person: string): Agent => ({ person, languages: [], skills: [], mostOpen: null, available: false })

/** Whether they can answer what needs this: `language:de`, `skill:billing`. */
export const knows = ({ languages, skills }: Pick<Agent, 'languages' | 'skills'>, needs: readonly string[]): boolean =>
  needs.every((need) =>
    need.startsWith('language:') ? languages.length === 0 || languages.includes(need.slice('language:'.length)) : skills.includes(need.slice('skill:'.length)),
  )

/** Where somebody who is there could do it but does not come to it, it is offered to anybody after this many times as long. */
const patience = 4

/** How long a conversation must have waited until this agent is given it, in minutes; 0: at once. */
export function givenAfter(agent: Agent, needs: readonly string[], available: readonly Agent[], offerAfterMinutes: number): number {
  if (knows(agent, needs)) return 0
  return offerAfterMinutes * (available.some((each) => knows(each, needs)) ? patience : 1)
}

export const isFull = ({ mostOpen }: Agent, open: number): boolean => mostOpen !== null && open >= mostOpen

type InTurn = { id: number; needs: readonly string[]; waitedMinutes: number }
type AtWork = Agent & { open: number }

/** Deals those in turn out to who is there: first to who knows it, among those to who has the least to do. Whoever is full gets nothing; what nobody may have yet stays where it is. */
export function dealOut(inTurn: readonly InTurn[], agents: readonly AtWork[], offerAfterMinutes: number): { id: number; person: string }[] {
  const there = agents.filter(({ available }) => available)
  const open = new Map(there.map((agent) => [agent.person, agent.open]))
  const load = (agent: AtWork) => open.get(agent.person) as number
  return inTurn.flatMap(({ id, needs, waitedMinutes }) => {
    const [to] = there
      .filter((agent) => !isFull(agent, load(agent)) && givenAfter(agent, needs, there, offerAfterMinutes) <= waitedMinutes)
      .toSorted((one, other) => Number(knows(other, needs)) - Number(knows(one, needs)) || load(one) - load(other) || (one.person < other.person ? -1 : 1))
    if (!to) return []
    open.set(to.person, load(to) + 1)
    return [{ id, person: to.person }]
  })
}

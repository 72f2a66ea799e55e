// How a conversation stands in a desk and who has it there, in our terms: what is news of it, and what is only the echo of our own word.
export type StandState = 'open' | 'waiting' | 'snoozed' | 'closed'
/** Who has it: by the address that both sides know, or nobody. */
export type Agent = { name: string; email: string }

/** What is told of it: only what differs from how it stands there. `note`: the mark of the note that is left where the desk does not know the agent. */
export type Stand = {
  conversation: string
  state?: { to: StandState; until: Date | null } | undefined
  agent?: { to: Agent | null; note: string } | undefined
}

/** What was told last, and when it was begun. */
export type Calling = { state?: string | undefined; assignee?: string | null | undefined; at: string }
const echoMs = 60_000

/** Our own word, as it comes back: the customer may have written between the two, so it says nothing about what we knew. */
export const isEcho = (calling: Calling | null, at: number, said: { state: string } | { assignee: string | null }): boolean =>
  calling !== null &&
  Math.abs(at - Date.parse(calling.at)) <= echoMs &&
  ('state' in said ? calling.state === said.state : calling.assignee !== undefined && calling.assignee === said.assignee)

/** Whether a word of the desk is newer than what it said before; of the same moment the later one counts. */
export const isNews = (before: string | null | undefined, at: number): boolean => before === null || before === undefined || Date.parse(before) <= at

/** Whose conversation it becomes when the desk says who has it: somebody whom nobody here knows takes it only from whom the desk had given it to. */
export function holderAfter(now: string | null, holder: string | null, known: string | null | undefined): string | null {
  if (known !== undefined) return known
  return now !== null && now === holder ? null : now
}

// What the law would want: the duties that a yes to each question of a playbook starts, with their deadlines.
import { deadlineOf } from '../../assess/regulatory-clocks/deadline.ts'
import type { Obligation } from '../../assess/regulatory-clocks/regulatory.contract.ts'
import type { Playbook } from './playbook.ts'
import type { Entry, Rehearsal } from './rehearse.ts'

/** What a yes to each question would start; the start is taken to be the declaration, and a notice to be sent in its last hour. */
export function law(playbook: Playbook, { startAt, obligations = [] }: Rehearsal): Entry[] {
  const known = new Map(obligations.map((each) => [each.key, each]))
  const startOf = (obligation: Obligation): Date => {
    const before = obligation.startsAfter === undefined ? undefined : known.get(obligation.startsAfter)
    return before ? (dueOf(before) ?? startAt) : startAt
  }
  const dueOf = (obligation: Obligation): Date | null => {
    const from = startOf(obligation)
    return deadlineOf(obligation, from, obligation.alsoWithin ? startAt : null)
  }
  return playbook.regulatory.flatMap((question) =>
    question.starts.flatMap((key): Entry[] => {
      const obligation = known.get(key)
      if (!obligation) return []
      const at = dueOf(obligation)
      return [
        {
          lane: 'law',
          kind: at ? obligation.evidence : 'promptly',
          from: at ? startOf(obligation) : null,
          at,
          title: `${obligation.regime}: ${obligation.title}`,
          detail: `If yes: ${question.ask}${at ? '' : ' Without undue delay; the law names no number.'} Counted from ${obligation.startsFrom.replaceAll('-', ' ')}.`,
          who: ['legal-privacy'],
        },
      ]
    }),
  )
}

// A difference of two texts, line by line, each with its number before and after.
import type { Change } from 'diff'
import type { PlaybookDiff } from './playbooks.contract.ts'

export function linesOf(changes: Change[]): PlaybookDiff['lines'] {
  let [old, young] = [0, 0]
  return changes.flatMap(({ value, added, removed }) =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => {
        if (!added) old += 1
        if (!removed) young += 1
        return {
          kind: added ? ('added' as const) : removed ? ('removed' as const) : ('same' as const),
          before: added ? null : old,
          after: removed ? null : young,
          text,
        }
      }),
  )
}

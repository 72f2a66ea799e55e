import { heldKinds } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import type { CrisisRoom } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'

/** The promise to customers that a message would keep now: its reminder came, or it was missed and nothing has been said since. Not once they can work. */
export function endangered({ status, clocks, updates }: Pick<CrisisRoom, 'status' | 'clocks' | 'updates'>) {
  if (status === 'restored' || status === 'closed') return undefined
  if (updates.some((update) => update.status === 'awaiting-approval')) return undefined
  const told = Math.max(...updates.map(({ publishedAt }) => (publishedAt ? Date.parse(publishedAt) : 0)), 0)
  const held = clocks.filter(({ kind }) => heldKinds.includes(kind))
  return (
    held.findLast((clock) => clock.state === 'missed' && Date.parse(clock.deadline) > told) ?? held.find((clock) => clock.state === 'running' && clock.reminded)
  )
}

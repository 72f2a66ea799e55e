// Data that the crisis left behind: so many records to mend or to fill in, mended and failed; what is required keeps the crisis from being restored.
import { Refused } from '../../platform/refused.ts'

type Counts = { records: number; mended: number; failed: number }
export type Repair = {
  id: string
  kind: 'backfill' | 'repair'
  textId: string
  required: boolean
  state: 'open' | 'done' | 'left'
  reasonId?: string
  changedAt: Date
} & Counts
export type RepairCommand =
  | { type: 'AddRepair'; id: string; kind: Repair['kind']; textId: string; records: number; required: boolean }
  | { type: 'CountRepair'; id: string; records?: number; mended: number; failed: number }
  | { type: 'LeaveRepair'; id: string; reasonId: string }
export type RepairFact =
  | { type: 'RepairAdded'; id: string; kind: Repair['kind']; textId: string; records: number; required: boolean; by: string; at: Date }
  | ({ type: 'RepairCounted'; id: string; by: string; at: Date } & Counts)
  | ({ type: 'RepairDone'; id: string; at: Date } & Counts)
  | { type: 'RepairLeft'; id: string; by: string; reasonId: string; at: Date }

const mostRepairs = 100

export function decideRepair(command: RepairCommand, repairs: readonly Repair[], { by, now: at }: { by: string; now: Date }): RepairFact[] {
  const repair = repairs.find(({ id }) => id === command.id)
  if (command.type === 'AddRepair') {
    if (repair) return []
    if (repairs.length >= mostRepairs)
      throw new Refused('too-large', `${mostRepairs} tasks of data are enough for one crisis. Put what belongs together into one.`)
    const { id, kind, textId, records, required } = command
    return [{ type: 'RepairAdded', id, kind, textId, records, required, by, at }]
  }
  if (!repair) throw new Refused('not-found', 'This crisis has no such data to mend.')
  if (command.type === 'LeaveRepair') {
    if (repair.state === 'done') throw new Refused('already-done', 'It is mended already.')
    return repair.state === 'left' ? [] : [{ type: 'RepairLeft', id: repair.id, by, reasonId: command.reasonId, at }]
  }
  if (repair.state === 'left') throw new Refused('already-done', 'It was left as it is. Add it anew if it is mended after all.')
  const { id } = repair
  const counts = { records: command.records ?? repair.records, mended: command.mended, failed: command.failed }
  if (counts.mended + counts.failed > counts.records)
    throw new Refused('not-valid', `mended and failed are more than the ${counts.records.toLocaleString('en')} records there are. Say how many there are.`)
  if (counts.records === repair.records && counts.mended === repair.mended && counts.failed === repair.failed) return []
  const done = counts.mended === counts.records && repair.state !== 'done'
  return [{ type: 'RepairCounted', id, ...counts, by, at }, ...(done ? [{ type: 'RepairDone' as const, id, ...counts, at }] : [])]
}

export function evolveRepair(repairs: Repair[], fact: RepairFact): Repair[] {
  const change = (changes: Partial<Repair>) => repairs.map((each) => (each.id === fact.id ? { ...each, ...changes, changedAt: fact.at } : each))
  switch (fact.type) {
    case 'RepairAdded': {
      const { id, kind, textId, records, required, at } = fact
      return [...repairs, { id, kind, textId, records, required, mended: 0, failed: 0, state: 'open', changedAt: at }]
    }
    case 'RepairCounted':
      return change({ records: fact.records, mended: fact.mended, failed: fact.failed, state: 'open' })
    case 'RepairDone':
      return change({ state: 'done' })
    case 'RepairLeft':
      return change({ state: 'left', reasonId: fact.reasonId })
  }
}

/** What is required and not mended, as sentences. */
export const stillToMend = (repairs: readonly Repair[]): string[] => {
  const open = repairs.filter(({ required, state }) => required && state === 'open')
  const left = open.reduce((sum, { records, mended }) => sum + records - mended, 0)
  return open.length === 0 ? [] : [`${left.toLocaleString('en')} records are still to be mended`]
}

import styles from './DeliveryBar.module.css'

const all = [
  'delivered',
  'accepted',
  'sending',
  'queued',
  'planned',
  'deferred',
  'unknown',
  'bounced',
  'complained',
  'failed',
  'suppressed',
  'cancelled',
] as const
export type StateName = (typeof all)[number]
export type StateCounts = Partial<Record<StateName, number>>

/** The states that somebody is in, in the order in which they are shown. */
export const presentStates = (counts: StateCounts) => all.flatMap((state) => ((counts[state] ?? 0) > 0 ? [{ state, count: counts[state] ?? 0 }] : []))

/** The states as lengths; whatever it shows is said in words beside it. */
export function StateBar({ counts, height }: { counts: StateCounts; height?: number }) {
  return (
    <div className={styles.bar} aria-hidden="true" style={height ? { height } : undefined}>
      {presentStates(counts).map(({ state, count }) => (
        <i key={state} data-state={state} style={{ flexGrow: count }} />
      ))}
    </div>
  )
}

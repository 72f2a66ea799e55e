import { t } from '../../strings/t.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import styles from './Clocks.module.css'
import { HoldingOffer } from './HoldingOffer.tsx'
import { KeptSoFar } from './KeptSoFar.tsx'
import { ClockTile } from './ClockTile.tsx'
import { SettledClocks } from './SettledClocks.tsx'

/** Every promise: the running ones large, the one that expires first in front; the settled ones small. */
export function Clocks() {
  const { clocks } = useRoom()
  const running = clocks.filter(({ state }) => state === 'running').sort((one, other) => Date.parse(one.deadline) - Date.parse(other.deadline))
  if (clocks.length === 0) return null
  return (
    <section aria-label={t('clocks.title')} className={styles.clocks}>
      <HoldingOffer />
      {running.length > 0 && (
        <div className={styles.running}>
          {running.map((clock) => (
            <ClockTile key={clock.id} clock={clock} />
          ))}
        </div>
      )}
      <KeptSoFar clocks={clocks} />
      <SettledClocks clocks={clocks.filter(({ state }) => state !== 'running')} />
    </section>
  )
}

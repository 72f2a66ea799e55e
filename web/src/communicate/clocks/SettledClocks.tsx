import type { ClockView } from '../../../../server/src/communicate/clocks/clocks.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import { Icon } from '../../ui/Icon.tsx'
import styles from './Clocks.module.css'
import { clockName } from './clock-name.ts'

/** Promises kept, broken or let go, oldest first; of a repeated one only the newest and every missed one. */
export function SettledClocks({ clocks }: { clocks: ClockView[] }) {
  if (clocks.length === 0) return null
  const newest = new Map(clocks.map((clock) => [clockName(clock), clock.id]))
  const shown = clocks.filter((clock) => clock.state === 'missed' || newest.get(clockName(clock)) === clock.id)
  const count = (clock: ClockView) => clocks.filter((each) => clockName(each) === clockName(clock) && each.state === clock.state).length
  return (
    <ul className={styles.settled} aria-label={t('clocks.settled')}>
      {shown.map((clock) => (
        <li key={clock.id} className={styles.chip} data-state={clock.state}>
          <Icon name={clock.state === 'met' ? 'check' : clock.state === 'missed' ? 'alert' : 'close'} size={14} />
          {clockName(clock)}
          <span className="lw-figures">
            {tOf('clock.state', clock.state)} {atNear(clock.endedAt ?? clock.deadline)}
            {clock.state !== 'missed' && count(clock) > 1 ? ` · ${t('clock.times', { count: count(clock) })}` : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}

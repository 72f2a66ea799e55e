import { Text } from '@mantine/core'
import { t, tn, tOf } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import styles from './DeliveryBar.module.css'
import { presentStates, StateBar, type StateCounts, type StateName } from './StateBar.tsx'

type Shown = {
  deliveries: StateCounts & { total: number }
  /** What the whole is called; left out where it stands elsewhere. */
  of?: 'total' | 'mails' | 'none'
  /** The states in the words of a channel. */
  nameOf?: (state: StateName) => string
}

/** Every delivery is in exactly one state: the parts add up to the whole. */
export function DeliveryBar({ deliveries, of = 'total', nameOf = (state) => tOf('delivery', state) }: Shown) {
  if (deliveries.total === 0)
    return (
      <Text size="xs" c="dimmed">
        {t('delivery.none')}
      </Text>
    )
  return (
    <section aria-label={t('delivery.label')}>
      <StateBar counts={deliveries} />
      <ul className={`${styles.legend} lw-figures`}>
        {of !== 'none' && <li className={styles.total}>{tn(`delivery.${of}`, deliveries.total)}</li>}
        {presentStates(deliveries).map(({ state, count }) => (
          <li key={state} title={tOf('delivery.what', state)}>
            <i data-state={state} aria-hidden="true" />
            {number(count)} {nameOf(state)}
          </li>
        ))}
      </ul>
    </section>
  )
}

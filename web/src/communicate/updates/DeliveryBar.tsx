import { Text } from '@mantine/core'
import type { UpdateView } from '../../../../server/src/communicate/updates/updates.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import styles from './DeliveryBar.module.css'

const states = ['accepted', 'sending', 'planned', 'deferred', 'unknown', 'bounced', 'complained', 'failed', 'suppressed', 'cancelled'] as const

/** Every delivery is in exactly one state: the parts add up to the whole. */
export function DeliveryBar({ deliveries }: { deliveries: UpdateView['deliveries'] }) {
  if (deliveries.total === 0)
    return (
      <Text size="xs" c="dimmed">
        {t('delivery.none')}
      </Text>
    )
  const present = states.filter((state) => deliveries[state] > 0)
  return (
    <section aria-label={t('delivery.label')}>
      <div className={styles.bar} aria-hidden="true">
        {present.map((state) => (
          <i key={state} data-state={state} style={{ flexGrow: deliveries[state] }} />
        ))}
      </div>
      <ul className={`${styles.legend} lw-figures`}>
        <li className={styles.total}>{tn('delivery.total', deliveries.total)}</li>
        {present.map((state) => (
          <li key={state} title={tOf('delivery.what', state)}>
            <i data-state={state} aria-hidden="true" />
            {number(deliveries[state])} {tOf('delivery', state)}
          </li>
        ))}
      </ul>
    </section>
  )
}

import { t } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import type { CallList } from './calls.ts'
import styles from './Calls.module.css'

/** How far the calls are: three figures over one bar. */
export function CallSums({ sums: { toCall, reached, notReached } }: { sums: Pick<CallList, 'toCall' | 'reached' | 'notReached'> }) {
  const parts = [
    { key: 'toCall', count: toCall },
    { key: 'reached', count: reached },
    { key: 'notReached', count: notReached },
  ] as const
  return (
    <section aria-label={t('calls.sums', { toCall, reached, notReached })} className={styles.sums}>
      <ul>
        {parts.map(({ key, count }) => (
          <li key={key} data-part={key}>
            <strong className="lw-figures">{number(count)}</strong> {t(`calls.sum.${key}`)}
          </li>
        ))}
      </ul>
      <div aria-hidden="true">{parts.map(({ key, count }) => count > 0 && <i key={key} data-part={key} style={{ flexGrow: count }} />)}</div>
    </section>
  )
}

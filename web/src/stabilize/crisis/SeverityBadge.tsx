import { t, tOf } from '../../strings/t.ts'
import styles from './SeverityBadge.module.css'
import { level } from './severity.ts'

export function SeverityBadge({ severity, large = false }: { severity: number; large?: boolean }) {
  const word = tOf('severity', level(severity))
  return (
    <span className={styles.badge} data-severity={severity} data-large={large || undefined} title={t('severity.label', { severity, word })}>
      <b>{severity}</b> {word}
    </span>
  )
}

import { Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { number } from './format.ts'
import styles from './ShareBars.module.css'

/** A few named shares as thin bars; the figures stand beside them, so no colour or length carries them alone. */
export function ShareBars({ title, rows }: { title: string; rows: { label: string; value: number; note?: ReactNode }[] }) {
  if (rows.length === 0) return null
  const most = Math.max(1, ...rows.map(({ value }) => value))
  return (
    <div>
      <Text size="xs" fw={600} c="dimmed" mb={4}>
        {title}
      </Text>
      <ul className={styles.rows}>
        {rows.map(({ label, value, note }) => (
          <li key={label}>
            <span className={styles.label}>{label}</span>
            <span className={styles.bar}>
              <i style={{ width: `${(value / most) * 100}%` }} />
            </span>
            <span className={`${styles.figure} lw-figures`}>{number(value)}</span>
            {note !== undefined && <span className={`${styles.note} lw-figures`}>{note}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}

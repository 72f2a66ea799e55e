import { type ReactNode, useId } from 'react'
import styles from './Inbox.module.css'

/** A titled part of the details. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <h3 id={heading}>{title}</h3>
      {children}
    </section>
  )
}

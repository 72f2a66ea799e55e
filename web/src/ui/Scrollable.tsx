import type { ReactNode } from 'react'

/** A wide table or picture that scrolls by itself, also by keyboard; it has a name, because it can be reached. */
export function Scrollable({ label, className, children }: { label: string; className?: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard (WCAG 2.1.1)
    <section aria-label={label} tabIndex={0} style={{ overflow: 'auto', outlineOffset: -2, position: 'relative' }} {...(className ? { className } : {})}>
      {children}
    </section>
  )
}

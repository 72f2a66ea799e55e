import type { KeyboardEvent } from 'react'

/** Ctrl+Enter sends, with Shift it closes the conversation as well; Escape leaves the field, so that single keys are commands again. */
export const composerKeys = (submit: (closes: boolean) => void) => (event: KeyboardEvent<HTMLTextAreaElement>) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault()
    submit(event.shiftKey)
  } else if (event.key === 'Escape') {
    event.preventDefault()
    document.querySelector<HTMLElement>('[role="log"]')?.focus()
  }
}

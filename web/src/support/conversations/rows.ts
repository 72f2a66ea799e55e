// Moving between the rows of the list by keyboard: the focus itself is what is moved, so that a screen reader hears each row.
const rows = () => [...document.querySelectorAll<HTMLElement>('[data-conversation]')].filter((row) => row.offsetParent !== null)

/** The row of this conversation, else the first. */
export function focusRow(id?: number) {
  const all = rows()
  ;(all.find((row) => row.dataset.conversation === String(id)) ?? all[0])?.focus()
}

/** From the row with the focus, else from the one that is open. */
export function stepRow(by: 1 | -1) {
  const all = rows()
  const here = all.indexOf(document.activeElement as HTMLElement)
  const from = here >= 0 ? here : all.findIndex((row) => row.getAttribute('aria-current') === 'true')
  all[Math.min(all.length - 1, Math.max(0, from + by))]?.focus()
}

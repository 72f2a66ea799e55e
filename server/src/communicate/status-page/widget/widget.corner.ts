// What stands in the corner of a visitor's page, as it runs in their browser; by the same rules as widget.client.ts.

/** Beside it in the browser, and so not imported here. */
declare const make: typeof import('./widget.client.ts').make

/** A button in the corner and the panel that it opens. Escape closes it and gives the focus back. */
export function cornerPanel(id: string) {
  const panel = make('div', { class: `panel ${id}`, id, role: 'dialog', tabindex: '-1', hidden: '' })
  const toggle = make('button', { type: 'button', class: 'toggle', 'aria-expanded': 'false', 'aria-controls': id })
  let opened = () => {}
  const show = (is: boolean) => {
    panel.hidden = !is
    toggle.setAttribute('aria-expanded', String(is))
  }
  const open = (is: boolean) => {
    show(is)
    if (is) {
      opened()
      panel.focus()
    } else toggle.focus()
  }
  toggle.addEventListener('click', () => open(panel.hasAttribute('hidden')))
  for (const each of [panel, toggle])
    each.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !panel.hasAttribute('hidden')) open(false)
    })
  const onOpen = (then: () => void) => {
    const before = opened
    opened = () => {
      before()
      then()
    }
  }
  const button = (label: string) => {
    const close = make('button', { type: 'button', 'aria-label': label }, '✕')
    close.addEventListener('click', () => open(false))
    return close
  }
  return { panel, toggle, open, onOpen, close: () => show(false), button }
}

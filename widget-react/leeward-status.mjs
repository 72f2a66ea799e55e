// <LeewardStatus src="https://status.example" brand="acme" />: the widget where the component stands. Renders an empty element on a server; the script comes in the browser, once a page.
import { createElement, useEffect } from 'react'

export function LeewardStatus({ src, brand, locale, theme, service, help, affected, every, chat, account, proof, nonce, ...rest }) {
  const base = `${src.replace(/\/+$/, '')}/${encodeURIComponent(brand)}/`
  useEffect(() => load(base, nonce), [base, nonce])
  return createElement('leeward-status', {
    ...rest,
    base,
    locale,
    theme,
    service: Array.isArray(service) ? service.join(',') : service,
    help: help === false ? 'off' : undefined,
    affected,
    every,
    chat: chat === false ? 'off' : undefined,
    account,
    proof,
  })
}

/** One script defines the element for every brand; a component that goes away leaves it, for the next one. */
function load(base, nonce) {
  if (customElements.get('leeward-status') || document.querySelector('script[data-leeward-widget]')) return
  const script = document.createElement('script')
  script.src = `${base}widget.js`
  script.dataset.manual = ''
  script.dataset.leewardWidget = ''
  if (nonce) script.nonce = nonce
  // What could not be loaded is tried again by the next component.
  script.onerror = () => script.remove()
  document.head.append(script)
}

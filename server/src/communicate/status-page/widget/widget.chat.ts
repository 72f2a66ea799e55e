// The chat in the widget, as it runs in the visitor's browser; by the same rules as widget.client.ts. What is written there stays in its frame: the page around it reads nothing of it.
import type { Place } from './widget.client.ts'
import type { WidgetState } from './widget.contract.ts'

/** Beside these functions in the browser, and so not imported here. */
declare const cornerPanel: typeof import('./widget.corner.ts').cornerPanel
declare const make: typeof import('./widget.client.ts').make

/** A button that opens the chat in a frame, and a way to have it in a window of its own, for whoever wants that or whose page lets no frame in. */
export function chatPanel(element: HTMLElement) {
  const corner = cornerPanel('chat')
  const { panel, toggle } = corner
  let place: Place | undefined
  let drawn = ''
  let frame: HTMLElement | undefined
  const begin = async () => {
    if (frame || !place) return
    frame = make('iframe', { title: place.words.widgetChat, referrerpolicy: 'no-referrer', allow: 'clipboard-write' })
    panel.append(frame)
    frame.setAttribute('src', await chatFrom(place, element.getAttribute('account'), element.getAttribute('proof')))
  }
  corner.onOpen(() => void begin())
  // Keys that are pressed inside of the frame are heard there alone.
  const told = (event: MessageEvent) => {
    if (frame && event.source === (frame as HTMLIFrameElement).contentWindow && event.data === 'leeward-chat-close' && !panel.hidden) corner.open(false)
  }
  const refused = ({ effectiveDirective, blockedURI }: SecurityPolicyViolationEvent) => {
    if (frame && place && /^(frame|child|default)-src/.test(effectiveDirective) && place.base.startsWith(blockedURI)) frame.remove()
  }
  addEventListener('message', told)
  document.addEventListener('securitypolicyviolation', refused)
  const draw = (state: WidgetState | undefined, now: Place, buttons: HTMLElement) => {
    if (!state?.chat) {
      corner.close()
      toggle.remove()
    } else if (!toggle.isConnected) buttons.prepend(toggle)
    if (drawn === now.language) return
    // In another language it is another chat.
    drawn = now.language
    place = now
    frame = undefined
    const { base, words, language } = now
    toggle.textContent = words.widgetChat
    panel.setAttribute('aria-label', words.widgetChat)
    const alone = make('a', { href: `${base}${language}/help/chat`, target: '_blank', rel: 'noopener' }, words.widgetChatAlone)
    panel.replaceChildren(make('div', { class: 'top' }, make('h2', {}, words.widgetChat), corner.button(words.widgetClose)), make('p', {}, alone))
  }
  const stop = () => {
    removeEventListener('message', told)
    document.removeEventListener('securitypolicyviolation', refused)
  }
  return { ...corner, draw, stop }
}

/** Where the page says whose account its visitor is of, and proves it, the chat is that account's; where not, or where that is not heard, it is anybody's. */
export async function chatFrom({ base, language }: Place, account: string | null, proof: string | null): Promise<string> {
  const url = `${base}${language}/help/chat`
  if (!account || !proof) return url
  const answer = await fetch(`${base}help/chat/known`, { method: 'POST', body: new URLSearchParams({ account, proof }), credentials: 'omit' }).catch(
    () => undefined,
  )
  const known = answer?.ok ? await answer.json().catch(() => undefined) : undefined
  return typeof known?.as === 'string' ? `${url}?as=${encodeURIComponent(known.as)}` : url
}

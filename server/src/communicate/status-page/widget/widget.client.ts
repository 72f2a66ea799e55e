// What runs in the visitor's browser. Each function goes there as it is written here, so it may use the browser and the other functions of the widget, and nothing else.
// Text of people only ever becomes a text node. Nothing is stored before the visitor puts something away.
import type { WidgetIncident, WidgetState, WidgetWords } from './widget.contract.ts'

/** Beside these functions in the browser, and so not imported here. */
declare const chatPanel: typeof import('./widget.chat.ts').chatPanel
declare const cornerPanel: typeof import('./widget.corner.ts').cornerPanel

export type Place = { base: string; words: WidgetWords; language: string; affected: string | null }
type Shown = { incident: WidgetIncident; place: Place; locale: string }

/** Defines the element; a script without data-manual puts one at the top of the page. */
export function widget(languages: Record<string, WidgetWords>, css: string): void {
  const script = document.currentScript as HTMLScriptElement | null
  const home = script ? new URL('./', script.src).href : null
  if (!customElements.get('leeward-status'))
    customElements.define(
      'leeward-status',
      class extends HTMLElement {
        static observedAttributes = ['base', 'locale', 'service', 'help', 'affected', 'chat', 'account', 'proof']
        #stop: (() => void) | undefined
        connectedCallback() {
          this.#stop?.()
          this.#stop = this.hasAttribute('base') ? startWidget(this, languages, css) : undefined
        }
        disconnectedCallback() {
          this.#stop?.()
          this.#stop = undefined
        }
        attributeChangedCallback(_: string, before: string | null, now: string | null) {
          if (this.isConnected && before !== now) this.connectedCallback()
        }
      },
    )
  if (!script || !home || script.dataset.manual !== undefined) return
  const element = document.createElement('leeward-status')
  for (const [name, value] of Object.entries(script.dataset)) element.setAttribute(name, value ?? '')
  element.setAttribute('base', home)
  const put = () => document.body.prepend(element)
  if (document.body) put()
  else document.addEventListener('DOMContentLoaded', put)
}

/** Draws what there is to say, and again when it changes; gives what stops it. */
export function startWidget(element: HTMLElement, languages: Record<string, WidgetWords>, css: string): () => void {
  const base = new URL(element.getAttribute('base') as string, document.baseURI).href
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' })
  if ('adoptedStyleSheets' in root && 'replaceSync' in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(css)
    root.adoptedStyleSheets = [sheet]
    root.replaceChildren()
  } else root.replaceChildren(make('link', { rel: 'stylesheet', href: `${base}widget.css` }))
  const wanted = (element.getAttribute('service') ?? '')
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter(Boolean)
  const concerns = ({ services }: WidgetIncident) =>
    wanted.length === 0 || services.some(({ id, name }) => wanted.includes(id) || wanted.includes(name.toLowerCase()))
  const hidden = hiddenUpdates(base)
  const rows = make('div', { 'aria-live': 'polite' })
  const banner = make('section', { hidden: '' }, rows)
  const corner = make('div', { class: 'help' })
  const help = element.getAttribute('help') === 'off' ? undefined : helpPanel()
  const chat = element.getAttribute('chat') === 'off' ? undefined : chatPanel(element)
  const panels = [chat, help].filter((each) => each !== undefined)
  const buttons = make('div', { class: 'buttons' }, ...(help ? [help.toggle] : []))
  corner.append(...panels.map(({ panel }) => panel), buttons)
  for (const each of panels)
    each.onOpen(() => {
      for (const other of panels) if (other !== each) other.close()
    })
  root.append(banner, corner)
  const affected = element.getAttribute('affected')
  let last = ''
  const draw = (told: WidgetState | undefined) => {
    const language = chosen(languages, [element.getAttribute('locale'), document.documentElement.lang, navigator.language, told?.locale])
    const place = { base, words: languages[language] as WidgetWords, language, affected: affected && new URL(affected, document.baseURI).href }
    corner.lang = language
    chat?.draw(told, place, buttons)
    help?.draw(told, told?.incidents.filter(concerns) ?? [], place)
    const open = told?.incidents.filter((incident) => concerns(incident) && !hidden.has(incident.update)).slice(0, 3) ?? []
    const putAway = (incident: WidgetIncident) => {
      hidden.add(incident.update)
      draw(told)
      ;(root.querySelector<HTMLElement>('.row button') ?? help?.toggle)?.focus()
    }
    banner.lang = language
    banner.setAttribute('aria-label', `${told?.name ?? ''} ${place.words.statusPage}`.trim())
    banner.hidden = open.length === 0
    rows.replaceChildren(...open.map((incident) => bannerRow({ incident, place, locale: told?.locale ?? 'en' }, () => putAway(incident))))
  }
  draw(undefined)
  const stop = keepLooking(
    async () => {
      // The browser asks with the tag it has: unchanged costs no body.
      const answer = await fetch(`${base}widget.json`, { cache: 'no-cache', credentials: 'omit', referrerPolicy: 'no-referrer' }).catch(() => undefined)
      const text = answer?.ok ? await answer.text().catch(() => '') : ''
      if (text === '') return false
      // Only what changed is drawn: nothing is read out twice, and nobody loses their place.
      if (text !== last) draw(JSON.parse(text))
      last = text
      return true
    },
    Number(element.getAttribute('every') ?? 60),
  )
  return () => {
    stop()
    chat?.stop()
  }
}

/** Looks every so many seconds, by chance a little sooner or later, so that not everybody comes at once; less and less often while it fails, and not at all in a tab that nobody sees. */
export function keepLooking(look: () => Promise<boolean>, everySeconds: number): () => void {
  const everyMs = Math.max(15, everySeconds || 60) * 1_000
  let timer: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let last = Number.NEGATIVE_INFINITY
  let stopped = false
  const run = async () => {
    clearTimeout(timer)
    if (stopped || document.hidden) return
    last = Date.now()
    failures = (await look().catch(() => false)) ? 0 : failures + 1
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(run, Math.min(everyMs * 2 ** failures, 900_000) * (0.8 + Math.random() * 0.4))
  }
  const seen = () => {
    if (document.hidden) clearTimeout(timer)
    else timer = setTimeout(run, Math.max(0, last + 10_000 - Date.now()))
  }
  document.addEventListener('visibilitychange', seen)
  void run()
  return () => {
    stopped = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', seen)
  }
}

export function bannerRow({ incident, place: { base, words, language }, locale }: Shown, putAway: () => void): HTMLElement {
  const next =
    incident.nextUpdateAt && Date.parse(incident.nextUpdateAt) > Date.now() ? words.nextUpdate.replace('{time}', timeOf(incident.nextUpdateAt, language)) : ''
  const hide = make('button', { type: 'button', 'aria-label': `${words.widgetHide}: ${incident.title}` }, '✕')
  hide.addEventListener('click', putAway)
  const title = make('span', { lang: locale }, incident.title)
  const text = make('div', {}, make('p', {}, make('strong', {}, `${words[incident.phase]}: `), title), ...(next ? [make('p', {}, next)] : []))
  text.append(make('p', {}, make('a', { href: new URL(incident.link, base).href, target: '_blank', rel: 'noopener' }, words.widgetRead)))
  return make('div', { class: incident.impact === 'major' || incident.impact === 'critical' ? 'row bad' : 'row' }, text, hide)
}

/** How things are, the last word, where to read on. */
export function helpPanel() {
  const corner = cornerPanel('about')
  const { panel, toggle } = corner
  const draw = (told: WidgetState | undefined, incidents: WidgetIncident[], { base, words, language, affected }: Place) => {
    const link = (to: string, text: string) => make('a', { href: new URL(to, base).href, target: '_blank', rel: 'noopener' }, text)
    toggle.textContent = words.widgetHelp
    panel.setAttribute('aria-label', words.widgetHelp)
    const had = panel.contains((panel.getRootNode() as ShadowRoot).activeElement)
    panel.replaceChildren(
      make('div', { class: 'top' }, make('h2', {}, told ? words[told.state] : words.widgetAway), corner.button(words.widgetClose)),
      ...incidents.map((incident) =>
        make(
          'div',
          { class: 'incident' },
          make('h3', { lang: told?.locale ?? 'en' }, incident.title),
          make('p', { class: 'soft' }, `${words[incident.phase]} · ${timeOf(incident.publishedAt, language)}`),
          make('p', { lang: told?.locale ?? 'en' }, incident.text),
          make('p', {}, link(affected ?? incident.link, words.widgetAffected)),
        ),
      ),
      make('p', { class: 'links' }, link(told?.page ?? './', words.statusPage), ...(told?.notices ? [link(told.notices, words.subscribe)] : [])),
    )
    if (had) panel.focus()
  }
  return { ...corner, draw }
}

/** Which updates this visitor has put away. Where nothing may be stored, that holds until the page is left. */
export function hiddenUpdates(base: string) {
  const key = `leeward-hidden:${base}`
  let ids: string[] = []
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '[]')
    if (Array.isArray(kept)) ids = kept.map(String)
  } catch {}
  return {
    has: (id: string) => ids.includes(id),
    add: (id: string) => {
      ids = [...ids, id].slice(-50)
      try {
        localStorage.setItem(key, JSON.stringify(ids))
      } catch {}
    },
  }
}

/** The first wish that there are words for: de-AT is de. */
export function chosen(languages: Record<string, WidgetWords>, wishes: (string | null | undefined)[]): string {
  for (const wish of wishes) {
    const language = (wish ?? '').toLowerCase().split('-')[0] as string
    if (Object.hasOwn(languages, language)) return language
  }
  return 'en'
}

export function timeOf(at: string, language: string): string {
  const today = new Date(at).toDateString() === new Date().toDateString()
  return new Intl.DateTimeFormat(language, {
    ...(today ? {} : { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(at))
}

export function make(tag: string, attributes: Record<string, string>, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

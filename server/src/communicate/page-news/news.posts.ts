// News as a place gets it: a post in a room, and the body of a webhook in the form that Statuspage made common.
import type { Deps } from '../../deps.ts'
import type { Post } from '../endpoints/posts.ts'
import { frame } from '../frame/strings.ts'
import { subscriptionLink } from '../subscriptions/subscriptions.links.ts'
import type { NewsToSend } from './batch.store.ts'
import { maintenanceWords } from './maintenance.words.ts'
import type { MaintenanceSaid } from './news.ts'

export function newsPost(said: MaintenanceSaid, { brand, home, locale, timeZone }: Pick<NewsToSend, 'brand' | 'home' | 'locale' | 'timeZone'>): Post {
  const words = frame(locale)
  const { title, state, said: text, lines } = maintenanceWords(said, { locale, timeZone })
  return {
    title,
    badge: { text: state, tone: said.state === 'completed' ? 'good' : 'warning' },
    lines: [{ label: '', text }, ...lines],
    footer: `${words.maintenance} · ${brand.name}`,
    link: { url: `${home}/maintenance/${said.shortId}`, text: words.statusPage },
  }
}

/** A webhook may hold no more: the oldest words are left to the page. */
const mostBytes = 18_000

export function statuspageBody(deps: Deps, { said, saidAt, subscription, home }: Pick<NewsToSend, 'said' | 'saidAt' | 'subscription' | 'home'>): object {
  const meta = { unsubscribe: subscriptionLink({ ...deps, clock: () => saidAt }, subscription), documentation: `${home}/` }
  if (said.kind === 'component') {
    const { page, component_update, component } = said
    return { meta, page, component_update, component }
  }
  const body = { meta, page: said.page, incident: { ...said.incident, incident_updates: [...said.incident.incident_updates] } }
  while (Buffer.byteLength(JSON.stringify(body)) > mostBytes && body.incident.incident_updates.length > 1) body.incident.incident_updates.pop()
  return body
}

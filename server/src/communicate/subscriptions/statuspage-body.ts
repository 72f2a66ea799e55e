// What a subscriber's system is told in the form that Statuspage made common, from the files that the page was rendered into in the same transaction.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import type { Claimed } from '../deliveries/deliveries.store.ts'
import { shortId } from '../status-page/api-v2.ts'
import { homeOf } from '../status-page/home.ts'
import { subscriptionLink } from './subscriptions.links.ts'

type Update = { body: string }
type Row = {
  id: number
  endpoint: string
  crisis: string
  slug: string
  domain: string | null
  closed: boolean
  incidents: string
  status: string
  publishedAt: Date
}
/** A webhook may hold no more: the oldest words are left to the page. */
const mostBytes = 18_000

/** By delivery; for the endpoints that want this form alone. */
export async function statuspageBodies(deps: Deps, batch: Claimed[]): Promise<Map<number, object>> {
  const { rows } = await sql<Row>`
    select d.id, d.destination as endpoint, u.crisis_id as crisis, b.slug, b.domain, b.private as closed, i.body as incidents, t.body as status, u.published_at as "publishedAt"
      from deliveries d join endpoints e on d.channel = 'webhook' and e.id = d.destination::uuid and e.format = 'statuspage' join updates u on u.id = d.update_id
      join crises c on c.id = u.crisis_id join brands b on b.id = c.brand_id
      join artefacts i on i.brand_id = b.id and i.path = 'api/v2/incidents.json' join artefacts t on t.brand_id = b.id and t.path = 'api/v2/status.json'
     where d.id = any (${batch.map(({ id }) => id)}::bigint[])`.execute(deps.db)
  return new Map(rows.flatMap((row) => bodyOf(deps, row)))
}

function bodyOf(deps: Deps, { id, endpoint, crisis, slug, domain, closed, incidents: all, status, publishedAt }: Row): [number, object][] {
  const home = homeOf(deps.config.statusUrl, { slug, domain })
  const incidents = closed ? withoutPage(all, home) : all
  const found = (JSON.parse(incidents) as { incidents: { id: string; incident_updates: Update[] }[] }).incidents.find((each) => each.id === shortId(crisis))
  if (!found) return []
  const { page, status: overall } = JSON.parse(status) as { page: { id: string }; status: { indicator: string; description: string } }
  const body = {
    meta: { unsubscribe: subscriptionLink({ ...deps, clock: () => publishedAt }, endpoint), documentation: closed ? null : `${home}/` },
    page: { id: page.id, status_indicator: overall.indicator, status_description: overall.description },
    incident: { backfilled: false, ...found },
  }
  while (Buffer.byteLength(JSON.stringify(body)) > mostBytes && body.incident.incident_updates.length > 1) body.incident.incident_updates.pop()
  return [[id, body]]
}

/** Whoever reads a subscriber's system is not known: the addresses of a page that is not for everybody are left out, as links and where pictures are named. */
function withoutPage(json: string, home: string): string {
  const below = `${home.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}/[^\\s"\\\\]*`
  return json.replace(new RegExp(`"${below}"`, 'g'), 'null').replace(new RegExp(`(?:: )?${below}`, 'g'), '')
}

// How a brand uses its channels: texts at once or only instead of mails, how patient it is, notices in the customer's app.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { planCurrent } from '../deliveries/deliveries.plan.ts'
import { Refused } from '../../platform/refused.ts'
import { BrandChannels, InAppSecret, PutBrandChannels } from './in-app.contract.ts'
import { newInAppSecret } from './in-app.store.ts'

const OfBrand = z.object({ slug: z.string().max(40) })
const settings = may('settings')
const view = sql`b.slug, b.name, b.text_severity as "textSeverity", b.next_channel_minutes as "nextChannelMinutes", b.in_app as "inApp",
  exists (select from secrets s where s.name = 'in-app/' || b.id) as "inAppSecret"`

export function brandChannelRoutes(server: App, deps: Deps) {
  const app = typed(server)
  const { db } = deps

  app.get(
    '/api/brand-channels',
    { config: settings, schema: { operationId: 'listBrandChannels', response: { 200: z.array(BrandChannels) } } },
    async () => (await sql<z.input<typeof BrandChannels>>`select ${view} from brands b order by b.created_at`.execute(db)).rows,
  )

  app.put(
    '/api/brands/:slug/channels',
    { config: settings, schema: { operationId: 'putBrandChannels', params: OfBrand, body: PutBrandChannels, response: { 200: BrandChannels } } },
    async (request) => {
      personAsking(request)
      const { textSeverity, nextChannelMinutes, inApp } = request.body
      if (textSeverity !== null && !deps.config.textUrl) throw new Refused('out-of-order', 'Nobody carries texts yet: set LEEWARD_TEXT_URL first.')
      const { rows } = await sql<z.input<typeof BrandChannels> & { id: string }>`
        update brands b set text_severity = ${textSeverity}, next_channel_minutes = ${nextChannelMinutes}, in_app = ${inApp} where b.slug = ${request.params.slug} returning b.id, ${view}`.execute(
        db,
      )
      if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
      await planCurrent(db, rows[0].id, deps.clock())
      return rows[0]
    },
  )

  /** A new secret takes the place of the old one at once: apps that still use the old one are told nothing until they change. */
  app.post(
    '/api/brands/:slug/in-app-secret',
    { config: settings, schema: { operationId: 'makeInAppSecret', params: OfBrand, body: Empty, response: { 200: InAppSecret } } },
    async (request) => {
      personAsking(request)
      const { rows } = await sql<{ id: string }>`select id from brands where slug = ${request.params.slug}`.execute(db)
      if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
      return { secret: await newInAppSecret(deps, rows[0].id) }
    },
  )
}

// How a brand uses its channels: texts at once or only instead of mails, how patient it is, notices in the customer's app.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { Empty } from '../../platform/contract.ts'
import { type App, may, personAsking, typed } from '../../platform/http/server.ts'
import { renderBrand } from '../status-page/render.ts'
import { planCurrent } from '../deliveries/deliveries.plan.ts'
import { Refused } from '../../platform/refused.ts'
import { BrandChannels, InAppSecret, PutBrandChannels } from './in-app.contract.ts'
import { newInAppSecret } from './in-app.store.ts'

const OfBrand = z.object({ slug: z.string().max(40) })
const settings = may('settings')
const view = sql`b.slug, b.name, b.text_severity as "textSeverity", b.next_channel_minutes as "nextChannelMinutes", b.in_app as "inApp", b.chat_button as "chatButton", b.private as closed,
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
      const { textSeverity, nextChannelMinutes, inApp, chatButton = null } = request.body
      if (textSeverity !== null && !deps.config.textUrl) throw new Refused('out-of-order', 'Nobody carries texts yet: set LEEWARD_TEXT_URL first.')
      return db.transaction().execute(async (tx) => {
        const { rows } = await sql<z.input<typeof BrandChannels> & { id: string }>`
        update brands b set chat_button = coalesce(${chatButton}, b.chat_button), text_severity = ${textSeverity}, next_channel_minutes = ${nextChannelMinutes}, in_app = ${inApp} where b.slug = ${request.params.slug} returning b.id, ${view}`.execute(
          tx,
        )
        if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
        if (chatButton && rows[0].closed)
          throw new Refused('out-of-order', 'The page of this brand is not for everybody, and there is no chat at its address: open the page first.')
        await planCurrent(tx, rows[0].id, deps.clock())
        if (chatButton !== null) await renderBrand(tx, rows[0].id, deps.clock(), deps.config.statusUrl)
        return rows[0]
      })
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

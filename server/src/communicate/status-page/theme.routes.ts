// The look of a brand's status page: shown, changed; the page follows in the same transaction.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { renderBrand } from './render.ts'
import { PutTheme, Theme, ThemeView } from './theme.contract.ts'
import { themeOf } from './theme.ts'

const OfBrand = z.object({ slug: z.string().max(40) })

export function themeRoutes(server: App, { db, clock, config }: Deps) {
  const app = typed(server)
  app.get(
    '/api/brands/:slug/theme',
    { config: may('read'), schema: { operationId: 'showTheme', params: OfBrand, response: { 200: ThemeView } } },
    async ({ params }) => viewOf((await kept(db, params.slug)).theme),
  )
  app.put(
    '/api/brands/:slug/theme',
    { config: may('settings'), schema: { operationId: 'changeTheme', params: OfBrand, body: PutTheme, response: { 200: ThemeView } } },
    ({ params, body }) =>
      db.transaction().execute(async (tx) => {
        const { id, theme: before } = await kept(tx, params.slug)
        const theme = themeOf(body, before)
        await sql`update brands set theme = ${JSON.stringify(theme)}::jsonb where id = ${id}`.execute(tx)
        if (!theme.logo) await sql`delete from artefacts where brand_id = ${id} and path = 'logo.svg'`.execute(tx)
        await renderBrand(tx, id, clock(), config.statusUrl)
        return viewOf(theme)
      }),
  )
}

const viewOf = ({ logo, ...theme }: Theme): z.input<typeof ThemeView> => ({ ...theme, logo: logo !== null })

async function kept(db: Db, slug: string): Promise<{ id: string; theme: Theme }> {
  const { rows } = await sql<{ id: string; theme: unknown }>`select id, theme from brands where slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
  return { id: rows[0].id, theme: Theme.parse(rows[0].theme) }
}

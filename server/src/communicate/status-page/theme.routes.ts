// The look of a brand's status page: shown, changed; the page follows in the same transaction.
import { sql } from 'kysely'
import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import type { Db } from '../../platform/database/connect.ts'
import { type App, may, typed } from '../../platform/http/server.ts'
import { Refused } from '../../platform/refused.ts'
import { PageDomain } from '../../prepare/people/people.contract.ts'
import { renderBrand } from './render.ts'
import { addressOf } from './address.ts'
import { homeOf } from './home.ts'
import { PageAddress, PutTheme, Theme, ThemePreview, ThemeView } from './theme.contract.ts'
import { previewTheme } from './theme.preview.ts'
import { themeOf } from './theme.ts'

/** A name may be asked about before it is kept. */
const AskedAddress = z.object({ domain: PageDomain.optional() })
const OfBrand = z.object({ slug: z.string().max(40) })

export function themeRoutes(server: App, deps: Deps) {
  const { db, clock, config, dns } = deps
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
        if (!theme.logo) await sql`delete from artefacts where brand_id = ${id} and (path = 'logo.svg' or path like 'for/%/logo.svg')`.execute(tx)
        await renderBrand(tx, id, clock(), config.statusUrl)
        return viewOf(theme)
      }),
  )
  app.post(
    '/api/brands/:slug/theme/preview',
    { config: may('settings'), schema: { operationId: 'previewTheme', params: OfBrand, body: PutTheme, response: { 200: ThemePreview } } },
    async ({ params, body }) => previewTheme(deps, await kept(db, params.slug), body),
  )
  app.get(
    '/api/brands/:slug/address',
    { config: may('settings'), schema: { operationId: 'showPageAddress', params: OfBrand, querystring: AskedAddress, response: { 200: PageAddress } } },
    async ({ params, query }) => {
      const { slug, domain, closed } = await kept(db, params.slug)
      const found = await addressOf(dns, query.domain ?? domain, config.statusUrl)
      return { home: `${homeOf(config.statusUrl, { slug, domain })}/`, shared: `${homeOf(config.statusUrl, { slug })}/`, private: closed, ...found }
    },
  )
}

const viewOf = ({ logo, ...theme }: Theme): z.input<typeof ThemeView> => ({ ...theme, logo: logo !== null })

type Kept = { id: string; slug: string; domain: string | null; closed: boolean; theme: Theme }

async function kept(db: Db, slug: string): Promise<Kept> {
  const { rows } = await sql<
    Omit<Kept, 'theme'> & { theme: unknown }
  >`select id, slug, domain, private as closed, theme from brands where slug = ${slug}`.execute(db)
  if (!rows[0]) throw new Refused('not-found', 'There is no such brand.')
  return { ...rows[0], theme: Theme.parse(rows[0].theme) }
}

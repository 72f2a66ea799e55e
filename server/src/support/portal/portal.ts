// Whose help it is, and for whom: a brand's, in one of its languages, for everybody, or for whoever holds a link to a page that is not for everybody.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { homeOf } from '../../communicate/status-page/home.ts'
import { incidentsFor, type Readers } from '../../communicate/status-page/readers/for-readers.ts'
import { isOver } from '../../communicate/status-page/state.ts'
import { incidentsOf, inTheirLanguage, maintenancesOf, type Page } from '../../communicate/status-page/status-page.store.ts'
import { Theme } from '../../communicate/status-page/theme.contract.ts'

/** As the status page of the brand, but of its incidents only those that go on. `readers`: of a page for a part of the customers, what they may see. */
export type Portal = Page & { readers: Readers | null }
type Brand = Pick<Page, 'brandId' | 'slug' | 'name' | 'locale' | 'timeZone' | 'languages' | 'theme' | 'closed'> & { domain: string | null }
type Asked = { slug: string; language?: string | undefined; readers?: Readers | undefined }

/** Undefined where there is no such brand, or where its pages do not speak that language. */
export async function portalOf({ db, clock, config }: Pick<Deps, 'db' | 'clock' | 'config'>, { slug, language, readers }: Asked): Promise<Portal | undefined> {
  if (!/^[a-z0-9-]{1,40}$/.test(slug)) return undefined
  const {
    rows: [brand],
  } = await sql<Brand>`
    select id as "brandId", slug, name, locale, time_zone as "timeZone", languages, domain, theme, private as closed from brands where slug = ${slug}`.execute(
    db,
  )
  if (!brand) return undefined
  const own = brand.locale.split('-')[0] as string
  const languages = [own, ...brand.languages.filter((each) => each !== own)]
  if (language !== undefined && !languages.slice(1).includes(language)) return undefined
  const now = clock()
  const locale = language ?? brand.locale
  const open = (await incidentsOf(db, brand.brandId, sql`c.restored_at is null`)).filter((incident) => !isOver(incident))
  return {
    ...brand,
    theme: Theme.parse(brand.theme),
    languages,
    locale,
    now,
    home: homeOf(config.statusUrl, brand),
    incidents: (readers ? incidentsFor(open, readers) : open).map((incident) => inTheirLanguage(incident, locale)),
    maintenances: await maintenancesOf(db, brand.brandId, now),
    readers: readers ?? null,
    ...{ services: [], groups: [], years: [] },
  }
}

/** Whose articles: what is for customers of this brand, and about these services where the page is for some alone. */
export const readerOf = ({ brandId, readers }: Portal) => ({ audience: 'customers' as const, brandId, services: readers?.services ?? null })

/** The language that its own pages are in, for what there is in another. */
export const homeLanguage = ({ languages }: Pick<Portal, 'languages'>): string => languages[0] ?? 'en'

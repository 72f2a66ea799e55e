// The pages for a part of the customers, rendered with the brand's own and by the same hand; what touches one no more goes away.
import { sql } from 'kysely'
import type { Db } from '../../../platform/database/connect.ts'
import { shortId } from '../api-v2.ts'
import { type File, html, pagesOfIncident, put, readingOf, type Year } from '../artefacts.ts'
import { maintenancePage } from '../page.html.ts'
import { folderOf } from '../page.shell.ts'
import { type Incident, inLanguage, type Page, yearsOf } from '../status-page.store.ts'
import { forReaders, incidentsFor, type Readers, readersFolder } from './for-readers.ts'
import { readersOf } from './readers.store.ts'

/** `past`: incidents that the page itself does not name any more, of which something is said. */
type Change = { years: Year[]; past: Incident[]; only: string | undefined }

export async function renderForReaders(db: Db, page: Page, { years, past, only }: Change, now: Date, statusUrl: string): Promise<void> {
  for (const readers of await readersOf(db, page.brandId)) {
    const theirs = await pageFor(db, page, readers, statusUrl)
    const pastShown = incidentsFor(past, readers)
    const gone = await forget(db, page, readers, [
      ...notTheirs(page.incidents, theirs.incidents).map(({ number }) => `incidents/${number}`),
      ...notTheirs(past, pastShown).map(({ number }) => `incidents/${number}`),
      ...notTheirs(page.maintenances, theirs.maintenances).map(({ id }) => `maintenance/${shortId(id)}`),
      ...years.filter(({ year }) => !theirs.years.includes(year)).map(({ year }) => `history/${year}`),
    ])
    // What is not on it, and was not, changes nothing of it: many pages cost little where a crisis is about few of them.
    if (only && gone === 0 && ![...theirs.incidents, ...theirs.maintenances, ...pastShown].some(({ id }) => id === only)) continue
    const files = readingOf(theirs, yearsFor(years, theirs, readers), only)
    await keep(db, page, readers, [...files, ...pastShown.flatMap((incident) => pagesOfIncident(theirs, incident))], now)
  }
}

export async function renderPastForReaders(db: Db, page: Page, past: Incident[], now: Date, statusUrl: string): Promise<void> {
  for (const readers of await readersOf(db, page.brandId)) {
    const theirs = await pageFor(db, page, readers, statusUrl)
    const shown = incidentsFor(past, readers)
    await keep(
      db,
      page,
      readers,
      shown.flatMap((incident) => pagesOfIncident(theirs, incident)),
      now,
    )
    await forget(
      db,
      page,
      readers,
      notTheirs(past, shown).map(({ number }) => `incidents/${number}`),
    )
  }
}

/** All of a page, with the own pages of everything that its years lead to: nothing of them was written before. */
export async function renderAnew(db: Db, page: Page, readers: Readers, years: Year[], now: Date, statusUrl: string): Promise<void> {
  const theirs = await pageFor(db, page, readers, statusUrl)
  const ofYears = yearsFor(years, theirs, readers)
  const earlier = ofYears.flatMap(({ incidents }) => notTheirs(incidents, theirs.incidents))
  await removeReaders(db, page.brandId, readers.id)
  await keep(
    db,
    page,
    readers,
    [...readingOf(theirs, ofYears), ...earlier.flatMap((incident) => pagesOfIncident(theirs, incident)), ...endedWorks(theirs)],
    now,
  )
}

export const removeReaders = (db: Db, brandId: string, id: string) =>
  sql`delete from artefacts where brand_id = ${brandId} and starts_with(path, ${readersFolder(id)})`.execute(db)

const pageFor = async (db: Db, page: Page, readers: Readers, statusUrl: string): Promise<Page> =>
  forReaders(page, readers, readers.services === null ? page.years : await yearsOf(db, page.brandId, readers.services), statusUrl)

const yearsFor = (years: Year[], theirs: Page, readers: Readers): Year[] =>
  years.filter(({ year }) => theirs.years.includes(year)).map(({ year, incidents }) => ({ year, incidents: incidentsFor(incidents, readers) }))

const endedWorks = (theirs: Page): File[] =>
  theirs.languages.flatMap((language, i) => {
    const each = i === 0 ? theirs : inLanguage(theirs, language)
    return each.maintenances
      .filter(({ endedAt }) => endedAt !== null)
      .map((work): File => [`${folderOf(each)}maintenance/${shortId(work.id)}`, html, maintenancePage(each, work)])
  })

const keep = (db: Db, { brandId }: Page, { id }: Readers, files: File[], now: Date) =>
  put(
    db,
    brandId,
    files.map(([path, type, body]) => [`${readersFolder(id)}${path}`, type, body]),
    now,
  )

/** In every language. @returns how many there were */
async function forget(db: Db, { brandId, languages }: Page, { id }: Readers, paths: string[]): Promise<number> {
  if (paths.length === 0) return 0
  const folders = languages.map((language, i) => `${readersFolder(id)}${i === 0 ? '' : `${language}/`}`)
  const gone = folders.flatMap((folder) => paths.map((path) => `${folder}${path}`))
  const { numAffectedRows } = await sql`delete from artefacts where brand_id = ${brandId} and path = any (${gone}::text[])`.execute(db)
  return Number(numAffectedRows ?? 0)
}

const notTheirs = <T extends { id: string }>(all: T[], theirs: T[]): T[] => {
  const ids = new Set(theirs.map(({ id }) => id))
  return all.filter(({ id }) => !ids.has(id))
}

// The incidents of a page's years, and which years there are.
import { sql } from 'kysely'
import type { Db } from '../../platform/database/connect.ts'
import { instantOf, wallOf } from '../../platform/wall-time.ts'
import type { Year } from './artefacts.ts'
import { past } from './past.store.ts'
import { isOver } from './state.ts'
import { incidentsOf, type Page } from './status-page.store.ts'

/** What is over of each year, the newest first. */
export async function incidentsOfYears(db: Db, page: Page, years: number[]): Promise<Year[]> {
  const found: Year[] = []
  for (const year of years) {
    const [from, until] = [year, year + 1].map((each) => instantOf(page.timeZone, Date.UTC(each, 0, 1))) as [Date, Date]
    const ours = await incidentsOf(db, page.brandId, sql`c.onset_at >= ${from} and c.onset_at < ${until}`)
    const brought = (await past(db, page.brandId, from, until)).filter(({ onsetAt }) => onsetAt >= from)
    found.push({ year, incidents: [...ours, ...brought].filter(isOver).toSorted((one, other) => other.onsetAt.getTime() - one.onsetAt.getTime()) })
  }
  return found
}
export const yearAt = ({ timeZone }: Page, at: Date) => new Date(wallOf(timeZone, at)).getUTCFullYear()

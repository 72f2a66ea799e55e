// leeward import statuspage: moves another status page here, in parts of a size that can be sent; the same again changes nothing.
import { existsSync } from 'node:fs'
import type { BroughtStatusPage } from '../../../server/src/communicate/status-import/status-import.contract.ts'
import { call } from '../api.ts'
import { fetchStatusPage } from './fetch.ts'
import { readStatusPage } from './file.ts'

/** A part holds so many at most, and stays well below what one call may send. */
const [atOnce, mostBytes] = [50, 700_000]

export async function importStatusPage(from: string, brand: string | undefined) {
  const slug = brand ?? (await onlyBrand())
  const say = (line: string) => void (process.stderr.isTTY && process.stderr.write(`\r${line}   `))
  if (!/^https?:\/\//.test(from) && !existsSync(from)) throw new Error(`${from} is neither an address nor a file.`)
  const page = /^https?:\/\//.test(from) ? await fetchStatusPage(from, say) : readStatusPage(from)
  const parts = [
    { components: page.components },
    ...chunks(page.incidents).map((incidents) => ({ incidents })),
    ...chunks(page.maintenances).map((maintenances) => ({ maintenances })),
  ]
  const sums: BroughtStatusPage[] = []
  for (const [i, part] of parts.entries()) {
    sums.push(await call<BroughtStatusPage>(`/api/brands/${encodeURIComponent(slug)}/status-page-import`, { method: 'POST', body: JSON.stringify(part) }))
    say(`part ${i + 1} of ${parts.length}`)
  }
  if (process.stderr.isTTY) process.stderr.write('\r')
  report(sums)
}

function report(sums: BroughtStatusPage[]) {
  const sum = (of: (each: BroughtStatusPage) => number) => sums.reduce((total, each) => total + of(each), 0)
  const lines = [
    `services: ${sum(({ services }) => services.added)} added, ${sum(({ services }) => services.known)} known, in ${sum(({ services }) => services.groups)} groups`,
    `incidents: ${sum(({ incidents }) => incidents.added)} added, ${sum(({ incidents }) => incidents.changed)} changed, ${sum(({ incidents }) => incidents.same)} the same`,
    `planned work: ${sum(({ maintenances }) => maintenances.added)} added, ${sum(({ maintenances }) => maintenances.same)} the same`,
  ]
  const open = sum(({ incidents }) => incidents.open)
  if (open > 0) lines.push(`${open} go on there: declare them here, so that somebody leads them`)
  const skipped = sum(({ maintenances }) => maintenances.skipped)
  if (skipped > 0) lines.push(`${skipped} planned works were left out: nobody says when they are`)
  const unknown = [...new Set(sums.flatMap(({ unknownServices }) => unknownServices))]
  if (unknown.length > 0)
    lines.push(`incidents name ${unknown.length} components that this page does not have: ${unknown.slice(0, 5).join(', ')}${unknown.length > 5 ? ', …' : ''}`)
  for (const { id, reason } of sums.flatMap(({ wrong }) => wrong).slice(0, 20)) lines.push(`  could not be read: ${id}: ${reason}`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

function chunks(things: unknown[]): unknown[][] {
  const parts: { bytes: number; things: unknown[] }[] = []
  for (const thing of things) {
    const bytes = Buffer.byteLength(JSON.stringify(thing) ?? '')
    const last = parts.at(-1)
    if (!last || last.things.length >= atOnce || last.bytes + bytes > mostBytes) parts.push({ bytes, things: [thing] })
    else {
      last.things.push(thing)
      last.bytes += bytes
    }
  }
  return parts.map((part) => part.things)
}

async function onlyBrand(): Promise<string> {
  const brands = await call<{ slug: string }[]>('/api/brands')
  if (brands.length === 1) return (brands[0] as { slug: string }).slug
  throw new Error(
    brands.length === 0 ? 'There is no brand yet. Set one up first.' : `Which brand is it for? --brand ${brands.map(({ slug }) => slug).join(' | ')}`,
  )
}

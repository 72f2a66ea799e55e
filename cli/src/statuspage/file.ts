// A file of another status page: what its API answered, a list of incidents, or one incident a line.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { StatusPage } from './fetch.ts'

export function readStatusPage(file: string): StatusPage {
  const raw = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8')
  const given = /\.(jsonl|ndjson)(\.gz)?$/.test(file) ? lines(text) : whole(text)
  if (Array.isArray(given)) return sorted(given)
  const { components, incidents, scheduled_maintenances: maintenances } = given as Record<string, unknown>
  if (![components, incidents, maintenances].some(Array.isArray))
    throw new Error('The file holds neither components, nor incidents, nor scheduled_maintenances.')
  const list = (value: unknown) => (Array.isArray(value) ? value : [])
  return { components: list(components), incidents: list(incidents), maintenances: list(maintenances) }
}

function whole(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Error(`The file is not JSON: ${(error as Error).message}.`)
  }
}
const lines = (text: string) =>
  text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as unknown]
    } catch {
      throw new Error(`Line ${i + 1} is not JSON.`)
    }
  })
/** A list may hold incidents and planned work; what they touched names the components. */
const sorted = (things: unknown[]): StatusPage => ({
  components: [],
  incidents: things.filter((each) => !isWork(each)),
  maintenances: things.filter(isWork),
})
const isWork = (thing: unknown) => Boolean((thing as { scheduled_for?: unknown } | null)?.scheduled_for)

// Outbreaks of users' problem reports, found while they come in: how late after the known onset, how many of the operator's own incidents, how many episodes that
// were none? --data DIR holds *reports*.csv(.gz) {vendor, t, reports}, known_events.csv {vendor, first_bin_over_threshold_utc} and VENDOR_operator_incidents*.csv
// {start, end}. Where there is no list of an operator, its episodes are printed for a person to judge. A Tweets.csv {airline, tweet_created} shows a late start.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { Context, Figure } from './run.ts'
import { type Found, type Point, episodesOf } from './support/episodes.ts'
import { round } from './support/system.ts'

type Incident = { from: number; to: number }
const hourMs = 3_600_000
/** People report before an operator says so, and for a while after. */
const around = hourMs
const enough = 5

export default async function onset({ data = process.env.LEEWARD_SAMPLES ?? '../shared/data' }: Context): Promise<Figure[]> {
  const folder = [data, join(data, 'outagereport')].find((each) => existsSync(each) && readdirSync(each).some(isReports))
  if (!folder) throw new Error(`there are no problem reports (*reports*.csv, *reports*.csv.gz) in ${data}: give --data DIR`)
  const vendors = readReports(folder)
  const known = rows(folder, 'known_events.csv').map(({ vendor, first_bin_over_threshold_utc: at }) => ({
    vendor: vendor as string,
    at: Date.parse(at as string),
  }))
  const found = new Map([...vendors].map(([vendor, points]) => [vendor, episodesOf(points)]))
  const figures = [delay(known, found, vendors)]
  for (const [vendor, points] of vendors) {
    const incidents = operatorOf(folder, vendor)
    const episodes = found.get(vendor) as Found[]
    if (incidents) figures.push(...against(vendor, points, episodes, incidents, known))
    else list(vendor, points, episodes)
  }
  return [...figures, ...airlines([data, join(data, 'airline-tweets')].find((each) => existsSync(join(each, 'Tweets.csv'))))]
}

/** How many bins after the first one over the threshold an episode began that was running then; what was never found counts as a day. */
function delay(known: { vendor: string; at: number }[], found: Map<string, Found[]>, vendors: Map<string, Point[]>): Figure {
  const delays = known
    .filter(({ vendor }) => found.has(vendor))
    .map(({ vendor, at }) => {
      const step = stepOf(vendors.get(vendor) as Point[])
      const episode = found.get(vendor)?.find((each) => each.to >= at - step && each.from <= at + 24 * hourMs)
      const bins = episode ? Math.max(0, (episode.from - at) / step) : (24 * hourMs) / step
      process.stdout.write(`  known: ${vendor} ${iso(at)}: ${episode ? `${bins} bins later (${episode.sentence})` : 'not found'}\n`)
      return bins
    })
    .sort((one, other) => one - other)
  const median = delays[Math.floor(delays.length / 2)] ?? 0
  return { name: `known onsets, median delay of ${delays.length}`, value: median, unit: 'bins', limit: 1, ratio: median }
}

function against(vendor: string, points: Point[], episodes: Found[], incidents: Incident[], known: { vendor: string; at: number }[]): Figure[] {
  const step = stepOf(points)
  const met = (episode: Found, { from, to }: Incident) => episode.from <= to + around && episode.to >= from - around
  const events = known.filter((each) => each.vendor === vendor).map(({ at }) => ({ from: at, to: at }))
  const wrong = episodes.filter((episode) => ![...incidents, ...events].some((incident) => met(episode, incident)))
  const felt = incidents.filter(({ from, to }) => points.some(({ at, value }) => value >= enough && at >= from - step && at <= to + step))
  const caught = felt.filter((incident) => episodes.some((episode) => met(episode, incident)))
  const days = ((points.at(-1) as Point).at - (points[0] as Point).at) / 86_400_000
  for (const episode of wrong) process.stdout.write(`  ${vendor}, without an incident: ${shown(episode)}\n`)
  for (const incident of felt) if (!caught.includes(incident)) process.stdout.write(`  ${vendor}, missed: ${iso(incident.from)}\n`)
  const perMonth = round((wrong.length / days) * 30)
  const recall = felt.length === 0 ? 1 : caught.length / felt.length
  return [
    { name: `${vendor}, ${wrong.length} episodes without an incident`, value: perMonth, unit: 'per 30 days', limit: 0.8, ratio: perMonth },
    {
      name: `${vendor}, of ${felt.length} incidents that reached ${enough} reports (${incidents.filter((each) => episodes.some((episode) => met(episode, each))).length} of all ${incidents.length})`,
      value: caught.length,
      unit: 'found',
      limit: 14 / 16,
      ratio: round(recall),
      atLeast: true,
    },
  ]
}

function list(vendor: string, points: Point[], episodes: Found[]): void {
  const days = ((points.at(-1) as Point).at - (points[0] as Point).at) / 86_400_000
  process.stdout.write(`  ${vendor}: ${episodes.length} episodes, ${round((episodes.length / days) * 30)} per 30 days; to judge:\n`)
  for (const episode of episodes) process.stdout.write(`    ${shown(episode)}\n`)
}

/** Rows of one airline begin with the collecting of them; that is no crisis of it. */
function airlines(folder: string | undefined): Figure[] {
  if (!folder) return []
  const tweets = rows(folder, 'Tweets.csv').map(({ airline, tweet_created }) => ({
    airline: airline as string,
    at: Math.floor(Date.parse(tweet_created as string) / hourMs) * hourMs,
  }))
  const last = Math.max(...tweets.map(({ at }) => at))
  let raised = 0
  for (const [airline, all] of Map.groupBy(tweets, (tweet) => tweet.airline)) {
    const hours = Map.groupBy(all, ({ at }) => at)
    const first = Math.min(...hours.keys())
    const points = Array.from({ length: (last - first) / hourMs + 1 }, (_, hour) => ({
      at: first + hour * hourMs,
      value: hours.get(first + hour * hourMs)?.length ?? 0,
    }))
    const episodes = episodesOf(points)
    for (const episode of episodes) process.stdout.write(`  tweets to ${airline}: ${shown(episode)}\n`)
    // The day its rows became many is the day its collecting began.
    const start =
      [...Map.groupBy(all, ({ at }) => Math.floor(at / 86_400_000))].sort(([one], [other]) => one - other).find(([, day]) => day.length >= 100)?.[0] ?? 0
    if (start * 86_400_000 - first > 86_400_000 * 2) raised += episodes.filter((episode) => Math.floor(episode.from / 86_400_000) === start).length
  }
  return [{ name: 'a series that begins late, taken for a crisis', value: raised, unit: 'episodes', limit: 0, ratio: raised }]
}

function readReports(folder: string): Map<string, Point[]> {
  const all = readdirSync(folder)
    .filter(isReports)
    .flatMap((file) => rows(folder, file))
  const points = Map.groupBy(all, ({ vendor }) => vendor as string)
  return new Map(
    [...points].map(([vendor, of]) => [
      vendor,
      of.map(({ t, reports }) => ({ at: Date.parse(t as string), value: Number(reports) })).sort((one, other) => one.at - other.at),
    ]),
  )
}

function operatorOf(folder: string, vendor: string): Incident[] | undefined {
  const file = readdirSync(folder).find((each) => each.startsWith(`${vendor}_operator_incidents`))
  return file === undefined ? undefined : rows(folder, file).map(({ start, end }) => ({ from: Date.parse(start as string), to: Date.parse(end as string) }))
}

function rows(folder: string, file: string): Record<string, string>[] {
  if (!existsSync(join(folder, file))) return []
  const bytes = readFileSync(join(folder, file))
  return parse(file.endsWith('.gz') ? gunzipSync(bytes) : bytes, { columns: true, relax_column_count: true })
}

const isReports = (file: string) => /reports.*\.csv(?:\.gz)?$/.test(file)
const stepOf = (points: Point[]) => (points[1] as Point).at - (points[0] as Point).at
const iso = (at: number) => `${new Date(at).toISOString().slice(0, 16)}Z`
const shown = ({ from, to, peak, sentence }: Found) => `${iso(from)} to ${iso(to)}, peak ${peak}: ${sentence}`

import { createReadStream, existsSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { parse } from 'csv-parse'
import { backtest, type Raised, type Value } from '../../../server/src/detect/series/backtest.ts'
import { weightOf } from '../../../server/src/detect/series/findings.ts'
import { worthRaising } from '../../../server/src/detect/suspicions/evidence.ts'
import { type Sensitivity, sensitivities } from '../../../server/src/detect/anomaly/detector.ts'
import { readArgs, UsageError } from '../usage.ts'

const timeColumns = ['timestamp', 'time', 'at', 'date', 'datetime', 't', 'ts']
const valueColumns = ['value', 'count', 'reports', 'n', 'y']
const seriesColumns = ['series', 'name', 'metric', 'key']
const dayMs = 86_400_000
/** `weak`: alone it would have bothered nobody. */
type Found = Raised & { weak: boolean }

/** leeward detect backtest: what the detectors would have raised over values of the past; needs no database and no running Leeward. */
export async function detect(args: string[]) {
  const [what, ...rest] = args
  if (what !== 'backtest') throw new UsageError(what ? `there is nothing called ${what} here.` : 'backtest what?')
  const { values, positionals } = readArgs(rest, {
    data: { type: 'string' },
    zone: { type: 'string' },
    sensitivity: { type: 'string' },
    time: { type: 'string' },
    value: { type: 'string' },
    series: { type: 'string' },
    json: { type: 'boolean' },
  })
  const file = values.data ?? positionals[0]
  if (!file || positionals.length > (values.data ? 0 : 1))
    throw new UsageError('which file? --data FILE names it: CSV with a time and a value, also packed with gzip.')
  const sensitivity = values.sensitivity ?? 'medium'
  if (!Object.hasOwn(sensitivities, sensitivity)) throw new UsageError(`--sensitivity is ${Object.keys(sensitivities).join(', ')}, not ${sensitivity}.`)
  const zone = zoneOf(values.zone ?? 'UTC')
  const { series, left } = await read(file, values)
  const found = [...series].map(([name, points]) => {
    const sorted = points.sort((one, other) => one.at - other.at).filter(({ at }, i, all) => i === 0 || at > (all[i - 1] as Value).at)
    const raised = sorted.length > 1 ? backtest(sorted, { zone, sensitivity: sensitivity as Sensitivity }) : []
    return { name, values: sorted, raised: raised.map((each): Found => ({ ...each, weak: weightOf(each.score, sensitivity as Sensitivity) < worthRaising })) }
  })
  if (values.json)
    return void process.stdout.write(
      `${JSON.stringify({ left, series: found.map(({ name, values: all, raised }) => ({ name, values: all.length, raised: raised.map(dated) })) }, null, 2)}\n`,
    )
  for (const { name, values: all, raised } of found) {
    process.stdout.write(`${name}: ${all.length} values, ${raised.length} raised${rate(all, raised)}\n`)
    for (const each of raised) process.stdout.write(`  ${line(each)}\n`)
  }
  if (found.some(({ raised }) => raised.some(({ weak }) => weak))) process.stdout.write('(weak): alone it bothers nobody, it waits for company\n')
  if (left > 0) process.stdout.write(`${left} rows without a time or a number were left out\n`)
}

const dated = ({ from, to, ...rest }: Found) => ({ from: new Date(from).toISOString(), to: to === null ? null : new Date(to).toISOString(), ...rest })
const line = ({ from, to, peak, direction, sentence, weak }: Found) =>
  `${weak ? '(weak) ' : ''}${new Date(from).toISOString().slice(0, 16)}Z ${to === null ? 'to the end' : `for ${Math.max(1, Math.round((to - from) / 60_000))} min`}, ${direction}, peak ${Math.round(peak * 100) / 100}: ${sentence}`
const rate = (all: Value[], raised: Raised[]) => {
  const days = ((all.at(-1)?.at ?? 0) - (all[0]?.at ?? 0)) / dayMs
  return days >= 1 && raised.length > 0 ? `, ${Math.round((raised.length / days) * 300) / 10} in 30 days` : ''
}

function zoneOf(zone: string): string {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return zone
  } catch {
    throw new UsageError(`${zone} is no time zone; one is Europe/Berlin.`)
  }
}

type Columns = { time?: string | undefined; value?: string | undefined; series?: string | undefined }
async function read(file: string, asked: Columns): Promise<{ series: Map<string, Value[]>; left: number }> {
  if (!existsSync(file)) throw new UsageError(`there is no file ${file}.`)
  const raw = createReadStream(file)
  const parser = (file.endsWith('.gz') ? raw.pipe(createGunzip()) : raw).pipe(
    parse({ columns: true, bom: true, trim: true, relax_column_count: true, relax_quotes: true }),
  )
  const series = new Map<string, Value[]>()
  let columns: { time: string; value: string; series: string | undefined } | undefined
  let left = 0
  try {
    for await (const row of parser as AsyncIterable<Record<string, string>>) {
      columns ??= columnsOf(Object.keys(row), asked)
      const [at, value] = [timeOf(row[columns.time]), row[columns.value] ? Number(row[columns.value]) : Number.NaN]
      if (at === undefined || !Number.isFinite(value)) left += 1
      else {
        const name = (columns.series && row[columns.series]) || columns.value
        const points = series.get(name) ?? []
        series.set(name, points)
        points.push({ at, value })
      }
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`)
  }
  if (series.size === 0) throw new UsageError(`${file} has no row with a time and a number.`)
  return { series, left }
}

function columnsOf(there: string[], { time, value, series }: Columns) {
  const pick = (asked: string | undefined, usual: string[], what: string): string => {
    const found = asked ? there.find((each) => each === asked) : usual.flatMap((name) => there.find((each) => each.toLowerCase() === name) ?? [])[0]
    if (!found) throw new UsageError(`there is no column ${asked ?? `with the ${what}`}; there are ${there.slice(0, 20).join(', ')}. Name it with --${what}.`)
    return found
  }
  const by = series ? pick(series, [], 'series') : there.find((each) => seriesColumns.includes(each.toLowerCase()))
  return { time: pick(time, timeColumns, 'time'), value: pick(value, valueColumns, 'value'), series: by }
}

/** ISO 8601, also with a space and without a zone (then UTC), or seconds or milliseconds since 1970. */
function timeOf(text = ''): number | undefined {
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Number(text) * 1_000
  if (/^\d{12,14}$/.test(text)) return Number(text)
  const iso = text.replace(' ', 'T')
  const at = Date.parse(/[zZ]|[+-]\d\d:?\d\d$/.test(iso) ? iso : `${iso}${iso.includes('T') ? 'Z' : ''}`)
  return Number.isFinite(at) ? at : undefined
}

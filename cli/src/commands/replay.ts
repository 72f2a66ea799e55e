import { readIncidents } from '../replay/incidents.ts'
import { type Replayed, replayAll } from '../replay/run.ts'
import { readArgs, UsageError } from '../usage.ts'

/** leeward replay: what our promises would have looked like in real incidents, per provider and in total. */
export async function replay(args: string[]) {
  const {
    values,
    positionals: [file],
  } = readArgs(args, { json: { type: 'boolean', default: false } })
  if (!file) throw new UsageError('which file?')
  const incidents = readIncidents(file)
  const results = await replayAll(incidents, (done) => {
    if (process.stderr.isTTY && done % 10 === 0) process.stderr.write(`\r${done} of ${incidents.length}`)
  })
  if (process.stderr.isTTY) process.stderr.write('\r')
  const total = figures('all', results)
  const rows = [...Map.groupBy(results, (each) => each.provider)]
    .map(([provider, own]) => figures(provider, own))
    .sort((one, other) => other.incidents - one.incidents)
  if (values.json) process.stdout.write(`${JSON.stringify({ providers: rows, total }, null, 2)}\n`)
  else process.stdout.write(`${[...rows, ...(rows.length > 1 ? [total] : [])].map(inWords).join('\n')}\n`)
  const last = `replay: ${total.incidents} incidents, ${total.updates} updates, comms SLA hit ${total.commsSlaHit} %\n`
  ;(values.json ? process.stderr : process.stdout).write(last)
}

type Figures = ReturnType<typeof figures>

function figures(provider: string, results: Replayed[]) {
  const sum = (of: (each: Replayed) => number) => results.reduce((total, each) => total + of(each), 0)
  const gaps = results.flatMap(({ plan }) => plan.published.slice(1).map((at, i) => (at.getTime() - (plan.published[i] as Date).getTime()) / 60_000))
  const [met, missed] = [sum((each) => each.kpis.clocksMet), sum((each) => each.kpis.clocksMissed)]
  return {
    provider,
    incidents: results.length,
    updates: sum((each) => each.plan.published.length),
    afterTheFact: sum((each) => each.plan.afterTheFact),
    clocksDue: met + missed,
    clocksMet: met,
    clocksMissed: missed,
    commsSlaHit: round((100 * met) / Math.max(1, met + missed)),
    commsSlaHitMedian: round(
      quantile(
        results.flatMap((each) => each.kpis.commsSlaHit ?? []),
        0.5,
      ),
    ),
    timeToFirstMessage: {
      known: results.filter((each) => each.plan.timeToFirstMessage !== null).length,
      median: round(
        quantile(
          results.flatMap((each) => each.plan.timeToFirstMessage ?? []),
          0.5,
        ),
      ),
    },
    gap: { median: round(quantile(gaps, 0.5)), p90: round(quantile(gaps, 0.9)) },
  }
}

const inWords = (row: Figures) => `${row.provider}
  incidents ${row.incidents}, updates ${row.updates}, after the fact ${row.afterTheFact}
  clocks due ${row.clocksDue}, met ${row.clocksMet}, missed ${row.clocksMissed}
  comms SLA hit: overall ${row.commsSlaHit} %, median over incidents ${row.commsSlaHitMedian} %
  time to first message: median ${row.timeToFirstMessage.median ?? 'unknown'} min (known for ${row.timeToFirstMessage.known})
  gap between updates: median ${row.gap.median ?? '-'} min, 90th percentile ${row.gap.p90 ?? '-'} min`

/** The nearest-rank quantile; null of nothing. */
function quantile(values: number[], q: number): number | null {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? null
}
const round = (value: number | null) => (value === null ? null : Math.round(value * 10) / 10)

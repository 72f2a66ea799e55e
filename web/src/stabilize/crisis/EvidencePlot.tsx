import '@mantine/charts/styles.css'
import { AreaChart } from '@mantine/charts'
import { t } from '../../strings/t.ts'
import { atTime, number } from '../../ui/format.ts'
import type { Series } from './Evidence.tsx'
import { useRoom } from './room.ts'

type Row = { at: number; [series: string]: number }
const colors = ['blue.6', 'gray.6', 'amber.6', 'green.6']

export function EvidencePlot({ series }: { series: Series[] }) {
  const { onsetAt, restoredAt } = useRoom()
  const rows = byTime(series)
  const near = (at: string) =>
    rows.reduce((best, row) => (Math.abs(row.at - Date.parse(at)) < Math.abs(best - Date.parse(at)) ? row.at : best), rows[0]?.at ?? 0)
  return (
    <AreaChart
      h={180}
      data={rows}
      dataKey="at"
      withDots={false}
      curveType="monotone"
      strokeWidth={1.75}
      fillOpacity={0.16}
      tickLine="none"
      gridAxis="x"
      series={series.map((each, i) => ({ name: each.series, color: colors[i % colors.length] ?? 'gray.6' }))}
      xAxisProps={{ tickFormatter: (at: number) => atTime(at), minTickGap: 40 }}
      yAxisProps={{ width: 40, allowDecimals: false }}
      valueFormatter={number}
      tooltipProps={{ labelFormatter: (at: unknown) => (typeof at === 'number' ? atTime(at) : '') }}
      areaProps={{ isAnimationActive: false }}
      referenceLines={[
        { x: near(onsetAt), label: t('evidence.onset'), labelPosition: 'insideTopRight' as const, color: 'red.6' },
        ...(restoredAt ? [{ x: near(restoredAt), label: t('evidence.restored'), labelPosition: 'insideTopRight' as const, color: 'green.6' }] : []),
      ]}
    />
  )
}

/** One row per moment, one column per series. */
function byTime(series: Series[]): Row[] {
  const rows = new Map<number, Row>()
  for (const { series: name, points } of series) {
    for (const point of points) {
      const at = Date.parse(point.at)
      const row: Row = rows.get(at) ?? { at }
      row[name] = point.count
      rows.set(at, row)
    }
  }
  return [...rows.values()].sort((one, other) => one.at - other.at)
}

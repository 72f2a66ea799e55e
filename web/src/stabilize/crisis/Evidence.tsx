import { Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense } from 'react'
import type { z } from 'zod'
import type { SeriesView } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, number } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { useReadNow } from '../../ui/TimeBase.tsx'
import { crisisKey, crisisPath } from './keys.ts'
import { useRoom } from './room.ts'

const EvidencePlot = lazy(() => import('./EvidencePlot.tsx').then(({ EvidencePlot }) => ({ default: EvidencePlot })))
export type Series = z.output<typeof SeriesView>

/** How many customers report trouble, over time: the reason why this is a crisis. */
export function Evidence() {
  const { id } = useRoom()
  const readNow = useReadNow()
  const query = useQuery({ queryKey: [...crisisKey(id), 'series'], queryFn: ({ signal }) => get<Series[]>(crisisPath(id, '/series'), signal) })
  return (
    <Card title={t('evidence.title')}>
      <Loaded query={query}>
        {(all) => {
          const series = all.map((each) => ({ ...each, points: overOnly(each.points, readNow()) })).filter(({ points }) => points.length > 0)
          if (series.length === 0) return <Empty title={t('evidence.none')} text={t('evidence.noneText')} />
          return (
            <>
              <Suspense fallback={<Skeleton h={180} />}>
                <EvidencePlot series={series} />
              </Suspense>
              <Text size="xs" c="dimmed">
                {t('evidence.ofAll')}
              </Text>
              {series.map((each) => (
                <Text key={each.series} size="xs" c="dimmed" mt={4}>
                  {summary(each)}
                </Text>
              ))}
            </>
          )
        }}
      </Loaded>
    </Card>
  )
}

/** Without the span that is still being counted: half a count would look as if the trouble were ending. */
function overOnly(points: Series['points'], now: number) {
  const [before, last] = points.slice(-2).map(({ at }) => Date.parse(at))
  return before !== undefined && last !== undefined && last + (last - before) > now ? points.slice(0, -1) : points
}

/** The plot in words, also for those who cannot see it. */
function summary({ series, points }: Series): string {
  const peak = points.reduce((highest, point) => (point.count > highest.count ? point : highest))
  return t('evidence.summary', { series, peak: number(peak.count), at: atNear(peak.at), latest: number(points.at(-1)?.count ?? 0) })
}

import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Kpis as KpiValues, ReviewView } from '../../../../server/src/learn/kpis/kpis.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { isProblem } from '../../ui/problem.ts'
import { ForCustomers } from './ForCustomers.tsx'
import { Kpis } from './Kpis.tsx'
import { ReviewText } from './ReviewText.tsx'

/** What happened, why, how well we answered; the figures come from the same facts. */
export function Review() {
  const { id } = useRoom()
  const review = useQuery({
    queryKey: [...crisisKey(id), 'review'],
    queryFn: ({ signal }) =>
      get<ReviewView>(crisisPath(id, '/review'), signal).catch((error) => {
        if (isProblem(error, 404)) return null
        throw error
      }),
  })
  const kpis = useQuery({ queryKey: [...crisisKey(id), 'kpis'], queryFn: ({ signal }) => get<KpiValues>(crisisPath(id, '/kpis'), signal) })
  return (
    <Stack gap="md">
      <Card title={t('kpis.title')}>
        <Loaded query={kpis}>{(values) => <Kpis kpis={values} />}</Loaded>
      </Card>
      <ForCustomers />
      <Loaded query={review}>
        {(found) =>
          found ? (
            <ReviewText review={found} />
          ) : (
            <Card title={t('review.title')}>
              <Empty title={t('review.none')} text={t('review.noneText')} />
            </Card>
          )
        }
      </Loaded>
    </Stack>
  )
}

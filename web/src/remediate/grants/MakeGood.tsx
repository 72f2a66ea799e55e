import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { LargestTable } from './LargestTable.tsx'
import { PlanSummary } from './PlanSummary.tsx'
import { PlanTiers } from './PlanTiers.tsx'
import { usePlanRemedies } from './plan.ts'

/** The cost before it is spent: by tier, how it is spread, the largest, the policy's words; then the approval. */
export function MakeGood() {
  const { id } = useRoom()
  const plan = usePlanRemedies(id)
  const query = useQuery({
    queryKey: [...crisisKey(id), 'remedies'],
    queryFn: ({ signal }) => get<RemedyPlanView | null>(crisisPath(id, '/remedies'), signal).then((found) => found ?? null),
  })
  return (
    <Loaded query={query}>
      {(found) =>
        found ? (
          <Stack gap="md">
            <PlanSummary plan={found} />
            <PlanTiers plan={found} />
            <LargestTable plan={found} />
          </Stack>
        ) : (
          <Card title={t('remedy.title')}>
            <Empty
              title={t('remedy.none')}
              text={t('remedy.noneText')}
              action={
                <ActionButton write={plan} body={undefined} may="plan-remedy">
                  {t('remedy.plan')}
                </ActionButton>
              }
            />
          </Card>
        )
      }
    </Loaded>
  )
}

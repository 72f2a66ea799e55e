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
import { CarryingOut } from '../execution/CarryingOut.tsx'
import { EarlierPlans } from '../execution/EarlierPlans.tsx'
import { Earlier } from './Earlier.tsx'
import { Lines } from './Lines.tsx'
import { PlanSummary } from './PlanSummary.tsx'
import { PlanTiers } from './PlanTiers.tsx'
import { usePlanRemedies } from './plan.ts'
import { WhatIf } from './WhatIf.tsx'
import { WhoAsked } from './WhoAsked.tsx'

/** The cost before it is spent: what stands in the way, by tier, how it is spread, what if, account by account; then the approval. */
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
            {found.status === 'executed' && <CarryingOut planId={found.id} />}
            <EarlierPlans except={found.id} />
            <PlanTiers plan={found} />
            {found.status === 'proposed' && <WhatIf key={found.id} plan={found} />}
            <WhoAsked planned />
            <Lines plan={found} />
            <Earlier plan={found} />
          </Stack>
        ) : (
          <Stack gap="md">
            <Card title={t('remedy.title')}>
              <Empty
                title={t('remedy.none')}
                text={t('remedy.noneText')}
                action={
                  <ActionButton write={plan} body={{}} may="plan-remedy">
                    {t('remedy.plan')}
                  </ActionButton>
                }
              />
            </Card>
            <WhoAsked planned={false} />
          </Stack>
        )
      }
    </Loaded>
  )
}

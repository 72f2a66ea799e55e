import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { GrantedPlanView } from '../../../../server/src/remediate/people/people.contract.ts'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { atNear } from '../../ui/format.ts'
import { colorOf } from '../../ui/theme.ts'
import { CarryingOut } from './CarryingOut.tsx'
import { payoutsKey } from './payouts.ts'

type Granted = z.output<typeof GrantedPlanView>

/** Plans that were granted before the one that stands above: what of them still waits is settled here as well. */
export function EarlierPlans({ except }: { except: string | undefined }) {
  const { id } = useRoom()
  const query = useQuery({
    queryKey: [...payoutsKey, 'granted', id, except],
    queryFn: ({ signal }) => get<Granted[]>(crisisPath(id, '/remedies/granted'), signal),
  })
  const plans = (query.data ?? []).filter((plan) => plan.id !== except)
  if (plans.length === 0) return null
  return (
    <Card title={t('carry.earlier')}>
      <Stack gap="md">
        {plans.map((plan) => (
          <EarlierPlan key={plan.id} plan={plan} />
        ))}
      </Stack>
    </Card>
  )
}

function EarlierPlan({ plan: { id, revision, plannedAt, open } }: { plan: Granted }) {
  const [shown, setShown] = useState(open)
  const name = t('carry.planOf', { revision, at: atNear(plannedAt) })
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <Badge color={colorOf[open ? 'soon' : 'good']}>{t(open ? 'carry.waits' : 'carry.settled')}</Badge>
        </Group>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={shown}
          aria-label={`${t(shown ? 'carry.hide' : 'carry.show')}: ${name}`}
          onClick={() => setShown(!shown)}
        >
          {t(shown ? 'carry.hide' : 'carry.show')}
        </Button>
      </Group>
      {shown && <CarryingOut planId={id} name={name} />}
    </Stack>
  )
}

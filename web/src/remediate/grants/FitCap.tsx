import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { FittingShare, RemedyPlanView } from '../../../../server/src/remediate/grants/grants.contract.ts'
import { useMay } from '../../platform/session.ts'
import { ReasonDialog } from '../../restore/ReasonDialog.tsx'
import { crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Money } from '../../ui/Money.tsx'
import { usePlanRemedies } from './plan.ts'

/** A plan that costs more than one crisis may: the share of everybody's goodwill that fits, worked out when asked for, used with a reason. */
export function FitCap({ plan }: { plan: RemedyPlanView }) {
  const { id } = useRoom()
  const [asked, setAsked] = useState(false)
  const may = useMay('plan-remedy')
  const query = useQuery({
    queryKey: ['fitting-share', id, plan.id],
    queryFn: ({ signal }) => get<z.output<typeof FittingShare>>(crisisPath(id, '/remedies/fitting-share'), signal),
    enabled: asked && may,
    gcTime: 60_000,
  })
  if (!may) return null
  const found = query.data
  return (
    <Stack gap={6}>
      {!found && (
        <Group>
          <Button variant="default" loading={query.isFetching} onClick={() => setAsked(true)}>
            {t('fitCap.ask')}
          </Button>
        </Group>
      )}
      <ErrorNote error={query.error} />
      {found && (
        <Text size="sm" role="status">
          {found.sentence} {found.share !== null && found.share < plan.adjust.share && <Money of={found.totals} />}
        </Text>
      )}
      {found?.share != null && found.share < plan.adjust.share && <Use plan={plan} share={found.share} />}
    </Stack>
  )
}

function Use({ plan, share }: { plan: RemedyPlanView; share: number }) {
  const { id } = useRoom()
  const [open, setOpen] = useState(false)
  const use = usePlanRemedies(id)
  return (
    <Group>
      <Button variant="default" onClick={() => setOpen(true)}>
        {t('fitCap.use', { share })}
      </Button>
      {open && (
        <ReasonDialog
          title={t('fitCap.title', { share })}
          text={<Text size="sm">{t('fitCap.text')}</Text>}
          label={t('whatIf.reason')}
          does={t('whatIf.use')}
          write={use}
          body={(reason) => ({ adjust: { ...plan.adjust, share, reason: reason.slice(0, 500) } })}
          may="plan-remedy"
          close={() => setOpen(false)}
        />
      )}
    </Group>
  )
}

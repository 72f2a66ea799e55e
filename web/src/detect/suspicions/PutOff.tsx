import { Button, Menu, Stack } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { atNear } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { readersZone } from '../../ui/zoned.ts'
import { type Suspicion, suspicionsKey, tomorrowAtNine } from './suspicions.ts'

/** It waits, and comes back by itself. */
export function PutOff({ suspicion: { id, title }, timeZone = readersZone() }: { suspicion: Suspicion; timeZone?: string | undefined }) {
  const write = useWrite<Suspicion, { until: string }>({
    path: `/api/suspicions/${id}/snooze`,
    touches: [suspicionsKey],
    done: (_, { until }) => t('suspicions.putOffDone', { at: atNear(until) }),
  })
  const put = (until: Date) => write.mutate({ until: until.toISOString() })
  const label = t('suspicions.of', { action: t('suspicions.putOff'), title })
  return (
    <Stack gap={6} align="flex-start">
      <Menu position="bottom-start" shadow="md">
        <Menu.Target>
          <Button variant="default" loading={write.isPending} aria-label={label}>
            {t('suspicions.putOff')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => put(new Date(Date.now() + 30 * 60_000))}>{t('suspicions.putOff.half')}</Menu.Item>
          <Menu.Item onClick={() => put(new Date(Date.now() + 2 * 3_600_000))}>{t('suspicions.putOff.two')}</Menu.Item>
          <Menu.Item onClick={() => put(tomorrowAtNine(Date.now(), timeZone))}>{t('suspicions.putOff.tomorrow', { zone: timeZone })}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {write.isError && <ErrorNote error={write.error} />}
    </Stack>
  )
}

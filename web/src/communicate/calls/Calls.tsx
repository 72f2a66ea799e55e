import { SegmentedControl, Stack, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import styles from './Calls.module.css'
import { CallList } from './CallList.tsx'
import { useCallSums, useUnreachedCount } from './calls.ts'
import { MyAccounts } from '../owners/MyAccounts.tsx'
import { Unreached } from './Unreached.tsx'

/** Whom a person calls, and who was told on no channel at all. */
export function Calls() {
  const { id } = useRoom()
  const { show } = useSearch({ from: '/crises/$crisisId/calls' })
  const navigate = useNavigate()
  const sums = useCallSums()
  const unreached = useUnreachedCount()
  const counted = (label: string, count: number | undefined) => (count ? `${label} (${number(count)})` : label)
  return (
    <Stack gap="md">
      <div>
        <SegmentedControl
          className={styles.views}
          aria-label={t('calls.show')}
          value={show ?? 'calls'}
          onChange={(value) =>
            void navigate({ to: '/crises/$crisisId/calls', params: { crisisId: id }, search: value === 'unreached' || value === 'mine' ? { show: value } : {} })
          }
          data={[
            { value: 'calls', label: counted(t('calls.toCall'), sums?.toCall) },
            { value: 'mine', label: t('owners.title') },
            { value: 'unreached', label: counted(t('calls.unreached'), unreached) },
          ]}
        />
        {show === undefined && (
          <Text size="sm" c="dimmed" mt={6}>
            {t('calls.lead')}
          </Text>
        )}
      </div>
      {show === 'mine' ? <MyAccounts /> : show === 'unreached' ? <Unreached /> : <CallList />}
    </Stack>
  )
}

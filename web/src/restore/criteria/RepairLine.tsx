import { Group, NumberInput, Progress, Text } from '@mantine/core'
import { useState } from 'react'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { number } from '../../ui/format.ts'

type Repair = RestorationView['repairs'][number]

/** A program may count as well; what stands here is what was said last. */
export function RepairLine({ repair: { id, text, records, mended, failed, state, required }, locked }: { repair: Repair; locked: boolean }) {
  const [[now, bad], setCounts] = useState<[number | string, number | string]>([mended, failed])
  const count = useCommand<{ mended: number; failed: number }>(`/repairs/${id}/counts`)
  const share = (part: number) => (records === 0 ? 0 : (part / records) * 100)
  return (
    <div>
      <Text fw={600} className="lw-clip">
        {text}
      </Text>
      <Progress.Root mt={4} mb={4}>
        <Progress.Section value={share(mended)} color="green" aria-label={t('repairs.mended')} />
        <Progress.Section value={share(failed)} color="red" aria-label={t('repairs.failed')} />
      </Progress.Root>
      <Text size="sm" c="dimmed" className="lw-figures">
        {t('repairs.counts', { mended: number(mended), records: number(records), failed: number(failed) })}{' '}
        {state === 'done' ? t('repairs.done') : state === 'left' ? t('repairs.left') : required ? t('repairs.required') : ''}
      </Text>
      {state === 'open' && !locked && (
        <Group gap="xs" align="flex-end" mt={4}>
          <NumberInput label={t('repairs.mended')} w={120} min={0} value={now} onChange={(value) => setCounts([value, bad])} />
          <NumberInput label={t('repairs.failed')} w={120} min={0} value={bad} onChange={(value) => setCounts([now, value])} />
          <ActionButton
            write={count}
            body={{ mended: Number(now), failed: Number(bad) }}
            may="restore"
            variant="default"
            label={`${t('repairs.save')}: ${text}`}
          >
            {t('repairs.save')}
          </ActionButton>
        </Group>
      )}
    </div>
  )
}

import { Button, Group, Modal, MultiSelect, NativeSelect, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { WatchClosely } from '../../../../server/src/detect/sensitivity/sensitivity.contract.ts'
import { useServices } from '../../prepare/registry/brands.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { sensitivityKey } from './sensitivity.ts'

const spans = ['4', '24', '72', '168'] as const
type Asked = Pick<WatchClosely, 'services' | 'reason'> & { hours: number }

/** Which services, for how long, and why. */
export function WatchDialog({ close }: { close: () => void }) {
  const [services, setServices] = useState<string[]>([])
  const [hours, setHours] = useState<string>('24')
  const [reason, setReason] = useState('')
  const write = useWrite<unknown, Asked>({
    path: '/api/close-watches',
    send: ({ hours: span, ...asked }) => ({ ...asked, until: new Date(Date.now() + span * 3_600_000).toISOString() }),
    touches: [sensitivityKey, ['series']],
    done: t('sensitivity.watched'),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('sensitivity.watch')}>
      <Stack>
        <MultiSelect
          label={t('sensitivity.services')}
          data-autofocus
          required
          searchable
          data={(useServices().data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={services}
          onChange={setServices}
        />
        <NativeSelect
          label={t('sensitivity.for')}
          data={spans.map((value) => ({ value, label: tOf('sensitivity.span', value) }))}
          value={hours}
          onChange={(event) => setHours(event.currentTarget.value)}
        />
        <TextInput label={t('suspicions.reason')} required maxLength={500} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={{ services, reason: reason.trim(), hours: Number(hours) }}
            disabled={services.length === 0 || reason.trim() === ''}
            may="respond"
          >
            {t('sensitivity.watch')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

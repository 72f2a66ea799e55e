import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { destinationOf } from './reason.ts'

type Sent = { destination: string; scope: 'all' | 'updates'; detail: string | null }
export function StopDialog({ close }: { close: () => void }) {
  const [destination, setDestination] = useState('')
  const [scope, setScope] = useState<Sent['scope']>('all')
  const [note, setNote] = useState('')
  const stop = useWrite<unknown, Sent>({
    path: '/api/suppressions',
    touches: [['suppressions'], ['suppression-changes']],
    done: t('suppressions.stopped', { address: destinationOf(destination) }),
    after: close,
  })
  const scopes = (['all', 'updates'] as const).map((value) => ({ value, label: t(`suppressions.scope.${value}`) }))
  return (
    <Modal opened onClose={close} title={t('suppressions.add')}>
      <Stack>
        <Text size="sm">{t('suppressions.addText')}</Text>
        <TextInput
          label={t('suppressions.addressOrNumber')}
          description={t('suppressions.addressHint')}
          inputMode="email"
          required
          data-autofocus
          maxLength={254}
          value={destination}
          onChange={(event) => setDestination(event.currentTarget.value)}
        />
        <Select
          label={t('suppressions.scope')}
          description={t('suppressions.scopeHint')}
          allowDeselect={false}
          data={scopes}
          value={scope}
          onChange={(value) => setScope(value === 'updates' ? 'updates' : 'all')}
        />
        <TextInput label={t('suppressions.note')} maxLength={500} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={stop}
            body={{ destination: destinationOf(destination), scope, detail: note.trim() || null }}
            disabled={!/@|^\s*\+/.test(destination)}
            may="registry"
          >
            {t('suppressions.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { SuppressionView } from '../../../../server/src/communicate/suppressions/suppressions.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { reasonText } from './reason.ts'

export function AllowDialog({ suppression: { destination, reason, channel }, close }: { suppression: SuppressionView; close: () => void }) {
  const [why, setWhy] = useState('')
  const allow = useWrite<unknown, { destination: string; why: string }>({
    path: '/api/suppressions/removal',
    touches: [['suppressions'], ['suppression-changes']],
    done: t('suppressions.allowed', { address: destination }),
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('suppressions.allowTitle', { address: destination })}>
      <Stack>
        <Text size="sm">{t('suppressions.allowText', { reason: reasonText(reason, channel) })}</Text>
        <Textarea
          label={t('suppressions.allowWhy')}
          required
          data-autofocus
          maxLength={500}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={allow} body={{ destination, why }} disabled={why.trim().length < 3} may="registry">
            {t('suppressions.allow')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

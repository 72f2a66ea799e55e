import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { dayAfter, type Entry, usePutOff } from './health.ts'

/** It waits until a day, and comes back by itself. */
export function PutOffDialog({ entry, close }: { entry: Entry; close: () => void }) {
  const [until, setUntil] = useState(dayAfter(3))
  const [note, setNote] = useState('')
  const write = usePutOff(entry, close)
  const wrong = fieldErrors(write.error, ['until', 'note'] as const)
  return (
    <Modal opened onClose={close} title={t('health.of', { action: t('health.putOff'), name: entry.name })}>
      <Stack>
        <TextInput
          type="date"
          label={t('health.untilDay')}
          required
          data-autofocus
          min={dayAfter(1)}
          max={dayAfter(60)}
          value={until}
          error={wrong.until}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <Textarea label={t('health.note')} maxLength={1_000} value={note} error={wrong.note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={{ until, note: note.trim() || null }}
            disabled={until === ''}
            quiet={wrong.until !== undefined || wrong.note !== undefined}
          >
            {t('health.putOff')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

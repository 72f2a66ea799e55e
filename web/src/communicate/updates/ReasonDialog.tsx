import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import type { Write } from '../../ui/use-write.ts'

type Asked = { write: Write<{ reason: string }, unknown>; title: string; text: string; label: string; button: string; color?: string; close: () => void }

/** What must be said before it is done. */
export function ReasonDialog({ write, title, text, label, button, color, close }: Asked) {
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={close} title={title}>
      <Stack>
        <Text size="sm">{text}</Text>
        <Textarea
          label={label}
          required
          data-autofocus
          minRows={2}
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <ErrorNote error={write.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <Button
            {...(color ? { color } : {})}
            loading={write.isPending}
            disabled={reason.trim().length < 3}
            onClick={() => write.mutate({ reason }, { onSuccess: close })}
          >
            {button}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { t } from '../strings/t.ts'
import { ActionButton } from '../ui/ActionButton.tsx'
import type { Write } from '../ui/use-write.ts'

type Props<Body> = {
  title: string
  text?: ReactNode
  label: string
  does: string
  write: Write<Body, unknown>
  body: (reason: string) => Body
  /** Where it goes without saying why. */
  optional?: boolean
  may: string
  color?: string
  close: () => void
}

/** Something that is done with a reason, which stays on the timeline. */
export function ReasonDialog<Body>({ title, text, label, does, write, body, optional = false, may, color, close }: Props<Body>) {
  const [reason, setReason] = useState('')
  return (
    <Modal opened onClose={close} title={title}>
      <Stack>
        {text}
        <Textarea
          label={label}
          required={!optional}
          data-autofocus
          autosize
          minRows={2}
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={body(reason.trim())} disabled={!optional && reason.trim() === ''} may={may} {...(color ? { color } : {})}>
            {does}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

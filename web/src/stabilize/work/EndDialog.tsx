import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { TaskView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useCommand } from '../crisis/use-part.ts'

export type Ending = 'completion' | 'skip' | 'reopening'

/** Done with what proves it, left out with a reason, or opened again. */
export function EndDialog({ task, how, close }: { task: TaskView; how: Ending; close: () => void }) {
  const [text, setText] = useState('')
  const end = useCommand<object>(`/tasks/${encodeURIComponent(task.key)}/${how}`, close)
  const needed = how === 'skip' || (how === 'completion' && task.evidence)
  const said = text.trim() === '' ? {} : { [how === 'completion' ? 'evidence' : 'reason']: text }
  return (
    <Modal opened onClose={close} title={tOf('task.title', how)}>
      <Stack>
        <Text size="sm" fw={600}>
          {task.text}
        </Text>
        <Textarea
          label={tOf('task.label', how)}
          required={needed}
          data-autofocus
          autosize
          minRows={2}
          maxLength={how === 'completion' ? 5_000 : 1_000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={end} body={said} disabled={needed && text.trim() === ''} may="respond">
            {tOf('task.do', how)}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TaskView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput, toLocalInput } from '../../ui/format.ts'
import { useCommand } from '../crisis/use-part.ts'
import { PersonSelect } from '../team/PersonSelect.tsx'

export function AssignDialog({ task, close }: { task: TaskView; close: () => void }) {
  const [owner, setOwner] = useState(task.owner?.id ?? null)
  const before = task.dueAt ? toLocalInput(Date.parse(task.dueAt)) : ''
  const [due, setDue] = useState(before)
  const assign = useCommand<object>(`/tasks/${encodeURIComponent(task.key)}/assignment`, close)
  return (
    <Modal opened onClose={close} title={t('task.assignTitle')}>
      <Stack>
        <Text size="sm" fw={600}>
          {task.text}
        </Text>
        <PersonSelect label={t('task.owner')} value={owner} onChange={setOwner} clearable autoFocus />
        <TextInput type="datetime-local" label={t('task.dueBy')} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={assign} body={{ owner, ...(due === before ? {} : { dueAt: due ? fromLocalInput(due) : null }) }} may="respond">
            {t('task.assignDo')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

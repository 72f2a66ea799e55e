import { Button, Checkbox, Group, Modal, MultiSelect, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { TeamView } from '../../../../server/src/stabilize/roles/team.contract.ts'
import type { TaskView } from '../../../../server/src/stabilize/tasks/tasks.view.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput } from '../../ui/format.ts'
import { useCommand, useRoomPart } from '../crisis/use-part.ts'
import { PersonSelect } from '../team/PersonSelect.tsx'
import { roleName } from '../team/role-name.ts'

const phases = ['assess', 'stabilize', 'communicate', 'support', 'remediate', 'restore', 'learn'] as const

/** What the playbook did not foresee. One seat answers for it, like for every other task. */
export function AddTaskDialog({ tasks, close }: { tasks: TaskView[]; close: () => void }) {
  const team = useRoomPart<TeamView>('team')
  const [text, setText] = useState('')
  const [phase, setPhase] = useState<(typeof phases)[number]>('stabilize')
  const [accountable, setAccountable] = useState('commander')
  const [owner, setOwner] = useState<string | null>(null)
  const [due, setDue] = useState('')
  const [critical, setCritical] = useState(false)
  const [after, setAfter] = useState<string[]>([])
  const add = useCommand<object>('/tasks', close)
  return (
    <Modal opened onClose={close} title={t('tasks.addTitle')}>
      <Stack>
        <TextInput label={t('task.what')} required data-autofocus maxLength={300} value={text} onChange={(event) => setText(event.currentTarget.value)} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Select
            label={t('task.accountable')}
            allowDeselect={false}
            data={(team.data?.seats ?? []).map(({ role, title }) => ({ value: role, label: roleName(role, title) }))}
            value={accountable}
            onChange={(role) => role && setAccountable(role)}
          />
          <Select
            label={t('task.phase')}
            allowDeselect={false}
            data={phases.map((each) => ({ value: each, label: tOf('taskPhase', each) }))}
            value={phase}
            onChange={(value) => value && setPhase(value as (typeof phases)[number])}
          />
          <PersonSelect label={t('task.owner')} value={owner} onChange={setOwner} clearable />
          <TextInput type="datetime-local" label={t('task.dueBy')} value={due} onChange={(event) => setDue(event.currentTarget.value)} />
        </SimpleGrid>
        <MultiSelect
          label={t('task.after')}
          searchable
          clearable
          maxValues={10}
          data={tasks.filter((task) => task.state === 'open' || task.state === 'doing').map((task) => ({ value: task.key, label: task.text }))}
          value={after}
          onChange={setAfter}
        />
        <Checkbox label={t('task.isCritical')} checked={critical} onChange={(event) => setCritical(event.currentTarget.checked)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={add}
            body={{ text, phase, accountable, critical, after, ...(owner ? { owner } : {}), ...(due ? { dueAt: fromLocalInput(due) } : {}) }}
            disabled={text.trim() === ''}
            may="respond"
          >
            {t('tasks.addDo')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

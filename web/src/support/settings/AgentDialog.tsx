import { Group, Modal, NumberInput, Stack, Switch, TagsInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Agent, type Agents, agentsKey, type Sent } from './agents.ts'

export function AgentDialog({ agent, mine, close }: { agent: Agent; mine: boolean; close: () => void }) {
  const { person, languages, skills, mostOpen, available } = agent
  const [given, setGiven] = useState({ languages, skills, mostOpen: (mostOpen ?? '') as number | string, available })
  const set = (part: Partial<typeof given>) => setGiven((before) => ({ ...before, ...part }))
  const write = useWrite<Agents, Sent>({
    method: 'PUT',
    path: `/api/support/agents/${mine ? 'me' : encodeURIComponent(person.id)}`,
    touches: [agentsKey],
    done: t('agents.saved'),
    after: close,
  })
  const wrong = fieldErrors(write.error, ['languages', 'skills', 'mostOpen'] as const)
  const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[]
  return (
    <Modal opened onClose={close} title={t('agents.changeTitle', { name: person.name })}>
      <Stack>
        <Switch label={t('agents.available')} checked={given.available} onChange={(event) => set({ available: event.currentTarget.checked })} />
        <TagsInput
          data-autofocus
          label={t('agents.languages')}
          description={t('agents.languagesHint')}
          inputWrapperOrder={order}
          acceptValueOnBlur
          value={given.languages}
          error={wrong.languages}
          onChange={(value) => set({ languages: value.map((each) => each.toLowerCase()) })}
        />
        <TagsInput
          label={t('agents.skills')}
          description={t('agents.skillsHint')}
          inputWrapperOrder={order}
          acceptValueOnBlur
          value={given.skills}
          error={wrong.skills}
          onChange={(value) => set({ skills: value })}
        />
        <NumberInput
          label={t('agents.mostOpen')}
          description={t('agents.mostOpenHint')}
          inputWrapperOrder={order}
          min={1}
          max={500}
          allowDecimal={false}
          hideControls
          value={given.mostOpen}
          error={wrong.mostOpen}
          onChange={(value) => set({ mostOpen: value })}
        />
        <Group justify="flex-end">
          <ActionButton
            write={write}
            body={{ ...given, mostOpen: given.mostOpen === '' ? null : Number(given.mostOpen) }}
            quiet={Object.keys(wrong).length > 0}
          >
            {t('save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

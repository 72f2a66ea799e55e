import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput } from '../../ui/format.ts'
import { useCommand } from '../crisis/use-part.ts'
import { PersonSelect } from '../team/PersonSelect.tsx'

export function RecordDialog({ close }: { close: () => void }) {
  const [what, setWhat] = useState('')
  const [why, setWhy] = useState('')
  const [options, setOptions] = useState('')
  const [by, setBy] = useState<string | null>(null)
  const [again, setAgain] = useState('')
  const record = useCommand<object>('/decisions', close, t('decisions.recorded'))
  return (
    <Modal opened onClose={close} title={t('decisions.record')} size="lg">
      <Stack>
        <TextInput
          label={t('decisions.what')}
          required
          data-autofocus
          maxLength={1_000}
          value={what}
          onChange={(event) => setWhat(event.currentTarget.value)}
        />
        <Textarea
          label={t('decisions.why')}
          required
          autosize
          minRows={2}
          maxLength={3_000}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
        />
        <Textarea
          label={t('decisions.options')}
          description={t('decisions.optionsHint')}
          autosize
          minRows={2}
          value={options}
          onChange={(event) => setOptions(event.currentTarget.value)}
        />
        <Group grow align="flex-start">
          <PersonSelect label={t('decisions.by')} value={by} onChange={setBy} clearable />
          <TextInput type="datetime-local" label={t('decisions.again')} value={again} onChange={(event) => setAgain(event.currentTarget.value)} />
        </Group>
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={record}
            body={{
              what,
              why,
              options: options
                .split('\n')
                .map((line) => line.trim())
                .filter(Boolean),
              ...(by ? { decidedBy: by } : {}),
              ...(again ? { lookAgainAt: fromLocalInput(again) } : {}),
            }}
            disabled={what.trim() === '' || why.trim() === ''}
            may="respond"
          >
            {t('decisions.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Button, Group, Modal, SegmentedControl, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { DecisionView } from '../../../../server/src/stabilize/decisions/decisions.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput } from '../../ui/format.ts'
import { useCommand } from '../crisis/use-part.ts'

/** Does it still hold? */
export function LookDialog({ decision, close }: { decision: DecisionView; close: () => void }) {
  const [outcome, setOutcome] = useState<'stands' | 'reversed'>('stands')
  const [note, setNote] = useState('')
  const [again, setAgain] = useState('')
  const look = useCommand<object>(`/decisions/${decision.id}/looks`, close)
  return (
    <Modal opened onClose={close} title={t('decisions.look')}>
      <Stack>
        <Text size="sm" fw={600}>
          {decision.what}
        </Text>
        <SegmentedControl
          fullWidth
          aria-label={t('decisions.outcome')}
          value={outcome}
          onChange={(value) => setOutcome(value as 'stands' | 'reversed')}
          data={(['stands', 'reversed'] as const).map((each) => ({ value: each, label: tOf('decision', each) }))}
        />
        <Textarea
          label={t('decisions.note')}
          data-autofocus
          autosize
          minRows={2}
          maxLength={2_000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {outcome === 'stands' && (
          <TextInput type="datetime-local" label={t('decisions.again')} value={again} onChange={(event) => setAgain(event.currentTarget.value)} />
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={look}
            body={{ outcome, ...(note.trim() ? { note } : {}), ...(again && outcome === 'stands' ? { lookAgainAt: fromLocalInput(again) } : {}) }}
            may="respond"
          >
            {t('decisions.saveLook')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

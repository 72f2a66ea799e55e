import { Button, Group, Modal, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { type Entry, type Outcome, outcomes, useNote } from './health.ts'

/** What came of the call, and what is next: then the same is quiet for 30 days. */
export function OutcomeDialog({ entry, close }: { entry: Entry; close: () => void }) {
  const [outcome, setOutcome] = useState<Outcome>()
  const [note, setNote] = useState('')
  const [nextStep, setNextStep] = useState('')
  const [nextOn, setNextOn] = useState('')
  const write = useNote(entry, close)
  const wrong = fieldErrors(write.error, ['note', 'nextStep', 'nextOn'] as const)
  return (
    <Modal opened onClose={close} title={t('health.of', { action: t('health.outcome'), name: entry.name })}>
      <Stack>
        <Radio.Group label={t('health.howWasIt')} required value={outcome ?? null} onChange={(value) => setOutcome(outcomes.find((each) => each === value))}>
          <Stack gap={8} mt={6}>
            {outcomes.map((each, nth) => (
              <Radio key={each} value={each} label={tOf('health.outcomeOf', each)} {...(nth === 0 ? { 'data-autofocus': true } : {})} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('health.note')} maxLength={1_000} value={note} error={wrong.note} onChange={(event) => setNote(event.currentTarget.value)} />
        <TextInput
          label={t('health.nextStep')}
          maxLength={300}
          value={nextStep}
          error={wrong.nextStep}
          onChange={(event) => setNextStep(event.currentTarget.value)}
        />
        <TextInput type="date" label={t('health.nextOn')} value={nextOn} error={wrong.nextOn} onChange={(event) => setNextOn(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={write}
            body={{ outcome: outcome ?? 'content', note: note.trim() || null, nextStep: nextStep.trim() || null, nextOn: nextOn || null }}
            disabled={!outcome}
            quiet={Object.keys(wrong).length > 0}
          >
            {t('health.done')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

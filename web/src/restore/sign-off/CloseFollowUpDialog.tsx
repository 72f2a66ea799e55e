import { Button, Group, Modal, Radio, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import type { FollowUp } from '../../../../server/src/restore/sign-off/sign-off.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'

const outcomes = ['works', 'known', 'not-reached'] as const

export function CloseFollowUpDialog({ account, close }: { account: FollowUp['account']; close: () => void }) {
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>()
  const [note, setNote] = useState('')
  const end = useCommand<object>(`/sign-off/accounts/${account.id}/follow-up/closure`, close)
  return (
    <Modal opened onClose={close} title={account.name}>
      <Stack>
        <Radio.Group label={t('followUps.outcome')} value={outcome ?? null} onChange={(value) => setOutcome(value as (typeof outcomes)[number])}>
          <Stack gap="xs" mt="xs">
            {outcomes.map((each) => (
              <Radio key={each} value={each} label={tOf('followUp', each)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea label={t('followUps.note')} autosize minRows={2} maxLength={2_000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={end} body={{ outcome, ...(note.trim() ? { note } : {}) }} disabled={outcome === undefined} may="call">
            {t('followUps.closeDo')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

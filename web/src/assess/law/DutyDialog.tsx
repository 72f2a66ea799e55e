import { Button, Group, Modal, Select, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { RegulatoryClock } from '../../../../server/src/assess/regulatory-clocks/regulatory.view.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput } from '../../ui/format.ts'

export type DutyDo = 'moment' | 'extension' | 'dismissal'
const titles = { moment: 'law.dateTitle', extension: 'law.extendTitle', dismissal: 'law.dismissTitle' } as const
const verbs = { moment: 'law.dateDo', extension: 'law.extendDo', dismissal: 'law.dismissDo' } as const

/** The moment it counts from, a later deadline, or why it does not apply. */
export function DutyDialog({ clock, what, close }: { clock: RegulatoryClock; what: DutyDo; close: () => void }) {
  const [time, setTime] = useState('')
  const [reason, setReason] = useState('')
  const [basis, setBasis] = useState(clock.startsFrom)
  const write = useCommand<object>(`/regulatory/${clock.key}/${what}`, close)
  const bases = [clock.startsFrom, ...(clock.alsoFrom ? [clock.alsoFrom] : [])]
  const at = time ? fromLocalInput(time) : null
  const body = what === 'moment' ? { basis, moment: at } : what === 'extension' ? { deadline: at, reason } : { reason }
  const ready = what === 'moment' ? at : what === 'extension' ? at && reason.trim() : reason.trim()
  return (
    <Modal opened onClose={close} title={t(titles[what])}>
      <Stack>
        <Text size="sm" fw={600}>
          {clock.regime}: {clock.title}
        </Text>
        {what === 'moment' && bases.length > 1 && (
          <Select
            label={t('law.basis')}
            allowDeselect={false}
            data={bases.map((each) => ({ value: each, label: tOf('basis', each) }))}
            value={basis}
            onChange={(value) => value && setBasis(value as typeof basis)}
          />
        )}
        {what !== 'dismissal' && (
          <TextInput
            type="datetime-local"
            required
            data-autofocus
            label={what === 'moment' ? `${t('law.moment')}: ${tOf('basis', basis)}` : t('law.newDeadline')}
            value={time}
            onChange={(event) => setTime(event.currentTarget.value)}
          />
        )}
        {what !== 'moment' && (
          <Textarea
            label={t('law.reason')}
            required
            autosize
            minRows={2}
            maxLength={2_000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            {...(what === 'dismissal' ? { 'data-autofocus': true } : {})}
          />
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={body} disabled={!ready} may="regulatory">
            {t(verbs[what])}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

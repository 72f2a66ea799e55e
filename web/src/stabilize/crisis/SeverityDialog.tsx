import { Group, Modal, SegmentedControl, Stack, Textarea, useMatches } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useChangeSeverity } from './command.ts'
import { useRoom } from './room.ts'
import { severities } from './severity.ts'

export function SeverityDialog({ opened, close }: { opened: boolean; close: () => void }) {
  const room = useRoom()
  const [severity, setSeverity] = useState(room.severity)
  const [reason, setReason] = useState('')
  const change = useChangeSeverity(room.id, close)
  const orientation = useMatches<'vertical' | 'horizontal'>({ base: 'vertical', xs: 'horizontal' })
  const same = severity === room.severity
  // The rules say otherwise, and a person decides against them: with a reason, too.
  const keeps = same && room.severityProposal !== null
  return (
    <Modal opened={opened} onClose={close} title={t(room.severityProposal ? 'severity.decideOtherwise' : 'severity.change')}>
      <Stack>
        <SegmentedControl
          aria-label={t('declare.yourSeverity')}
          fullWidth
          orientation={orientation}
          value={String(severity)}
          onChange={(value) => setSeverity(Number(value))}
          data={severities.map((each) => ({ value: String(each), label: `${each} ${tOf('severity', each)}` }))}
        />
        <Textarea
          label={t(keeps ? 'severity.keepReason' : 'severity.reason')}
          description={t(keeps ? 'severity.keepHint' : 'severity.reasonHint')}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end">
          <ActionButton write={change} body={{ severity, reason }} disabled={reason.trim() === '' || (same && !keeps)} may="command">
            {t(keeps ? 'severity.keep' : 'severity.change')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

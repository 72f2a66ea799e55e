import { Button, Group, Input, Modal, SegmentedControl, Stack, Text, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { crisisPath, touched } from '../../stabilize/crisis/keys.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'

const choices = [5, 10, 30] as const

/** A pause has an end unless one asks for none: the calls must not be forgotten. */
export function PauseButton({ id }: { id: string }) {
  const allowed = useMay('command')
  const [asking, { open, close }] = useDisclosure(false)
  const [minutes, setMinutes] = useState<number | null>(choices[1])
  const [reason, setReason] = useState('')
  const pause = useWrite<unknown, { minutes: number | null; reason: string }>({ path: crisisPath(id, '/escalation/pause'), touches: touched(id), after: close })
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={open} disabled={!allowed}>
        {t('escalation.pause')}
      </Button>
      <Modal opened={asking} onClose={close} title={t('escalation.pauseTitle')}>
        <Stack>
          <Text size="sm">{t('escalation.pauseText')}</Text>
          <Input.Wrapper label={t('escalation.pauseFor')} labelElement="div">
            <SegmentedControl
              fullWidth
              aria-label={t('escalation.pauseFor')}
              value={String(minutes ?? 'open')}
              onChange={(value) => setMinutes(value === 'open' ? null : Number(value))}
              data={[
                ...choices.map((each) => ({ value: String(each), label: t('escalation.pauseMinutes', { minutes: each }) })),
                { value: 'open', label: t('escalation.pauseOpen') },
              ]}
            />
          </Input.Wrapper>
          <Textarea label={t('escalation.reason')} required value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
          <Group justify="flex-end" align="flex-start">
            <Button variant="default" onClick={close}>
              {t('cancel')}
            </Button>
            <ActionButton write={pause} body={{ minutes, reason }} disabled={reason.trim() === ''} may="command">
              {t('escalation.pause')}
            </ActionButton>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

import { Alert, Button, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { atNear } from '../../ui/format.ts'
import { HoldingDialog } from '../updates/HoldingDialog.tsx'
import { endangered } from './endangered.ts'
import { clockName } from './clock-name.ts'

/** A promise to customers that is about to break, or broke: one click to a message that keeps it and claims nothing new. */
export function HoldingOffer() {
  const room = useRoom()
  const [open, dialog] = useDisclosure(false)
  const clock = endangered(room)
  if (!clock && !open) return null
  return (
    <>
      {clock && (
        <Alert color={clock.state === 'missed' ? 'red' : 'amber'} p="sm">
          <Group justify="space-between" gap="xs">
            <Text size="sm">{t(clock.state === 'missed' ? 'holding.missed' : 'holding.soon', { clock: clockName(clock), at: atNear(clock.deadline) })}</Text>
            <Button size="compact-sm" onClick={dialog.open}>
              {t('holding.open')}
            </Button>
          </Group>
        </Alert>
      )}
      {open && <HoldingDialog close={dialog.close} />}
    </>
  )
}

import { Button, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { CloseDialog } from './CloseDialog.tsx'

export function ClosureCard() {
  const { status, watch } = useRoom()
  const [closing, { open, close }] = useDisclosure(false)
  const allowed = useMay('command')
  if (status !== 'restored') return null
  return (
    <Card title={t('closure.title')}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{watch.state === 'over' ? t('closure.may') : t('closure.text')}</Text>
        <Button variant="default" onClick={open} disabled={!allowed}>
          {t('close.action')}
        </Button>
      </Stack>
      {closing && <CloseDialog close={close} />}
    </Card>
  )
}

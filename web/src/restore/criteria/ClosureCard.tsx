import { Stack, Text } from '@mantine/core'
import { useCloseCrisis } from '../../stabilize/crisis/command.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { ClosingText } from './ClosingText.tsx'

export function ClosureCard() {
  const { id, status } = useRoom()
  const close = useCloseCrisis(id)
  if (status !== 'restored') return null
  return (
    <Card title={t('closure.title')}>
      <Stack gap="sm">
        <Text size="sm">{t('closure.text')}</Text>
        <ActionButton write={close} body={undefined} variant="default" may="command" confirm={{ title: t('close.title'), text: <ClosingText /> }}>
          {t('close.action')}
        </ActionButton>
      </Stack>
    </Card>
  )
}

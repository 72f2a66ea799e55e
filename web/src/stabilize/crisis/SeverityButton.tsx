import { Button, List, Popover, Stack, Text, UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { t } from '../../strings/t.ts'
import { useRoom } from './room.ts'
import { SeverityBadge } from './SeverityBadge.tsx'
import { SeverityDialog } from './SeverityDialog.tsx'

/** The severity with its reasons, and the way to change it. */
export function SeverityButton() {
  const { severity, severityReasons, status } = useRoom()
  const [asking, { open, close }] = useDisclosure(false)
  const [explained, explanation] = useDisclosure(false)
  const change = () => {
    explanation.close()
    open()
  }
  return (
    <>
      <Popover
        opened={explained}
        onChange={(opened) => (opened ? explanation.open() : explanation.close())}
        width={320}
        position="bottom-start"
        shadow="md"
        withArrow
      >
        <Popover.Target>
          <UnstyledButton onClick={explanation.toggle} style={{ borderRadius: 7 }}>
            <SeverityBadge severity={severity} large />
            <VisuallyHidden>. {t('severity.why')}</VisuallyHidden>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          <Stack gap="xs">
            <Text size="sm" fw={600}>
              {t('severity.why')}
            </Text>
            <List size="sm" spacing={4}>
              {severityReasons.map((reason) => (
                <List.Item key={reason}>{reason}</List.Item>
              ))}
            </List>
            {status !== 'closed' && (
              <Button size="xs" variant="default" onClick={change}>
                {t('severity.change')}
              </Button>
            )}
          </Stack>
        </Popover.Dropdown>
      </Popover>
      <SeverityDialog opened={asking} close={close} />
    </>
  )
}

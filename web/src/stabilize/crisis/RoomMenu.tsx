import { ActionIcon, Button, Group, Menu, Modal, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { DefinitionDrawer } from '../../assess/impact/DefinitionDrawer.tsx'
import { ClosingText } from '../../restore/criteria/ClosingText.tsx'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useCloseCrisis } from './command.ts'
import { useRoom } from './room.ts'
import { SeverityDialog } from './SeverityDialog.tsx'

/** What is needed now and then: severity, scope, closing. */
export function RoomMenu() {
  const room = useRoom()
  const [severity, severityDialog] = useDisclosure(false)
  const [scope, scopeDialog] = useDisclosure(false)
  const [closing, closingDialog] = useDisclosure(false)
  const close = useCloseCrisis(room.id, closingDialog.close)
  if (room.status === 'closed') return null
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={36} aria-label={t('room.more')}>
            <Icon name="menu" />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={severityDialog.open}>{t('severity.change')}</Menu.Item>
          <Menu.Item onClick={scopeDialog.open}>{t('hurt.change')}</Menu.Item>
          {/* Closed only once it is restored: before, it would be refused. */}
          {room.status === 'restored' && (
            <>
              <Menu.Divider />
              <Menu.Item onClick={closingDialog.open}>{t('close.action')}</Menu.Item>
            </>
          )}
        </Menu.Dropdown>
      </Menu>
      {severity && <SeverityDialog opened close={severityDialog.close} />}
      {scope && <DefinitionDrawer close={scopeDialog.close} />}
      <Modal opened={closing} onClose={closingDialog.close} title={t('close.title')}>
        <Stack>
          <ClosingText />
          <Group justify="flex-end" align="flex-start">
            <Button variant="default" onClick={closingDialog.close}>
              {t('cancel')}
            </Button>
            <ActionButton write={close} body={undefined} may="command">
              {t('close.action')}
            </ActionButton>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}

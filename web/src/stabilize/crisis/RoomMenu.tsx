import { ActionIcon, Menu } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { DefinitionDrawer } from '../../assess/impact/DefinitionDrawer.tsx'
import { CloseDialog } from '../../restore/criteria/CloseDialog.tsx'
import { t } from '../../strings/t.ts'
import { Icon } from '../../ui/Icon.tsx'
import { useRoom } from './room.ts'
import { SeverityDialog } from './SeverityDialog.tsx'

/** What is needed now and then: severity, scope, closing. */
export function RoomMenu() {
  const room = useRoom()
  const [severity, severityDialog] = useDisclosure(false)
  const [scope, scopeDialog] = useDisclosure(false)
  const [closing, closingDialog] = useDisclosure(false)
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
      {closing && <CloseDialog close={closingDialog.close} />}
    </>
  )
}

import { Button, Group, Menu, Modal, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { get } from '../../ui/api.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { useWrite } from '../../ui/use-write.ts'

type Link = { url: string }

/** The address that a calendar program subscribes to: copied, or given anew. Where the browser gives no clipboard, it is shown. */
export function CalendarLink({ path, label, may, small = false }: { path: string; label: string; may?: string; small?: boolean }) {
  const allowed = useMay(may)
  const [shown, setShown] = useState<string>()
  const [error, setError] = useState<Error>()
  const [renewing, { open, close }] = useDisclosure(false)
  const renew = useWrite<Link>({ path, done: t('calendar.renewed'), after: ({ url }) => setShown(url) })
  const copy = async () => {
    setError(undefined)
    try {
      const { url } = await get<Link>(path)
      const copied = await navigator.clipboard?.writeText(url).then(
        () => true,
        () => false,
      )
      if (copied) notifications.show({ message: t('calendar.copied'), color: 'green' })
      else setShown(url)
    } catch (failed) {
      setError(failed as Error)
    }
  }
  return (
    <Group gap="xs">
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" {...(small ? { size: 'compact-sm' } : { leftSection: <Icon name="clock" size={16} /> })}>
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => void copy()}>{t('calendar.copy')}</Menu.Item>
          <Menu.Item onClick={open} disabled={!allowed}>
            {t('calendar.renew')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal opened={renewing} onClose={close} title={t('calendar.renewTitle')}>
        <Stack>
          <Text size="sm">{t('calendar.renewText')}</Text>
          {shown && <code className="lw-clip">{shown}</code>}
          <Group justify="flex-end" align="flex-start">
            <Button variant="default" onClick={close}>
              {t('close')}
            </Button>
            <ActionButton write={renew} body={undefined} {...(may ? { may } : {})}>
              {t('calendar.renewDo')}
            </ActionButton>
          </Group>
        </Stack>
      </Modal>
      {shown && !renewing && <code className="lw-clip">{shown}</code>}
      {error && <ErrorNote error={error} />}
    </Group>
  )
}

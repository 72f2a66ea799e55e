import { Button, List, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useSession } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ReasonDialog } from '../ReasonDialog.tsx'

/** When everything holds, one press; else the commander, with a reason and with what fails before their eyes. */
export function SayRestored({ failing }: { failing: string[] }) {
  const { commander } = useRoom()
  const { data: me } = useSession()
  const [asking, { open, close }] = useDisclosure(false)
  const restore = useCommand<{ reason?: string }>('/restoration', close, t('restore.done'))
  if (failing.length === 0)
    return (
      <ActionButton
        write={restore}
        body={{}}
        may="restore"
        color="green"
        confirm={{ title: t('restore.confirm'), text: t('restore.text'), label: t('restore.now'), color: 'green' }}
      >
        {t('restore.action')}
      </ActionButton>
    )
  return (
    <>
      <Button variant="default" onClick={open} disabled={commander?.id !== me?.id}>
        {t('restore.despite')}
      </Button>
      {asking && (
        <ReasonDialog
          title={t('restore.despiteTitle')}
          text={
            <Stack gap="xs">
              <Text size="sm">{t('restore.despiteText')}</Text>
              <List size="sm" spacing={4}>
                {failing.map((each) => (
                  <List.Item key={each}>{each}</List.Item>
                ))}
              </List>
            </Stack>
          }
          label={t('restore.why')}
          does={t('restore.now')}
          write={restore}
          body={(reason) => ({ reason })}
          may="restore"
          close={close}
        />
      )}
    </>
  )
}

import { Button, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ReasonDialog } from '../ReasonDialog.tsx'

/** Where something was noticed, one press; else it is said what is not over. */
export function Reopen({ size = 'sm' }: { size?: 'sm' | 'md' }) {
  const { watch } = useRoom()
  const allowed = useMay('command')
  const [asking, { open, close }] = useDisclosure(false)
  const reopen = useCommand<{ reason?: string }>('/reopening', close, t('watch.reopened'))
  if (watch.proposesReopening)
    return (
      <ActionButton write={reopen} body={{}} may="command" color="red" size={size}>
        {t('watch.reopen')}
      </ActionButton>
    )
  return (
    <>
      <Button variant="subtle" color="gray" onClick={open} disabled={!allowed}>
        {t('watch.notOver')}
      </Button>
      {asking && (
        <ReasonDialog
          title={t('watch.reopenTitle')}
          text={<Text size="sm">{t('watch.reopenText')}</Text>}
          label={t('watch.why')}
          does={t('watch.reopen')}
          write={reopen}
          body={(reason) => ({ reason })}
          may="command"
          color="red"
          close={close}
        />
      )}
    </>
  )
}

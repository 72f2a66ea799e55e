import { Button, Group } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { FollowProposal } from './FollowProposal.tsx'
import { SeverityDialog } from './SeverityDialog.tsx'

/** What the rules say is followed, or decided against with a reason: both are one click away. */
export function DecideSeverity() {
  const [deciding, { open, close }] = useDisclosure(false)
  const allowed = useMay('command')
  return (
    <Group gap="sm">
      <FollowProposal size="md" />
      {allowed && (
        <Button size="md" variant="default" onClick={open}>
          {t('severity.decideOtherwise')}
        </Button>
      )}
      {deciding && <SeverityDialog opened close={close} />}
    </Group>
  )
}

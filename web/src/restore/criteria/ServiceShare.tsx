import { Button, Group, Progress, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { RestorationView } from '../../../../server/src/restore/criteria/criteria.contract.ts'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ReasonDialog } from '../ReasonDialog.tsx'

type Service = RestorationView['services'][number]
type Body = { service: string; percent: number; reason?: string }

export function ServiceShare({ service, before, all }: { service: Service; before: Service | undefined; all: Service[] }) {
  const { status } = useRoom()
  const allowed = useMay('restore') && status !== 'closed'
  const [back, { open, close }] = useDisclosure(false)
  const move = useCommand<Body>('/shares')
  // Of its own: a step that is still under way must not close the dialog.
  const stepBack = useCommand<Body>('/shares', close)
  const order = useCommand<{ services: string[] }>('/restoration-order', undefined, undefined, 'PUT')
  const { id, name, share, next } = service
  const first = before === undefined ? undefined : all.map((each) => each.id).toSpliced(all.indexOf(before), 2, id, before.id)
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text fw={600} className="lw-clip">
          {name}
        </Text>
        <Text size="sm" className={share === 100 ? 'lw-green lw-figures' : 'lw-figures'}>
          {share === 100 ? t('shares.whole') : t('shares.share', { percent: share })}
        </Text>
      </Group>
      <Progress value={share} color={share === 100 ? 'green' : 'blue'} mt={4} mb={8} aria-label={t('shares.label', { name })} />
      {allowed && (
        <Group gap="xs" align="flex-start">
          {next !== null && (
            <ActionButton write={move} body={{ service: id, percent: next }} may="restore" variant="default">
              {t('shares.next', { name, percent: next })}
            </ActionButton>
          )}
          {next === null && share < 100 && (
            <Text size="sm" c="dimmed">
              {t('shares.waits')}
            </Text>
          )}
          {share > 0 && (
            <Button variant="subtle" color="gray" onClick={open} aria-label={t('shares.backOf', { name })}>
              {t('shares.back')}
            </Button>
          )}
          {first && share === 0 && (
            <ActionButton write={order} body={{ services: first }} may="restore" variant="subtle" color="gray" label={t('shares.earlierOf', { name })}>
              {t('shares.earlier')}
            </ActionButton>
          )}
        </Group>
      )}
      {back && (
        <ReasonDialog
          title={t('shares.backTitle', { name })}
          text={<Text size="sm">{t('shares.backText')}</Text>}
          label={t('shares.backWhy')}
          does={t('shares.backDo')}
          write={stepBack}
          body={(reason) => ({ service: id, percent: 0, reason })}
          may="restore"
          close={close}
        />
      )}
    </div>
  )
}

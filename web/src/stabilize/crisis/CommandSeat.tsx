import { Group, Text } from '@mantine/core'
import { useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear } from '../../ui/format.ts'
import { useAcknowledge, useTakeCommand } from './command.ts'
import { useRoom } from './room.ts'

/** Who has the crisis, and the button to take it or to say "I have it". */
export function CommandSeat() {
  const { id, commander, acknowledgedAt, ledSince, status } = useRoom()
  const { data: session } = useSession()
  const take = useTakeCommand(id)
  const acknowledge = useAcknowledge(id)
  const mine = commander !== null && commander.id === session?.id
  const over = status === 'closed'
  return (
    <Group gap="xs">
      {commander ? (
        <Text size="sm" fw={600}>
          {commander.name}{' '}
          <Text span size="xs" c="dimmed" fw={400}>
            {ledSince ? t('room.acknowledged', { at: atNear(ledSince) }) : t('room.notAcknowledged')}
          </Text>
        </Text>
      ) : (
        <Text size="sm" fw={600} className="lw-red">
          {t('room.nobody')}
        </Text>
      )}
      {!over && !commander && (
        <ActionButton write={take} body={undefined} size="compact-sm" may="command">
          {t('room.take')}
        </ActionButton>
      )}
      {!over && mine && !acknowledgedAt && (
        <ActionButton write={acknowledge} body={undefined} size="compact-sm" may="command">
          {t('room.acknowledge')}
        </ActionButton>
      )}
      {!over && commander && !mine && session?.permissions.includes('command') && (
        <ActionButton
          write={take}
          body={undefined}
          size="compact-xs"
          variant="subtle"
          confirm={{ title: t('room.takeOverTitle', { name: commander.name }), text: t('room.takeOverText') }}
        >
          {t('room.takeOver')}
        </ActionButton>
      )}
    </Group>
  )
}

import { List, Stack, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn } from '../../strings/t.ts'
import { atNear, percent } from '../../ui/format.ts'

/** What closing does, and what would stay undone: whoever closes knows what customers were promised. */
export function ClosingText() {
  const room = useRoom()
  const promised = room.clocks.find(({ kind, state }) => kind === 'next-update' && state === 'running')
  const lastWord = room.updates.some((update) => update.class === 'update' && update.status === 'published' && update.phase === 'resolved')
  const hurt = (room.impact?.accounts ?? 0) > 0
  const undone = [
    !lastWord && t('closing.noLastWord'),
    promised && t('closing.promised', { at: atNear(promised.deadline) }),
    hurt && (room.remedyPlan === null || room.remedyPlan.status === 'proposed') && t('closing.noRemedies'),
    hurt && room.signOff.asked === 0 && t('closing.notAsked'),
    room.signOff.asked > 0 &&
      room.signOff.works * 100 < room.signOff.targetPercent * room.signOff.asked &&
      t('closing.below', { rate: percent(room.signOff.works, room.signOff.asked), target: room.signOff.targetPercent }),
    room.signOff.stillBroken > 0 && tn('closing.broken', room.signOff.stillBroken),
    room.watch.state === 'running' && room.watch.until && t('closing.watched', { at: atNear(room.watch.until) }),
    room.watch.proposesReopening && t('closing.noticed'),
    room.work.tasksOpen > 0 && tn('closing.tasks', room.work.tasksOpen),
  ].filter((each) => typeof each === 'string')
  return (
    <Stack gap="xs">
      <Text size="sm">{t('close.text')}</Text>
      {undone.length > 0 && (
        <>
          <Text size="sm" fw={600} className="lw-amber">
            {t('closing.undone')}
          </Text>
          <List size="sm" spacing={4}>
            {undone.map((each) => (
              <List.Item key={each}>{each}</List.Item>
            ))}
          </List>
        </>
      )}
    </Stack>
  )
}

import { Group } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { number } from '../../ui/format.ts'
import { type Dispatch, toldOf, useSteer } from './dispatches.ts'

/** Hold, let go on, stop for good: of one update, on all its channels at once. `left`: how many have not been sent. */
export function Brakes({ dispatches, left }: { dispatches: Dispatch[]; left: number }) {
  const { id } = useRoom()
  const updateId = dispatches[0]?.updateId ?? ''
  const pause = useSteer(id, updateId, 'pause', t('dispatch.paused'))
  const resume = useSteer(id, updateId, 'resumption', t('dispatch.resumed'))
  const stop = useSteer(id, updateId, 'stop', t('dispatch.stopped'))
  const states = dispatches.map(({ state }) => state)
  const paused = states.includes('paused')
  if (states.includes('cancelled') || !(paused || states.includes('running'))) return null
  const sent = dispatches.reduce((sum, { counts }) => sum + toldOf(counts), 0)
  return (
    <Group gap={6}>
      <ActionButton write={paused ? resume : pause} body={undefined} variant={paused ? 'filled' : 'default'} size="compact-xs" may="write-update">
        {t(paused ? 'dispatch.resume' : 'dispatch.pause')}
      </ActionButton>
      <ActionButton
        write={stop}
        body={undefined}
        variant="subtle"
        color="red"
        size="compact-xs"
        may="approve-update"
        confirm={{
          title: t('dispatch.stopTitle'),
          text: t('dispatch.stopText', { left: number(left), sent: number(sent) }),
          label: t('dispatch.stopNow'),
          color: 'red',
        }}
      >
        {t('dispatch.stop')}
      </ActionButton>
    </Group>
  )
}

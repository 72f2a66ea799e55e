import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { atNear, number } from '../../ui/format.ts'
import { DeliveryBar } from '../updates/DeliveryBar.tsx'
import { DeliveriesDialog } from './DeliveriesDialog.tsx'
import { type Dispatch, type Dispatches, useDispatches, useSteer } from './dispatches.ts'

/** What becomes of one update on its way: the sums, when it will be done, and the brakes. */
export function DispatchBar({ updateId }: { updateId: string }) {
  const { id } = useRoom()
  const { data } = useDispatches(id)
  const dispatch = data?.dispatches.find((each) => each.updateId === updateId)
  if (!data || !dispatch) return null
  return <Known dispatch={dispatch} providers={data.providers} />
}

function Known({ dispatch, providers }: { dispatch: Dispatch; providers: Dispatches['providers'] }) {
  const [listed, { open, close }] = useDisclosure(false)
  const { counts, total, state } = dispatch
  const left = counts.planned + counts.queued + counts.sending + counts.deferred
  return (
    <Stack gap={6}>
      <DeliveryBar deliveries={{ ...counts, total, planned: counts.planned + counts.queued, accepted: counts.accepted + counts.delivered }} />
      <Group gap="sm" align="center">
        {(state === 'paused' || state === 'cancelled') && (
          <Badge color={state === 'paused' ? 'yellow' : 'red'}>{t(state === 'paused' ? 'dispatch.isPaused' : 'dispatch.cancelled')}</Badge>
        )}
        <Text size="xs" c="dimmed" className="lw-figures">
          {progress(dispatch, left)}
        </Text>
        {left > 0 && <Brakes dispatch={dispatch} left={left} />}
        {total > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={open}>
            {t('dispatch.each')}
          </Button>
        )}
      </Group>
      {state === 'running' && left > 0 && <Away providers={providers} />}
      {listed && <DeliveriesDialog dispatch={dispatch} close={close} />}
    </Stack>
  )
}

/** One sentence: when it will be done, or why that cannot be said. */
function progress({ state, counts, estimate, changedBy, changedAt }: Dispatch, left: number): string {
  if (state === 'paused') return t('dispatch.pausedBy', { name: changedBy?.name ?? '', at: atNear(changedAt), left: number(left) })
  if (state === 'cancelled') return t('dispatch.stoppedBy', { name: changedBy?.name ?? '', at: atNear(changedAt) })
  if (left === 0)
    return [counts.cancelled > 0 && t('dispatch.overtaken', { count: number(counts.cancelled) }), counts.unknown > 0 && t('dispatch.someUnknown')]
      .filter(Boolean)
      .join(' ')
  if (!estimate) return t('dispatch.waits')
  return t('dispatch.done', { from: atNear(estimate.from), until: atNear(estimate.until), pace: number(estimate.perMinute) })
}

function Brakes({ dispatch: { updateId, state, counts }, left }: { dispatch: Dispatch; left: number }) {
  const { id } = useRoom()
  const pause = useSteer(id, updateId, 'pause', t('dispatch.paused'))
  const resume = useSteer(id, updateId, 'resumption', t('dispatch.resumed'))
  const stop = useSteer(id, updateId, 'stop', t('dispatch.stopped'))
  if (state !== 'running' && state !== 'paused') return null
  return (
    <Group gap={6}>
      <ActionButton
        write={state === 'running' ? pause : resume}
        body={undefined}
        variant={state === 'running' ? 'default' : 'filled'}
        size="compact-xs"
        may="write-update"
      >
        {t(state === 'running' ? 'dispatch.pause' : 'dispatch.resume')}
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
          text: t('dispatch.stopText', { left: number(left), sent: number(counts.accepted + counts.delivered) }),
          label: t('dispatch.stopNow'),
          color: 'red',
        }}
      >
        {t('dispatch.stop')}
      </ActionButton>
    </Group>
  )
}

/** Said only where it matters: somebody who carries mails does not. */
function Away({ providers }: { providers: Dispatches['providers'] }) {
  const away = providers.filter(({ state }) => state !== 'well')
  if (away.length === 0) return null
  return (
    <Text size="xs" className="lw-amber">
      {away.map(({ name, openUntil, answer }) => t('dispatch.away', { name, at: openUntil ? atNear(openUntil) : '', answer: answer ?? '' })).join(' ')}
    </Text>
  )
}

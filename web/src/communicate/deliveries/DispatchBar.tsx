import { Badge, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { atNear, number } from '../../ui/format.ts'
import { DeliveryBar } from '../updates/DeliveryBar.tsx'
import { Brakes } from './Brakes.tsx'
import { ChannelLines } from './ChannelLines.tsx'
import { DeliveriesDialog } from './DeliveriesDialog.tsx'
import { barOf, byChannel, type Dispatch, type Dispatches, leftOf, useDispatches } from './dispatches.ts'

/** What becomes of one update on its way: the sums of every channel, when it will be done, and the brakes, which hold all channels at once. */
export function DispatchBar({ updateId }: { updateId: string }) {
  const { id } = useRoom()
  const { data } = useDispatches(id)
  const dispatches = data?.dispatches.filter((each) => each.updateId === updateId).toSorted(byChannel) ?? []
  if (!data || dispatches.length === 0) return null
  return <Known dispatches={dispatches} providers={data.providers} />
}

function Known({ dispatches, providers }: { dispatches: Dispatch[]; providers: Dispatches['providers'] }) {
  const [open, setOpen] = useState<string>()
  const listed = dispatches.find(({ channel }) => channel === open)
  const mails = dispatches.find(({ channel }) => channel === 'email')
  const others = dispatches.filter(({ channel, total }) => channel !== 'email' && total > 0)
  // Paused and stopped are said of the update as a whole; a person's calls are no reason for brakes.
  const braked = dispatches.find(({ state }) => state === 'paused' || state === 'cancelled')
  const left = dispatches.filter(({ channel }) => channel !== 'call').reduce((sum, { counts }) => sum + leftOf(counts), 0)
  const said = braked ? brakedBy(braked, left) : mails && progress(mails)
  return (
    <Stack gap={6}>
      {mails && <DeliveryBar deliveries={barOf(mails)} of={others.length > 0 ? 'mails' : 'total'} />}
      <Group gap="sm" align="center">
        {braked && (
          <Badge color={braked.state === 'paused' ? 'yellow' : 'red'}>{t(braked.state === 'paused' ? 'dispatch.isPaused' : 'dispatch.cancelled')}</Badge>
        )}
        {said && (
          <Text size="xs" c="dimmed" className="lw-figures">
            {said}
          </Text>
        )}
        {(left > 0 || braked?.state === 'paused') && <Brakes dispatches={dispatches} left={left} />}
        {mails && mails.total > 0 && (
          <Button variant="subtle" size="compact-xs" onClick={() => setOpen('email')}>
            {t('dispatch.each')}
          </Button>
        )}
      </Group>
      <ChannelLines dispatches={others} onOpen={setOpen} />
      {!braked && left > 0 && <Away providers={providers} />}
      {listed && <DeliveriesDialog dispatch={listed} close={() => setOpen(undefined)} />}
    </Stack>
  )
}

const brakedBy = ({ state, changedBy, changedAt }: Dispatch, left: number) =>
  state === 'paused'
    ? t('dispatch.pausedBy', { name: changedBy?.name ?? '', at: atNear(changedAt), left: number(left) })
    : t('dispatch.stoppedBy', { name: changedBy?.name ?? '', at: atNear(changedAt) })

/** One sentence: when it will be done, or why that cannot be said. */
function progress({ counts, estimate }: Dispatch): string {
  if (leftOf(counts) === 0)
    return [counts.cancelled > 0 && t('dispatch.overtaken', { count: number(counts.cancelled) }), counts.unknown > 0 && t('dispatch.someUnknown')]
      .filter(Boolean)
      .join(' ')
  if (!estimate) return t('dispatch.waits')
  return t('dispatch.done', { from: atNear(estimate.from), until: atNear(estimate.until), pace: number(estimate.perMinute) })
}

/** Said only where it matters: somebody who carries messages does not. */
function Away({ providers }: { providers: Dispatches['providers'] }) {
  const away = providers.filter(({ state }) => state !== 'well')
  if (away.length === 0) return null
  return (
    <Text size="xs" className="lw-amber">
      {away.map(({ name, openUntil, answer }) => t('dispatch.away', { name, at: openUntil ? atNear(openUntil) : '', answer: answer ?? '' })).join(' ')}
    </Text>
  )
}

import { Alert, Group, Stack, Switch, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay, useSession } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useDispatches } from '../deliveries/dispatches.ts'
import { arrange } from './call-order.ts'
import { CallLine } from './CallLine.tsx'
import { CallSums } from './CallSums.tsx'
import { type Call, useCalls } from './calls.ts'
import styles from './Calls.module.css'
import { NextCall } from './NextCall.tsx'

/** How far the calls are, the next one, then the others in their order. */
export function CallList() {
  const { id, updates } = useRoom()
  const [all, setAll] = useState(false)
  const list = useCalls(id, all)
  const sums = list.data?.pages[0]
  const told = updates.some(({ status }) => status === 'published')
  return (
    <Stack gap="md">
      {sums && sums.toCall + sums.reached + sums.notReached > 0 && (
        <Group justify="space-between" align="center" gap="sm">
          <CallSums sums={sums} />
          <Switch label={t('calls.all')} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />
        </Group>
      )}
      <Listed
        list={list}
        empty={
          <Card title={t('calls.title')}>
            <Empty title={t('calls.none')} text={told ? t('calls.noneText') : t('calls.noUpdateText')} />
          </Card>
        }
      >
        {(calls) => <Ordered calls={calls} />}
      </Listed>
    </Stack>
  )
}

function Ordered({ calls }: { calls: Call[] }) {
  const { data: me } = useSession()
  const may = useMay('call')
  const { top, mine, rest } = arrange(calls, me?.id)
  return (
    <Stack gap="md">
      {top && <Paused updateId={top.updateId} />}
      {top ? <NextCall call={top} mine={mine} /> : <Nothing calls={calls} />}
      {rest.length > 0 && (
        <Card title={t(top ? 'calls.rest' : 'calls.title')}>
          <ul className={styles.lines}>
            {rest.map((call) => (
              <CallLine key={call.id} call={call} free={may && !mine} />
            ))}
          </ul>
        </Card>
      )}
    </Stack>
  )
}

/** Nobody is free to be called: all are in hand or for later, or all is done. */
function Nothing({ calls }: { calls: Call[] }) {
  const open = calls.some(({ state }) => state === 'to-call' || state === 'later')
  return (
    <Text size="sm" c="dimmed">
      {open ? t('calls.allInHand') : t('calls.none')}
    </Text>
  )
}

/** Whoever paused an update has a reason: it is said before somebody calls about it. */
function Paused({ updateId }: { updateId: string }) {
  const { id } = useRoom()
  const { data } = useDispatches(id)
  if (!data?.dispatches.some((each) => each.updateId === updateId && each.state === 'paused')) return null
  return (
    <Alert color="amber" p="xs">
      {t('calls.paused')}
    </Alert>
  )
}

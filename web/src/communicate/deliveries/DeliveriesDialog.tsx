import { Badge, Group, Modal, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { z } from 'zod'
import type { DeliveryView } from '../../../../server/src/communicate/deliveries/dispatches.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tOf } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, number } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'
import type { Dispatch } from './dispatches.ts'

type Delivery = z.output<typeof DeliveryView>
const bad = ['bounced', 'complained', 'failed']

/** Every single delivery of an update, with what the provider said. */
export function DeliveriesDialog({ dispatch: { updateId, title, counts }, close }: { dispatch: Dispatch; close: () => void }) {
  const { id } = useRoom()
  const [state, setState] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, 250)
  const list = useList<Delivery>([...crisisKey(id), 'deliveries', updateId], crisisPath(id, `/dispatches/${encodeURIComponent(updateId)}/deliveries`), {
    ...(state ? { state } : {}),
    ...(search.trim() ? { search: search.trim() } : {}),
    limit: 25,
  })
  const present = (Object.entries(counts) as [Delivery['state'], number][]).filter(([, count]) => count > 0)
  return (
    <Modal opened onClose={close} title={t('dispatch.eachTitle', { title })} size="xl">
      <Stack>
        <Group grow preventGrowOverflow={false}>
          <TextInput data-autofocus label={t('dispatch.search')} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />
          <Select
            label={t('dispatch.state')}
            clearable
            placeholder={t('dispatch.anyState')}
            data={present.map(([name, count]) => ({ value: name, label: `${tOf('delivery', name)} (${number(count)})` }))}
            value={state}
            onChange={setState}
          />
        </Group>
        <Listed list={list} empty={<Empty title={t('dispatch.nobody')} />}>
          {(deliveries) => (
            <Table.ScrollContainer minWidth={560}>
              <Table verticalSpacing="xs">
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t('dispatch.to')}</Table.Th>
                    <Table.Th>{t('dispatch.state')}</Table.Th>
                    <Table.Th>{t('dispatch.answer')}</Table.Th>
                    <Table.Th>{t('dispatch.when')}</Table.Th>
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {deliveries.map((each) => (
                    <Row key={each.id} delivery={each} />
                  ))}
                </Table.Tbody>
              </Table>
            </Table.ScrollContainer>
          )}
        </Listed>
      </Stack>
    </Modal>
  )
}

function Row({ delivery: { destination, account, state, answer, attempts, resent, dueAt, changedAt, provider, messageId } }: { delivery: Delivery }) {
  return (
    <Table.Tr>
      <Table.Td>
        <Text size="sm" title={messageId}>
          {destination}
        </Text>
        <Text size="xs" c="dimmed">
          {account}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge color={bad.includes(state) ? 'red' : state === 'accepted' || state === 'delivered' ? 'green' : 'gray'}>{tOf('delivery', state)}</Badge>
      </Table.Td>
      <Table.Td>
        <Text size="sm" className="lw-prewrap">
          {answer ?? '–'}
        </Text>
        <Text size="xs" c="dimmed">
          {[
            provider,
            attempts > 1 && t('dispatch.tries', { count: attempts }),
            resent && t('dispatch.resent'),
            dueAt && t('dispatch.again', { at: atNear(dueAt) }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      </Table.Td>
      <Table.Td className="lw-figures">{changedAt ? atNear(changedAt) : '–'}</Table.Td>
    </Table.Tr>
  )
}

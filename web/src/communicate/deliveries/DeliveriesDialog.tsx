import { Badge, Group, Modal, Select, Stack, Table, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { z } from 'zod'
import type { DeliveryView } from '../../../../server/src/communicate/deliveries/dispatches.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { atNear, number } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { TextLink } from '../../ui/links.tsx'
import { useList } from '../../ui/use-list.ts'
import { channelName, type Dispatch, stateName } from './dispatches.ts'

type Delivery = z.output<typeof DeliveryView>
const bad = ['bounced', 'complained', 'failed']

/** Channels whose destinations people know by heart; the others have ids, which nobody would type. */
const searched: Record<string, string> = { email: t('dispatch.search'), sms: t('dispatch.searchNumber') }

/** Every single delivery of an update on one channel, with what the provider said. */
export function DeliveriesDialog({ dispatch: { updateId, channel, title, counts }, close }: { dispatch: Dispatch; close: () => void }) {
  const { id } = useRoom()
  const [state, setState] = useState<string | null>(null)
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, 250)
  const list = useList<Delivery>(
    [...crisisKey(id), 'deliveries', updateId, channel],
    crisisPath(id, `/dispatches/${encodeURIComponent(updateId)}/deliveries`),
    {
      channel,
      ...(state ? { state } : {}),
      ...(search.trim() ? { search: search.trim() } : {}),
      limit: 25,
    },
  )
  const present = (Object.entries(counts) as [Delivery['state'], number][]).filter(([, count]) => count > 0)
  return (
    <Modal opened onClose={close} title={t('dispatch.eachTitle', { channel: channelName(channel), title })} size="xl">
      <Stack>
        <Group grow preventGrowOverflow={false}>
          {searched[channel] && <TextInput data-autofocus label={searched[channel]} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />}
          <Select
            maw={searched[channel] ? undefined : 280}
            label={t('dispatch.state')}
            clearable
            placeholder={t('dispatch.anyState')}
            data={present.map(([name, count]) => ({ value: name, label: `${stateName(channel, name)} (${number(count)})` }))}
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
                    <Row key={each.id} channel={channel} delivery={each} />
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

/** Who it is for: an address, a room by its name, or the account where the destination is only its number. */
function Receiver({ channel, delivery: { destination, account, accountId, name, messageId } }: { channel: string; delivery: Delivery }) {
  const byAccount = channel === 'call' || channel === 'in-app'
  const main = byAccount ? (account ?? destination) : channel === 'email' || channel === 'sms' ? destination : (name ?? destination)
  const below = [main !== name && name, main !== account && account, !byAccount && main !== destination && destination].filter(Boolean).join(' · ')
  return (
    <>
      <Text size="sm" className="lw-clip" {...(channel === 'email' ? { title: messageId } : {})}>
        {accountId === null ? (
          main
        ) : (
          <TextLink to="/accounts/$accountId" params={{ accountId: String(accountId) }} inherit c="inherit">
            {main}
          </TextLink>
        )}
      </Text>
      <Text size="xs" c="dimmed" className="lw-clip">
        {below}
      </Text>
    </>
  )
}

function Row({ channel, delivery }: { channel: string; delivery: Delivery }) {
  const { state, answer, attempts, resent, dueAt, changedAt, provider } = delivery
  return (
    <Table.Tr>
      <Table.Td>
        <Receiver channel={channel} delivery={delivery} />
      </Table.Td>
      <Table.Td>
        <Badge color={bad.includes(state) ? 'red' : state === 'accepted' || state === 'delivered' ? 'green' : 'gray'}>{stateName(channel, state)}</Badge>
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

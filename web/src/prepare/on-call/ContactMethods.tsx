import { ActionIcon, Alert, Badge, Group, Select, Stack, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { AddContactMethod, AddedContactMethod } from '../../../../server/src/prepare/on-call/contact-methods.contract.ts'
import type { z } from 'zod'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type ContactMethodView, onCallKey, useMethods } from './on-call.ts'

type Added = z.output<typeof AddedContactMethod>

export function ContactMethods() {
  const query = useMethods()
  return (
    <Stack gap="sm">
      <Loaded query={query}>
        {(methods) => (
          <Stack component="ol" gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
            {methods.map((method, i) => (
              <Method key={method.id ?? 'sign-in'} method={method} above={methods[i - 1]} all={methods} />
            ))}
          </Stack>
        )}
      </Loaded>
      <AddMethod />
    </Stack>
  )
}

function Method({ method, above, all }: { method: ContactMethodView; above?: ContactMethodView | undefined; all: ContactMethodView[] }) {
  const { id, channel, destination, verifiedAt, lastTest } = method
  const test = useWrite({ path: `/api/me/contact-methods/${id}/test`, touches: [onCallKey], done: t('method.tested') })
  const remove = useWrite({ path: `/api/me/contact-methods/${id}/removal`, touches: [onCallKey] })
  const order = useWrite<unknown, { ids: string[] }>({ method: 'PUT', path: '/api/me/contact-methods/order', touches: [onCallKey] })
  const earlier = () => {
    const ids = all.flatMap((each) => (each.id ? [each.id] : []))
    const at = ids.indexOf(id as string)
    ids.splice(at - 1, 2, id as string, ids[at - 1] as string)
    order.mutate({ ids })
  }
  return (
    <Group component="li" justify="space-between" gap="xs">
      <div style={{ minWidth: 0, flex: '1 1 240px' }}>
        <Text size="sm" className="lw-clip">
          {tOf('method', channel)} <b>{destination}</b> {id === null && <span>({t('method.signIn')})</span>}
        </Text>
        {lastTest && !verifiedAt && (
          <Text size="xs" c="dimmed" className="lw-clip" role="status">
            {tested(lastTest)}
          </Text>
        )}
      </div>
      <Group gap={6}>
        <Badge color={verifiedAt ? 'green' : 'amber'}>{verifiedAt ? t('method.proven') : t('method.unproven')}</Badge>
        {id !== null && (
          <>
            {above?.id && (
              <ActionIcon variant="default" size="sm" aria-label={t('method.up', { what: destination })} onClick={earlier} loading={order.isPending}>
                ↑
              </ActionIcon>
            )}
            <ActionButton write={test} body={undefined} size="compact-sm" variant="default">
              {t('method.test')}
            </ActionButton>
            <ActionButton write={remove} body={undefined} size="compact-sm" variant="subtle" color="gray">
              {t('method.remove')}
            </ActionButton>
          </>
        )}
      </Group>
    </Group>
  )
}

function tested({ state, answer }: NonNullable<ContactMethodView['lastTest']>): string {
  if (state === 'failed') return t('method.testState.failed', { answer: answer ?? '' })
  if (state === 'unknown') return t('method.testState.unknown', { answer: answer ?? '' })
  return state === 'accepted' ? t('method.testState.accepted') : t('method.testState.sending')
}

function AddMethod() {
  const [channel, setChannel] = useState<'email' | 'webhook'>('email')
  const [destination, setDestination] = useState('')
  const [secret, setSecret] = useState<string | null>(null)
  const add = useWrite<Added, AddContactMethod>({
    path: '/api/me/contact-methods',
    touches: [onCallKey],
    done: t('method.added'),
    after: (added) => {
      setDestination('')
      setSecret(added.secret)
    },
  })
  return (
    <>
      <Group align="flex-end" gap="sm">
        <Select
          label={t('method.channel')}
          w={140}
          allowDeselect={false}
          data={[
            { value: 'email', label: t('method.email') },
            { value: 'webhook', label: t('method.webhook') },
          ]}
          value={channel}
          onChange={(value) => setChannel(value as 'email' | 'webhook')}
        />
        <TextInput
          style={{ flex: '1 1 240px' }}
          label={t('method.address')}
          placeholder={channel === 'email' ? 'night@example.com' : 'https://example.com/hook'}
          value={destination}
          onChange={(event) => setDestination(event.currentTarget.value)}
        />
        <ActionButton write={add} body={{ channel, destination }} disabled={destination.trim() === ''} variant="default">
          {t('method.add')}
        </ActionButton>
      </Group>
      {channel === 'webhook' && (
        <Text size="xs" c="dimmed">
          {t('method.addressHint')}
        </Text>
      )}
      {secret && (
        <Alert color="blue" withCloseButton closeButtonLabel={t('close')} onClose={() => setSecret(null)}>
          {t('method.secret')} <code className="lw-clip">{secret}</code>
        </Alert>
      )}
    </>
  )
}

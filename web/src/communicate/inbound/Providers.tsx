import { Badge, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { InboundProviderView } from '../../../../server/src/communicate/inbound/inbound.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Card } from '../../ui/Card.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Moment } from '../../ui/Moment.tsx'
import { useWrite } from '../../ui/use-write.ts'

type Provider = z.output<typeof InboundProviderView>
const providersKey = ['inbound-providers'] as const

/** Who may report what became of our mails. */
export function Providers() {
  const providers = useQuery({ queryKey: providersKey, queryFn: ({ signal }) => get<Provider[]>('/api/inbound/providers', signal) })
  const [open, setOpen] = useState<Provider>()
  return (
    <Card title={t('inbound.providers')}>
      <Stack>
        <Text size="sm" c="dimmed">
          {t('inbound.providersText')}
        </Text>
        <Loaded query={providers}>
          {(all) => (
            <Stack gap="sm">
              {all.map((provider) => (
                <Known key={provider.provider} provider={provider} open={() => setOpen(provider)} />
              ))}
            </Stack>
          )}
        </Loaded>
      </Stack>
      {open && <SetUp provider={open} close={() => setOpen(undefined)} />}
    </Card>
  )
}

function Known({ provider, open }: { provider: Provider; open: () => void }) {
  const name = tOf('inbound.provider', provider.provider)
  const takeAway = useWrite<unknown, { secret: null }>({ method: 'PUT', path: `/api/inbound/providers/${provider.provider}`, touches: [providersKey] })
  return (
    <Group justify="space-between" align="flex-start">
      <div>
        <Group gap="xs">
          <Text fw={600}>{name}</Text>
          <Badge color={provider.setUp ? 'green' : 'gray'}>{provider.setUp ? t('inbound.setUp') : t('inbound.notSetUp')}</Badge>
        </Group>
        <Text size="xs" c="dimmed" className="lw-clip">
          {provider.url}
        </Text>
        {provider.setUp && (
          <Text size="xs" c="dimmed">
            {provider.lastHeardAt ? <Moment at={provider.lastHeardAt} /> : t('inbound.neverHeard')}
          </Text>
        )}
      </div>
      <Group gap={6}>
        <Button size="compact-sm" variant="default" onClick={open} aria-label={`${t('inbound.setUpButton')}: ${name}`}>
          {t('inbound.setUpButton')}
        </Button>
        {provider.setUp && (
          <ActionButton
            write={takeAway}
            body={{ secret: null }}
            size="compact-sm"
            variant="subtle"
            color="gray"
            confirm={{ title: `${t('inbound.takeAway')}: ${name}`, text: t('inbound.takeAwayText') }}
          >
            {t('inbound.takeAway')}
          </ActionButton>
        )}
      </Group>
    </Group>
  )
}

function SetUp({ provider, close }: { provider: Provider; close: () => void }) {
  const [secret, setSecret] = useState('')
  const put = useWrite<unknown, { secret: string }>({
    method: 'PUT',
    path: `/api/inbound/providers/${provider.provider}`,
    touches: [providersKey],
    after: close,
  })
  return (
    <Modal opened onClose={close} title={t('inbound.setUpTitle', { provider: tOf('inbound.provider', provider.provider) })}>
      <Stack>
        <TextInput
          type="password"
          autoComplete="off"
          label={t('inbound.secret')}
          description={t('inbound.secretHint', { needs: provider.needs })}
          required
          data-autofocus
          value={secret}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={put} body={{ secret }} disabled={secret.trim() === ''} may="settings">
            {t('inbound.setUpButton')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

import { Stack, TextInput, Title } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { type Endpoint, endpointsKey } from './endpoints.ts'

/** A new password or token of a public account, where the old one was taken back; its threads go on. */
export function EndpointEntry({ endpoint: { id, name }, channel }: { endpoint: Endpoint; channel: 'bluesky' | 'mastodon' }) {
  const [password, setPassword] = useState('')
  const put = useWrite<Endpoint, { password: string }>({
    path: `/api/endpoints/${id}/password`,
    touches: [endpointsKey],
    done: () => t('endpoints.entryDone', { name }),
    after: () => setPassword(''),
  })
  const wrong = fieldErrors(put.error, ['password'] as const)
  return (
    <section aria-label={t('endpoints.entry')}>
      <Title order={3} mb="xs">
        {t('endpoints.entry')}
      </Title>
      <Stack gap="sm">
        <TextInput
          type="password"
          autoComplete="off"
          label={tOf('endpoints.entry', channel)}
          maxLength={300}
          value={password}
          error={wrong.password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        <ActionButton
          write={put}
          body={{ password: password.trim() }}
          size="sm"
          variant="default"
          disabled={password.trim() === ''}
          quiet={wrong.password !== undefined}
          may="settings"
        >
          {t('endpoints.entrySave')}
        </ActionButton>
      </Stack>
    </section>
  )
}

import { Modal, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { t, tOf } from '../../strings/t.ts'
import { atDayTime } from '../../ui/format.ts'
import { SecretNote } from '../../ui/SecretNote.tsx'
import { EndpointActions } from './EndpointActions.tsx'
import { EndpointChange } from './EndpointChange.tsx'
import { EndpointDeliveries } from './EndpointDeliveries.tsx'
import { EndpointEntry } from './EndpointEntry.tsx'
import { EndpointMentions } from './EndpointMentions.tsx'
import { Standing } from './EndpointRow.tsx'
import { TestResult } from './TestResult.tsx'
import { type Endpoint, whoseText } from './endpoints.ts'
import { isPublic } from './written.ts'

/** One place: how it stands, what can be done, what it hears, what went there. */
export function EndpointDialog({ endpoint, close }: { endpoint: Endpoint; close: () => void }) {
  const [secret, setSecret] = useState<string>()
  const { name, channel, shown, brand, madeBy, madeAt } = endpoint
  return (
    <Modal opened onClose={close} title={name} size="xl">
      <Stack gap="lg">
        <div>
          <Text size="sm" className="lw-clip">
            {tOf('channel', channel)} · {shown}
          </Text>
          <Text size="xs" c="dimmed" mb="xs">
            {whoseText(endpoint)} · {brand} ·{' '}
            {madeBy ? t('endpoints.made', { at: atDayTime(madeAt), name: madeBy.name }) : t('endpoints.madeAt', { at: atDayTime(madeAt) })}
          </Text>
          <Standing endpoint={endpoint} />
        </div>
        <div>
          <EndpointActions endpoint={endpoint} shown={setSecret} close={close} />
          <TestResult test={endpoint.test} />
        </div>
        {secret && <SecretNote secret={secret} text={`${t('secret.webhook')} ${t('secret.before')}`} />}
        {channel !== 'push' && <EndpointChange key={endpoint.id} endpoint={endpoint} />}
        {isPublic(channel) && <EndpointMentions endpoint={endpoint} />}
        {isPublic(channel) && <EndpointEntry key={`entry-${endpoint.id}`} endpoint={endpoint} channel={channel} />}
        <EndpointDeliveries endpoint={endpoint} />
      </Stack>
    </Modal>
  )
}

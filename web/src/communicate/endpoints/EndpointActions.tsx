import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { TurnOffDialog } from './TurnOffDialog.tsx'
import { type Endpoint, endpointsKey } from './endpoints.ts'

type Props = { endpoint: Endpoint; shown: (secret: string) => void; close: () => void }

/** Test it, turn it off or on, give it a new secret, take it away. */
export function EndpointActions({ endpoint: { id, name, channel, off }, shown, close }: Props) {
  const [turningOff, setTurningOff] = useState(false)
  const at = (what: string) => ({ path: `/api/endpoints/${id}/${what}`, touches: [endpointsKey] })
  const test = useWrite(at('test'))
  const turnOn = useWrite({ ...at('on'), done: t('endpoints.turnedOn', { name }) })
  const renew = useWrite<{ secret: string }>({ ...at('secret'), after: ({ secret }) => shown(secret) })
  const remove = useWrite({ ...at('removal'), done: t('endpoints.removed', { name }), after: close })
  const look = { size: 'compact-sm', variant: 'default', may: 'settings' } as const
  return (
    <Group gap="xs" align="flex-start">
      <ActionButton write={test} body={undefined} {...look}>
        {t('endpoints.test')}
      </ActionButton>
      {off ? (
        <ActionButton write={turnOn} body={undefined} {...look}>
          {t('endpoints.turnOn')}
        </ActionButton>
      ) : (
        <Button size="compact-sm" variant="default" onClick={() => setTurningOff(true)}>
          {t('endpoints.turnOff')}
        </Button>
      )}
      {channel === 'webhook' && (
        <ActionButton write={renew} body={undefined} {...look} confirm={{ title: t('endpoints.secretTitle', { name }), text: t('secret.before') }}>
          {t('endpoints.secret')}
        </ActionButton>
      )}
      <ActionButton
        write={remove}
        body={undefined}
        {...look}
        confirm={{ title: t('endpoints.removeTitle', { name }), text: t('endpoints.removeText'), color: 'red' }}
      >
        {t('endpoints.remove')}
      </ActionButton>
      {turningOff && <TurnOffDialog endpoint={{ id, name }} close={() => setTurningOff(false)} />}
    </Group>
  )
}

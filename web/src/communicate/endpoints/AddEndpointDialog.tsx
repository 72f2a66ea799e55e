import { Button, Group, Modal, Stack } from '@mantine/core'
import { useState } from 'react'
import type { z } from 'zod'
import type { AddedEndpoint, AddEndpoint } from '../../../../server/src/communicate/endpoints/endpoints.contract.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import type { Problem } from '../../ui/problem.ts'
import { SecretNote } from '../../ui/SecretNote.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { AboutFields } from './AboutFields.tsx'
import { AddressFields } from './AddressFields.tsx'
import { endpointsKey } from './endpoints.ts'
import { useFocusWrong } from './use-focus-wrong.ts'
import { asSent, empty, fields, type Given } from './written.ts'

/** A place is added; where its calls are signed, the secret is shown before the dialog goes. */
export function AddEndpointDialog({ close }: { close: () => void }) {
  const [given, setGiven] = useState<Given>(empty)
  const [made, setMade] = useState<z.output<typeof AddedEndpoint>>()
  const add = useWrite<z.output<typeof AddedEndpoint>, AddEndpoint>({
    path: '/api/endpoints',
    touches: [endpointsKey],
    done: ({ name }) => t('endpoints.added', { name }),
    after: (added) => (added.secret ? setMade(added) : close()),
  })
  const wrong = fieldErrors(add.error, fields, aboutField)
  const form = useFocusWrong(add.error)
  const set = (part: Partial<Given>) => setGiven((before) => ({ ...before, ...part }))
  if (made?.secret)
    return (
      // Neither a stray click nor Escape takes away what is shown only once.
      <Modal opened onClose={close} title={made.name} withCloseButton={false} closeOnClickOutside={false} closeOnEscape={false}>
        <Stack>
          <SecretNote secret={made.secret} text={t('secret.webhook')} />
          <Group justify="flex-end">
            <Button data-autofocus onClick={close}>
              {t('secret.kept')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    )
  return (
    <Modal opened onClose={close} title={t('endpoints.add')}>
      <Stack ref={form}>
        <AddressFields given={given} set={set} wrong={wrong} />
        <AboutFields given={given} set={set} wrong={wrong} />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={add} body={asSent(given)} quiet={Object.keys(wrong).length > 0} disabled={given.brand === ''} may="settings">
            {t('endpoints.add')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

/** Some refusals name no field, but are about one. */
function aboutField({ code, detail }: Problem) {
  if (code === 'already-done') return 'url'
  return code === 'not-found' && detail.includes('account') ? 'accountKey' : undefined
}

import { Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { useWrite } from '../../ui/use-write.ts'
import { HearsFields } from './HearsFields.tsx'
import { type Endpoint, endpointsKey } from './endpoints.ts'
import { useFocusWrong } from './use-focus-wrong.ts'
import { fields } from './written.ts'

type Sent = Pick<Endpoint, 'name' | 'leastSeverity' | 'locale'>

/** What it is called and what it hears. */
export function EndpointChange({ endpoint }: { endpoint: Endpoint }) {
  const [given, setGiven] = useState<Sent>({ name: endpoint.name, leastSeverity: endpoint.leastSeverity, locale: endpoint.locale })
  const put = useWrite<Endpoint, Sent>({
    method: 'PUT',
    path: `/api/endpoints/${endpoint.id}`,
    touches: [endpointsKey],
    done: ({ name }) => t('endpoints.saved', { name }),
  })
  const wrong = fieldErrors(put.error, fields)
  const form = useFocusWrong(put.error)
  const same = given.name === endpoint.name && given.leastSeverity === endpoint.leastSeverity && given.locale === endpoint.locale
  return (
    <section aria-label={t('endpoints.change')}>
      <Title order={3} mb="xs">
        {t('endpoints.change')}
      </Title>
      <Stack ref={form} gap="sm">
        <HearsFields given={given} set={(part) => setGiven((before) => ({ ...before, ...part }))} wrong={wrong} />
        <ActionButton write={put} body={given} size="sm" variant="default" disabled={same} quiet={Object.keys(wrong).length > 0} may="settings">
          {t('endpoints.save')}
        </ActionButton>
      </Stack>
    </section>
  )
}

import { Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Obligation } from '../../../../server/src/assess/regulatory-clocks/regulatory.contract.ts'
import { useCommand } from '../../stabilize/crisis/use-part.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { fromLocalInput } from '../../ui/format.ts'

/** A duty that the playbook does not ask about. */
export function StartDialog({ close }: { close: () => void }) {
  const register = useQuery({ queryKey: ['obligations'], queryFn: ({ signal }) => get<Obligation[]>('/api/obligations', signal), staleTime: 600_000 })
  const [key, setKey] = useState<string | null>(null)
  const [moment, setMoment] = useState('')
  const start = useCommand<object>('/regulatory', close)
  const chosen = register.data?.find((each) => each.key === key)
  return (
    <Modal opened onClose={close} title={t('law.startTitle')}>
      <Stack>
        <Select
          label={t('law.which')}
          searchable
          data-autofocus
          data={(register.data ?? []).map((each) => ({ value: each.key, label: `${each.regime}: ${each.title} (${each.jurisdiction})` }))}
          value={key}
          onChange={setKey}
        />
        {register.isError && <ErrorNote error={register.error} retry={register.refetch} />}
        {chosen && <Text size="sm">{chosen.trigger}</Text>}
        {chosen && !chosen.startsAfter && (
          <TextInput
            type="datetime-local"
            label={`${t('law.moment')}: ${tOf('basis', chosen.startsFrom)}`}
            description={t('law.momentHint')}
            value={moment}
            onChange={(event) => setMoment(event.currentTarget.value)}
          />
        )}
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={start}
            body={{ obligation: key, moments: chosen && moment ? { [chosen.startsFrom]: fromLocalInput(moment) } : {} }}
            disabled={!key}
            may="regulatory"
          >
            {t('law.start')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

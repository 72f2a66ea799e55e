import { Button, Group, Modal, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useSession } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fromLocalInput, toLocalInput } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import { onCallKey, type RotationView, usePeople } from './on-call.ts'

type Sent = { from: string; until: string; person: string; insteadOf: string | null }

/** Filled in so that one more click is enough: I stand in, from now until the next hand-over. */
export function OverrideDialog({ rotation, close }: { rotation: RotationView; close: () => void }) {
  const { data: session } = useSession()
  const people = usePeople()
  const [person, setPerson] = useState<string | null>(session?.id ?? null)
  const [insteadOf, setInsteadOf] = useState<string | null>(null)
  const [from, setFrom] = useState(() => toLocalInput(Date.now()))
  const [until, setUntil] = useState(() => toLocalInput(rotation.next ? rotation.next.from : Date.now() + 86_400_000))
  const save = useWrite<unknown, Sent>({ path: `/api/rotations/${rotation.id}/overrides`, touches: [onCallKey], done: t('override.saved'), after: close })
  const [start, end] = [fromLocalInput(from), fromLocalInput(until)]
  const here = (people.data ?? []).filter(({ groups }) => groups.length > 0).map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Modal opened onClose={close} title={t('override.title', { rotation: rotation.name })} size="lg">
      <Stack>
        <Select label={t('override.person')} searchable allowDeselect={false} data={here} value={person} onChange={setPerson} />
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput label={t('override.from')} type="datetime-local" value={from} onChange={(event) => setFrom(event.currentTarget.value)} />
          <TextInput label={t('override.until')} type="datetime-local" value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
        </SimpleGrid>
        <Select
          label={t('override.instead')}
          placeholder={t('override.whoever')}
          clearable
          data={rotation.members.map(({ id, name }) => ({ value: id, label: name }))}
          value={insteadOf}
          onChange={setInsteadOf}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton
            write={save}
            body={{ from: start ?? '', until: end ?? '', person: person ?? '', insteadOf }}
            disabled={!start || !end || !person}
            may="on-call"
          >
            {t('override.save')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

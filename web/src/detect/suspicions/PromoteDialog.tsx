import { Button, Group, Modal, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { type Kind, kinds } from '../../stabilize/crisis/declare.ts'
import { crisesKey } from '../../stabilize/crisis/keys.ts'
import { level, severities } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { fromLocalInput, toLocalInput, zoneName } from '../../ui/format.ts'
import { useWrite } from '../../ui/use-write.ts'
import type { Suspicion } from './suspicions.ts'

type Sent = { title: string; kind: Kind; severity: number; severityReason?: string; onsetAt?: string }

/** Everything is filled in: one press makes it a crisis, and leads into its room. */
export function PromoteDialog({ suspicion, close }: { suspicion: Suspicion; close: () => void }) {
  const navigate = useNavigate()
  const before = toLocalInput(suspicion.since)
  const [title, setTitle] = useState(suspicion.title.slice(0, 200))
  const [kind, setKind] = useState<Kind>(suspicion.crisisKind)
  const [severity, setSeverity] = useState(level(suspicion.severity))
  const [why, setWhy] = useState('')
  const [onset, setOnset] = useState(before)
  const write = useWrite<{ crisisId: string; number: string }, Sent>({
    path: `/api/suspicions/${suspicion.id}/promotion`,
    touches: [crisesKey],
    done: ({ number }) => t('suspicions.promoted', { number }),
    after: ({ crisisId }) => void navigate({ to: '/crises/$crisisId', params: { crisisId } }),
  })
  const wrong = fieldErrors(write.error, ['title', 'onsetAt', 'severityReason'] as const)
  const onsetAt = onset === before ? undefined : (fromLocalInput(onset) ?? undefined)
  const body = { title: title.trim(), kind, severity, ...(why.trim() ? { severityReason: why.trim() } : {}), ...(onsetAt ? { onsetAt } : {}) }
  return (
    <Modal opened onClose={close} title={t('suspicions.promote')} size="lg">
      <Stack>
        <Text size="sm">{t('suspicions.promoteText')}</Text>
        <TextInput
          label={t('suspicions.title')}
          required
          maxLength={200}
          value={title}
          error={wrong.title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SimpleGrid cols={{ base: 1, xs: 2 }} style={{ alignItems: 'start' }}>
          <Select
            label={t('suspicions.kind')}
            searchable
            allowDeselect={false}
            data={kinds.map((value) => ({ value, label: tOf('kind', value) }))}
            value={kind}
            onChange={(value) => value && setKind(value as Kind)}
          />
          <Select
            label={t('suspicions.severity')}
            allowDeselect={false}
            data={severities.map((value) => ({ value: String(value), label: t('suspicions.severityOf', { severity: value, word: tOf('severity', value) }) }))}
            value={String(severity)}
            onChange={(value) => setSeverity(level(Number(value)))}
          />
        </SimpleGrid>
        {severity !== suspicion.severity && (
          <TextInput
            label={t('suspicions.why')}
            maxLength={1_000}
            value={why}
            error={wrong.severityReason}
            onChange={(event) => setWhy(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('suspicions.onset')}
          description={t('suspicions.onsetHint', { zone: zoneName() })}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          type="datetime-local"
          value={onset}
          error={wrong.onsetAt}
          onChange={(event) => setOnset(event.currentTarget.value)}
        />
        <Group justify="flex-end" align="flex-start">
          <Button variant="default" onClick={close}>
            {t('cancel')}
          </Button>
          <ActionButton write={write} body={body} disabled={body.title === ''} quiet={Object.keys(wrong).length > 0} may="declare" focus>
            {t('suspicions.promote')}
          </ActionButton>
        </Group>
      </Stack>
    </Modal>
  )
}

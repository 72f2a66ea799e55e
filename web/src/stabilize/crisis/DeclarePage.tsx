import { Button, Checkbox, Group, Paper, Select, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import type { z } from 'zod'
import type { Declared } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { useMay } from '../../platform/session.ts'
import { t, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { fromLocalInput, toLocalInput, zoneName } from '../../ui/format.ts'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { type Answers, kinds, type Kind, plainAnswers } from './declare.ts'
import { crisesKey } from './keys.ts'
import { type Override, ProposedSeverity } from './ProposedSeverity.tsx'
import { PlaybookQuestions, usePlaybookChoice } from './PlaybookQuestions.tsx'
import { ScopeFields, type ScopeRow } from './ScopeFields.tsx'
import { SeverityQuestions } from './SeverityQuestions.tsx'

type Sent = {
  title: string
  kind: Kind
  scope: ScopeRow[]
  onsetAt?: string
  practice: boolean
  answers: Answers
  playbook?: string
  severity?: number
  severityReason?: string
}

/** One short form, usable without a mouse; the severity is proposed while it is filled in. */
export function DeclarePage() {
  const navigate = useNavigate()
  const allowed = useMay('declare')
  const given = useSearch({ from: '/declare' })
  const [title, setTitle] = useState(given.title ?? '')
  const [kind, setKind] = useState<Kind>(given.kind ?? 'service-outage')
  const [scope, setScope] = useState<ScopeRow[]>(() => (given.services ?? []).map((serviceId) => ({ serviceId, regions: null, degree: 'degraded' })))
  const [onset, setOnset] = useState(() => toLocalInput(Date.now()))
  const [onsetGiven, setOnsetGiven] = useState(false)
  const [practice, setPractice] = useState(false)
  const [answers, setAnswers] = useState(plainAnswers)
  const [override, setOverride] = useState<Override>()
  const choice = usePlaybookChoice(kind)
  const declare = useWrite<z.output<typeof Declared>, Sent>({
    path: '/api/crises',
    touches: [crisesKey],
    done: ({ number }) => t('declare.declared', { number }),
    after: ({ id }) => void navigate({ to: '/crises/$crisisId', params: { crisisId: id } }),
  })
  // Only what this playbook asks is sent: answers to another one's questions mean nothing here.
  const asked = { ...answers, ...(choice.playbook ? { more: choice.answersOf(answers.more) } : {}) }
  const onsetAt = onsetGiven ? fromLocalInput(onset) : null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    declare.mutate({
      title,
      kind,
      scope,
      practice,
      answers: asked,
      ...(choice.chosen ? { playbook: choice.chosen } : {}),
      ...(onsetAt ? { onsetAt } : {}),
      ...(override ? { severity: override.severity, severityReason: override.reason } : {}),
    })
  }
  return (
    <Page title={t('declare.title')} lead={t('declare.lead')} size={820}>
      <Paper component="form" onSubmit={submit} p={{ base: 'md', sm: 'lg' }}>
        <Stack gap="md">
          <TextInput
            label={t('declare.what')}
            placeholder={t('declare.whatPlaceholder')}
            required
            maxLength={200}
            autoFocus
            size="md"
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <Select
              label={t('declare.kind')}
              searchable
              allowDeselect={false}
              data={kinds.map((each) => ({ value: each, label: tOf('kind', each) }))}
              value={kind}
              onChange={(value) => value && setKind(value as Kind)}
            />
            <TextInput
              label={t('declare.onset')}
              description={t('declare.onsetHint', { zone: zoneName() })}
              inputWrapperOrder={['label', 'input', 'description']}
              type="datetime-local"
              value={onset}
              onChange={(event) => {
                setOnset(event.currentTarget.value)
                setOnsetGiven(true)
              }}
            />
          </SimpleGrid>
          <ScopeFields value={scope} onChange={setScope} />
          <SeverityQuestions value={answers} onChange={setAnswers} />
          <PlaybookQuestions choice={choice} value={answers.more ?? {}} onChange={(more) => setAnswers({ ...answers, more })} />
          <ProposedSeverity kind={kind} playbook={choice.chosen} answers={asked} override={override} onOverride={setOverride} />
          <Checkbox label={t('declare.practice')} checked={practice} onChange={(event) => setPractice(event.currentTarget.checked)} />
          {declare.isError && <ErrorNote error={declare.error} />}
          <Group justify="flex-end">
            <Button type="submit" size="md" loading={declare.isPending} disabled={!allowed}>
              {t('declare.submit')}
            </Button>
          </Group>
        </Stack>
      </Paper>
    </Page>
  )
}

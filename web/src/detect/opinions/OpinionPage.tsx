import { Checkbox, NumberInput, Paper, PasswordInput, Stack, Switch, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { fieldErrors } from '../../ui/field-errors.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { Latest } from './Latest.tsx'
import { asSent, fields, givenOf, opinionKey, type Sent, useSecondOpinion, type View } from './opinions.ts'

/** A language model that is asked about texts our reader is unsure of: off until it is set up here. */
export function OpinionPage() {
  const may = useMay('settings')
  const query = useSecondOpinion(may)
  return (
    <Page title={t('opinion.title')} lead={t('opinion.lead')} size={900}>
      {may ? (
        <Loaded query={query}>
          {(view) => (
            <Stack>
              <Form key={view.changedAt} view={view} />
              <Latest view={view} />
            </Stack>
          )}
        </Loaded>
      ) : (
        <Empty title={t('notAllowed', { permission: 'settings' })} />
      )}
    </Page>
  )
}

function Form({ view }: { view: View }) {
  const [given, setGiven] = useState(() => givenOf(view))
  const set = (part: Partial<typeof given>) => setGiven((before) => ({ ...before, ...part }))
  const write = useWrite<View, Sent>({ method: 'PUT', path: '/api/second-opinion', touches: [opinionKey], done: t('opinion.saved') })
  const wrong = fieldErrors(write.error, fields)
  return (
    <Paper component="section" aria-label={t('opinion.setUp')} p="md">
      <Stack gap="sm">
        <Text size="sm">{t('opinion.leaves')}</Text>
        <Switch label={t('opinion.on')} checked={given.enabled} onChange={(event) => set({ enabled: event.currentTarget.checked })} />
        <TextInput
          type="url"
          label={t('opinion.url')}
          description={t('opinion.urlHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          value={given.url}
          error={wrong.url}
          onChange={(event) => set({ url: event.currentTarget.value })}
        />
        <TextInput
          label={t('opinion.model')}
          maxLength={200}
          value={given.model}
          error={wrong.model}
          onChange={(event) => set({ model: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('opinion.key')}
          description={view.hasKey ? t('sources.secretStays') : t('opinion.keyHint')}
          inputWrapperOrder={['label', 'input', 'error', 'description']}
          autoComplete="off"
          value={given.key}
          error={wrong.key}
          onChange={(event) => set({ key: event.currentTarget.value })}
        />
        {view.hasKey && <Checkbox label={t('sources.secretAway')} checked={given.away} onChange={(event) => set({ away: event.currentTarget.checked })} />}
        <NumberInput
          label={t('opinion.aMinute')}
          min={1}
          max={60}
          allowDecimal={false}
          hideControls
          value={given.aMinute}
          error={wrong.aMinute}
          onChange={(aMinute) => set({ aMinute })}
        />
        <ActionButton write={write} body={asSent(given)} quiet={Object.keys(wrong).length > 0} may="settings">
          {t('save')}
        </ActionButton>
      </Stack>
    </Paper>
  )
}

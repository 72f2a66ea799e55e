import { Grid, Stack } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { useWrite } from '../../ui/use-write.ts'
import { ByItself } from './ByItself.tsx'
import { Hours } from './Hours.tsx'
import { OrderPreview } from './OrderPreview.tsx'
import { asSent, givenOf, isRight, type Sent, settingsKey, useSupportSettings, type View } from './settings.ts'
import { Targets } from './Targets.tsx'
import { WeightFields } from './WeightFields.tsx'

/** How support answers: the order with its first ten, the targets, the hours, and what happens by itself. */
export function SupportPage() {
  const may = useMay('settings')
  const query = useSupportSettings(may)
  return (
    <Page title={t('supportSet.title')} lead={t('supportSet.lead')} size={1320}>
      {may ? (
        <Loaded query={query}>{(view) => <Form key={view.revision} view={view} />}</Loaded>
      ) : (
        <Empty title={t('notAllowed', { permission: 'settings' })} />
      )}
    </Page>
  )
}

function Form({ view }: { view: View }) {
  const [given, setGiven] = useState(() => givenOf(view))
  const set = (part: Partial<typeof given>) => setGiven((before) => ({ ...before, ...part }))
  const write = useWrite<View, Sent>({
    method: 'PUT',
    path: '/api/support/settings',
    touches: [settingsKey, ['support-order']],
    done: t('supportSet.saved'),
  })
  return (
    <Stack>
      <Grid gap="md" align="flex-start">
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <WeightFields weights={given.weights} shipped={view.shipped.weights} change={(weights) => set({ weights })} />
        </Grid.Col>
        {/* Beside what is moved, wherever one has scrolled to. */}
        <Grid.Col span={{ base: 12, lg: 7 }} pos={{ lg: 'sticky' }} top={16}>
          <OrderPreview weights={given.weights} />
        </Grid.Col>
      </Grid>
      <Targets targets={given.targets} change={(targets) => set({ targets })} />
      <Hours given={given} set={set} />
      <ByItself given={given} phrasing={view.phrasing} set={set} />
      <ActionButton write={write} body={asSent(given, view.revision)} may="settings" disabled={!isRight(given)}>
        {t('save')}
      </ActionButton>
    </Stack>
  )
}

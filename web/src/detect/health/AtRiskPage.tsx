import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { t, tn, tOf } from '../../strings/t.ts'
import { Money } from '../../ui/Money.tsx'
import { Page } from '../../ui/Page.tsx'
import { AtRiskTable } from './AtRiskTable.tsx'
import { CallFirst } from './CallFirst.tsx'
import { csvPath, type Narrowed, useSums, type View, views } from './health.ts'
import { Narrow } from './Narrow.tsx'

/** Whom to call before they complain, and everybody who may leave. */
export function AtRiskPage() {
  const { show } = useSearch({ from: '/accounts-at-risk' })
  const navigate = useNavigate()
  const [narrowed, setNarrowed] = useState<Narrowed>({ owner: '', tier: '', risk: '' })
  const view: View = show ?? 'first'
  const sums = useSums(narrowed)
  return (
    <Page
      title={t('health.title')}
      lead={t('health.lead')}
      actions={
        <Button component="a" href={csvPath(narrowed)} download variant="default">
          {t('health.csv')}
        </Button>
      }
    >
      <Stack gap="md">
        <Group justify="space-between" gap="sm">
          <SegmentedControl
            aria-label={t('health.show')}
            value={view}
            onChange={(value) => void navigate({ to: '/accounts-at-risk', search: value === 'first' ? {} : { show: value as Exclude<View, 'first'> } })}
            data={views.map((each) => ({ value: each, label: tOf('health.view', each) }))}
          />
          <Narrow narrowed={narrowed} change={setNarrowed} sums={sums.data} risk={view === 'all'} />
        </Group>
        {sums.data && (
          <Text size="sm" c="dimmed" role="status">
            {tn('health.high', sums.data.high)} · {tn('health.medium', sums.data.medium)} · <Money of={sums.data.revenue} short /> {t('health.aMonth')}
          </Text>
        )}
        {view === 'all' ? <AtRiskTable narrowed={narrowed} /> : <CallFirst key={view} view={view} narrowed={narrowed} />}
      </Stack>
    </Page>
  )
}

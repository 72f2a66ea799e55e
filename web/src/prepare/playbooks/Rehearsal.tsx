import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PlaybookPreview } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { severities } from '../../stabilize/crisis/severity.ts'
import { t, tOf } from '../../strings/t.ts'
import { request } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { pathOf, playbooksKey, useShown } from './playbook.ts'
import { RehearsalList } from './RehearsalList.tsx'
import { TimeLine, type Zoom, zooms } from './TimeLine.tsx'

const overAfter = ['60', '120', '240', '480', '1440', '4320'] as const

/** What would happen if this crisis were declared now: a time line, and the same as a list. */
export function Rehearsal() {
  const { summary } = useShown()
  const [severity, setSeverity] = useState<(typeof severities)[number]>(1)
  const [zoom, setZoom] = useState<Zoom>('hour')
  const [over, setOver] = useState('')
  const body = { severity, ...(over === '' ? {} : { restoredAfterMinutes: Number(over) }) }
  const query = useQuery({
    queryKey: [...playbooksKey, 'preview', summary.key, summary.revision, body],
    queryFn: ({ signal }) => request<PlaybookPreview>('POST', `${pathOf(summary.key)}/preview`, { body, signal }),
    placeholderData: keepPreviousData,
  })
  return (
    <Stack gap="md">
      <Group gap="lg" align="flex-end">
        <Labelled label={t('rehearsal.severity')}>
          <SegmentedControl
            aria-label={t('rehearsal.severity')}
            value={String(severity)}
            onChange={(value) => setSeverity(Number(value) as typeof severity)}
            data={severities.map((each) => ({ value: String(each), label: `${each} ${tOf('severity', each)}` }))}
          />
        </Labelled>
        <Labelled label={t('rehearsal.zoom')}>
          <SegmentedControl
            aria-label={t('rehearsal.zoom')}
            value={zoom}
            onChange={(value) => setZoom(value as Zoom)}
            data={zooms.map((each) => ({ value: each, label: tOf('rehearsal.zoom', each) }))}
          />
        </Labelled>
        <Select
          label={t('rehearsal.over')}
          w={230}
          allowDeselect={false}
          value={over}
          onChange={(value) => setOver(value ?? '')}
          data={[
            { value: '', label: t('rehearsal.usual') },
            ...overAfter.map((minutes) => ({ value: minutes, label: Number(minutes) >= 1_440 ? `${Number(minutes) / 1_440} d` : `${Number(minutes) / 60} h` })),
          ]}
        />
      </Group>
      <Loaded query={query}>
        {(preview) => (
          <>
            <Card title={t('rehearsal.line')}>
              <TimeLine preview={preview} zoom={zoom} />
            </Card>
            <Card title={t('rehearsal.list')}>
              <RehearsalList preview={preview} />
            </Card>
          </>
        )}
      </Loaded>
    </Stack>
  )
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <Text size="sm" fw={500} mb={2} aria-hidden="true">
        {label}
      </Text>
      {children}
    </div>
  )
}

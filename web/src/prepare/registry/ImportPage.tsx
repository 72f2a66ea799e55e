import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ImportView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { number, span } from '../../ui/format.ts'
import { ImportCounts } from '../../ui/ImportCounts.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { BadRows } from './BadRows.tsx'
import { ImportStatus } from './ImportStatus.tsx'
import { TextLink } from '../../ui/links.tsx'

/** One import while it runs and after: how far, what came of the rows, and which ones were bad. */
export function ImportPage() {
  const { importId } = useParams({ from: '/imports/$importId' })
  const query = useQuery({
    queryKey: ['imports', 'one', importId],
    queryFn: ({ signal }) => get<ImportView>(`/api/imports/${encodeURIComponent(importId)}`, signal),
    refetchInterval: ({ state }) => (!state.data || state.data.status === 'running' ? 700 : false),
  })
  const one = query.data
  return (
    <Page
      title={one ? (one.fileName ?? t('import.title', { subject: tOf('imports.subject', one.subject) })) : t('imports.title')}
      lead={
        <TextLink to="/imports" size="sm">
          {t('import.back')}
        </TextLink>
      }
      actions={one && <ImportStatus status={one.status} />}
    >
      <Loaded query={query}>
        {(found) => (
          <Stack gap="md">
            <Counts one={found} />
            {(found.rowsBad > 0 || found.status !== 'running') && <BadRows importId={found.id} bad={found.rowsBad} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Counts({ one }: { one: ImportView }) {
  const part = one.bytesTotal ? (one.bytesRead / one.bytesTotal) * 100 : one.status === 'running' ? 5 : 100
  return (
    <ImportCounts
      title={t('import.title', { subject: tOf('imports.subject', one.subject) })}
      aside={
        <Text size="sm" c="dimmed" className="lw-figures">
          {t('import.progress', { rows: number(one.rowsRead) })}
          {one.finishedAt ? ` · ${t('import.took', { span: span(Date.parse(one.finishedAt) - Date.parse(one.startedAt)) })}` : ''}
        </Text>
      }
      running={one.status === 'running' ? { part, label: t('import.status.running') } : undefined}
      failure={one.failure ? { title: t('import.status.failed'), words: one.failure } : undefined}
      counts={[
        [one.rowsAdded, t('import.added')],
        [one.rowsChanged, t('import.changed')],
        [one.rowsSame, t('import.same')],
      ]}
      bad={{ count: one.rowsBad, label: t('import.bad') }}
      landed={one.status === 'done' && one.rowsBad === 0 ? t('import.noBadRows') : undefined}
    >
      {(['nobody', 'several'] as const).map((who) => {
        const count = one.readers?.[who] ?? 0
        return (
          count > 0 && (
            <Text size="sm" key={who}>
              {tn(`import.${who}`, count)}
            </Text>
          )
        )
      })}
    </ImportCounts>
  )
}

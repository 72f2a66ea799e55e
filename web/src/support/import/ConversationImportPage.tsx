import { Badge, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { z } from 'zod'
import type { ImportProblem } from '../../../../server/src/support/import/import.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { ImportCounts } from '../../ui/ImportCounts.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { ProblemRows } from '../../ui/ProblemRows.tsx'
import { useList } from '../../ui/use-list.ts'
import { type Import, importsKey, isRunning } from './imports.ts'
import { colors } from './ImportsTable.tsx'

/** One import while it runs and after: how far, what came of it, and what did not land. */
export function ConversationImportPage() {
  const { importId } = useParams({ from: '/settings/import-conversations/$importId' })
  const query = useQuery({
    queryKey: [...importsKey, 'one', importId],
    queryFn: ({ signal }) => get<Import>(`/api/conversation-imports/${encodeURIComponent(importId)}`, signal),
    refetchInterval: ({ state }) => (!state.data || isRunning(state.data) ? 700 : false),
  })
  const one = query.data
  return (
    <Page
      title={one?.fileName ?? t('convImports.title')}
      lead={
        <TextLink to="/settings/import-conversations" size="sm">
          {t('convImports.back')}
        </TextLink>
      }
      actions={one && <Badge color={colors[one.status]}>{tOf('convImports.statusOf', one.status)}</Badge>}
    >
      <Loaded query={query}>
        {(found) => (
          <Stack gap="md">
            <Counts one={found} />
            {!isRunning(found) && <Problems id={found.id} bad={found.bad} />}
          </Stack>
        )}
      </Loaded>
    </Page>
  )
}

function Counts({ one }: { one: Import }) {
  const done = one.found > 0 ? ((one.added + one.same) / one.found) * 100 : 0
  const part = one.status === 'reading' ? (one.bytesRead / Math.max(1, one.bytesTotal)) * 100 : done
  return (
    <ImportCounts
      title={tOf('desks.kindOf', one.form)}
      running={isRunning(one) ? { part, label: tOf('convImports.statusOf', one.status) } : undefined}
      failure={one.failure ? { title: t('convImports.statusOf.failed'), words: one.failure } : undefined}
      counts={[
        [one.found, t('convImports.found')],
        [one.added, t('convImports.added')],
        [one.same, t('convImports.same')],
        [one.messagesAdded, t('convImports.messages')],
        [one.people, t('convImports.people')],
      ]}
      bad={{ count: one.bad, label: t('convImports.bad') }}
      landed={one.status === 'done' && one.bad === 0 ? t('convImports.allLanded') : undefined}
    />
  )
}

function Problems({ id, bad }: { id: string; bad: number }) {
  const list = useList<z.output<typeof ImportProblem>>(
    [...importsKey, 'one', id, 'problems', bad],
    `/api/conversation-imports/${encodeURIComponent(id)}/problems`,
    { limit: 100 },
  )
  if (bad === 0) return null
  return (
    <Card title={t('convImports.problems')}>
      <Listed list={list} empty={<Empty title={t('convImports.allLanded')} />}>
        {(problems) => <ProblemRows where={t('convImports.item')} rows={problems.map(({ item, ...row }) => ({ ...row, where: item }))} />}
      </Listed>
    </Card>
  )
}

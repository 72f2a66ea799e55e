import { Group, Loader, Text } from '@mantine/core'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ImpactPreview } from '../../../../server/src/assess/impact/definition.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { ErrorNote } from '../../ui/ErrorNote.tsx'
import { number } from '../../ui/format.ts'

/** How many accounts the definition would find as it stands in the form, and some of them by name. */
export function PreviewNote({ query, complete, waiting }: { query: UseQueryResult<ImpactPreview>; complete: boolean; waiting: boolean }) {
  if (!complete)
    return (
      <Text size="sm" c="dimmed" role="status">
        {t('hurt.incomplete')}
      </Text>
    )
  if (query.isError) return <ErrorNote error={query.error} />
  const counting = waiting || query.isFetching
  const found = query.data
  return (
    <div role="status" aria-busy={counting}>
      <Group gap="xs">
        <Text size="sm" c="dimmed">
          {t('hurt.preview')}
        </Text>
        <Text fw={650} className="lw-figures">
          {found ? tn('hurt.accounts', found.accounts) : t('hurt.counting')}
        </Text>
        {counting && <Loader size={14} aria-hidden />}
      </Group>
      {found && (
        <Text size="sm" c="dimmed">
          {[
            found.added + found.removed === 0 ? t('hurt.same') : '',
            found.added > 0 ? t('hurt.more', { count: number(found.added) }) : '',
            found.removed > 0 ? t('hurt.fewer', { count: number(found.removed) }) : '',
            found.vulnerable > 0 ? t('hurt.vulnerable', { count: number(found.vulnerable) }) : '',
            ...(found.byDegree.length > 1 ? found.byDegree.map(({ degree, accounts }) => `${number(accounts)} ${tOf('degree', degree)}`) : []),
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
      )}
      {found && found.sample.length > 0 && (
        <details>
          <Text component="summary" size="sm" className="lw-blue" style={{ cursor: 'pointer' }}>
            {t('hurt.sample')}
          </Text>
          <Text size="sm" className="lw-clip" mah={120} style={{ overflow: 'auto' }} tabIndex={0}>
            {found.sample.map(({ name, key }) => `${name} (${key})`).join(', ')}
          </Text>
        </details>
      )}
    </div>
  )
}

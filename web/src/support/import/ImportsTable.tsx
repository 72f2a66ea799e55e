import { Badge } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { ImportsTable as Table } from '../../ui/ImportsTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import type { Import } from './imports.ts'

export const colors = { reading: 'blue', placing: 'blue', done: 'green', failed: 'red' } as const

export const ImportsTable = ({ imports }: { imports: Import[] }) => (
  <Table
    columns={[t('convImports.found'), t('convImports.added'), t('convImports.messages'), t('convImports.bad')]}
    rows={imports.map(({ id, fileName, form, system, startedAt, found, added, messagesAdded, bad, status }) => ({
      ...{
        id,
        startedAt,
        of: system,
        counts: [found, added, messagesAdded],
        bad,
        status: <Badge color={colors[status]}>{tOf('convImports.statusOf', status)}</Badge>,
      },
      name: (
        <TextLink to="/settings/import-conversations/$importId" params={{ importId: id }} size="sm" fw={600}>
          {fileName ?? tOf('desks.kindOf', form)}
        </TextLink>
      ),
    }))}
  />
)

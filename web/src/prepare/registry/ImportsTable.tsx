import type { ImportView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { ImportsTable as Table } from '../../ui/ImportsTable.tsx'
import { TextLink } from '../../ui/links.tsx'
import { ImportStatus } from './ImportStatus.tsx'

export const ImportsTable = ({ imports }: { imports: ImportView[] }) => (
  <Table
    columns={[t('import.rows'), t('import.added'), t('import.changed'), t('import.bad')]}
    rows={imports.map(({ id, fileName, subject, startedAt, rowsRead, rowsAdded, rowsChanged, rowsBad, status }) => ({
      ...{
        id,
        startedAt,
        of: tOf('imports.subject', subject),
        counts: [rowsRead, rowsAdded, rowsChanged],
        bad: rowsBad,
        status: <ImportStatus status={status} />,
      },
      name: (
        <TextLink to="/imports/$importId" params={{ importId: id }} size="sm" fw={600}>
          {fileName ?? tOf('imports.subject', subject)}
        </TextLink>
      ),
    }))}
  />
)

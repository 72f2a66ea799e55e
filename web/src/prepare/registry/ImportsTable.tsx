import { Table } from '@mantine/core'
import type { ImportView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { atNear, number } from '../../ui/format.ts'
import { ImportStatus } from './ImportStatus.tsx'
import { TextLink } from '../../ui/links.tsx'

export function ImportsTable({ imports }: { imports: ImportView[] }) {
  return (
    <Table.ScrollContainer minWidth={620}>
      <Table verticalSpacing="xs" className="lw-figures">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('import.file')}</Table.Th>
            <Table.Th>{t('import.when')}</Table.Th>
            <Table.Th ta="right">{t('import.rows')}</Table.Th>
            <Table.Th ta="right">{t('import.added')}</Table.Th>
            <Table.Th ta="right">{t('import.changed')}</Table.Th>
            <Table.Th ta="right">{t('import.bad')}</Table.Th>
            <Table.Th />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {imports.map((each) => (
            <Table.Tr key={each.id}>
              <Table.Td>
                <TextLink to="/imports/$importId" params={{ importId: each.id }} size="sm" fw={600}>
                  {each.fileName ?? tOf('imports.subject', each.subject)}
                </TextLink>{' '}
                <span>· {tOf('imports.subject', each.subject)}</span>
              </Table.Td>
              <Table.Td>{atNear(each.startedAt)}</Table.Td>
              <Table.Td ta="right">{number(each.rowsRead)}</Table.Td>
              <Table.Td ta="right">{number(each.rowsAdded)}</Table.Td>
              <Table.Td ta="right">{number(each.rowsChanged)}</Table.Td>
              <Table.Td ta="right" className={each.rowsBad > 0 ? 'lw-red' : ''}>
                {number(each.rowsBad)}
              </Table.Td>
              <Table.Td ta="right">
                <ImportStatus status={each.status} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

import { Table } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../strings/t.ts'
import { atNear, number } from './format.ts'

/** `of`: what stands behind the name; `counts`: in the order of the columns. */
export type ImportRow = { id: string; name: ReactNode; of: string; startedAt: string; counts: readonly number[]; bad: number; status: ReactNode }

/** Imports so far, whatever they brought: how much, what did not land, how far. */
export const ImportsTable = ({ columns, rows }: { columns: readonly string[]; rows: readonly ImportRow[] }) => (
  <Table.ScrollContainer minWidth={620}>
    <Table verticalSpacing="xs" className="lw-figures">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('import.file')}</Table.Th>
          <Table.Th>{t('import.when')}</Table.Th>
          {columns.map((column) => (
            <Table.Th ta="right" key={column}>
              {column}
            </Table.Th>
          ))}
          <Table.Th />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ id, name, of, startedAt, counts, bad, status }) => (
          <Table.Tr key={id}>
            <Table.Td>
              {name} <span>· {of}</span>
            </Table.Td>
            <Table.Td>{atNear(startedAt)}</Table.Td>
            {[...counts, bad].map((count, nth) => (
              <Table.Td ta="right" key={columns[nth]} className={nth === counts.length && bad > 0 ? 'lw-red' : ''}>
                {number(count)}
              </Table.Td>
            ))}
            <Table.Td ta="right">{status}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

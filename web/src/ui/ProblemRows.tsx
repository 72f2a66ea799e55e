import { Code, Table } from '@mantine/core'
import { t } from '../strings/t.ts'
import { number } from './format.ts'

export type ProblemRow = { line: number; where: string | null; reason: string; value: string | null }

/** Which line, which part of it, what is wrong with what value: enough to mend the file. */
export const ProblemRows = ({ rows, where }: { rows: readonly ProblemRow[]; where: string }) => (
  <Table.ScrollContainer minWidth={520}>
    <Table verticalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={80}>{t('import.line')}</Table.Th>
          <Table.Th w={140}>{where}</Table.Th>
          <Table.Th>{t('import.reason')}</Table.Th>
          <Table.Th>{t('import.value')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ line, where: at, reason, value }, nth) => (
          <Table.Tr key={`${line}/${at}/${nth}`}>
            <Table.Td className="lw-figures">{number(line)}</Table.Td>
            <Table.Td>{at ?? '–'}</Table.Td>
            <Table.Td>{reason}</Table.Td>
            <Table.Td className="lw-clip">{value ? <Code>{value}</Code> : '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  </Table.ScrollContainer>
)

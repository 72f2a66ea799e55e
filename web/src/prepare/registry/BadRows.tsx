import { Code, Table, Text } from '@mantine/core'
import type { z } from 'zod'
import type { ImportError } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { number } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'

/** Which line, which column, what is wrong with what value: enough to mend the file. */
export function BadRows({ importId, bad }: { importId: string; bad: number }) {
  const list = useList<z.output<typeof ImportError>>(['imports', 'one', importId, 'errors', bad], `/api/imports/${encodeURIComponent(importId)}/errors`, {
    limit: 100,
  })
  // A column that was left out is said here too, though no row is bad for it.
  if (bad === 0 && !list.data?.pages[0]?.items.length) return null
  return (
    <Card
      title={t('import.badRows')}
      aside={
        <Text size="sm" c="dimmed">
          {tn('import.badCount', bad)}
        </Text>
      }
    >
      <Listed list={list} empty={null}>
        {(errors) => (
          <Table.ScrollContainer minWidth={520}>
            <Table verticalSpacing={6}>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th w={80}>{t('import.line')}</Table.Th>
                  <Table.Th w={140}>{t('import.column')}</Table.Th>
                  <Table.Th>{t('import.reason')}</Table.Th>
                  <Table.Th>{t('import.value')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {errors.map(({ line, column, reason, value }, i) => (
                  <Table.Tr key={`${line}/${column}/${i}`}>
                    <Table.Td className="lw-figures">{number(line)}</Table.Td>
                    <Table.Td>{column ?? '–'}</Table.Td>
                    <Table.Td>{reason}</Table.Td>
                    <Table.Td className="lw-clip">{value === null ? '–' : <Code>{value}</Code>}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Listed>
    </Card>
  )
}

import { Text } from '@mantine/core'
import type { z } from 'zod'
import type { ImportError } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tn } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { ProblemRows } from '../../ui/ProblemRows.tsx'
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
        {(errors) => <ProblemRows where={t('import.column')} rows={errors.map(({ column, ...row }) => ({ ...row, where: column }))} />}
      </Listed>
    </Card>
  )
}

import { Badge } from '@mantine/core'
import type { ImportView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { tOf } from '../../strings/t.ts'
import { colorOf, type Meaning } from '../../ui/theme.ts'

const meanings: Record<ImportView['status'], Meaning> = { running: 'action', done: 'good', failed: 'critical' }

export function ImportStatus({ status }: { status: ImportView['status'] }) {
  return <Badge color={colorOf[meanings[status]]}>{tOf('import.status', status)}</Badge>
}

import { Badge } from '@mantine/core'
import type { CrisisSummary } from '../../../../server/src/stabilize/crisis/crisis.contract.ts'
import { tOf } from '../../strings/t.ts'
import { colorOf, type Meaning } from '../../ui/theme.ts'

const meanings: Record<CrisisSummary['status'], Meaning> = { declared: 'critical', commanded: 'action', restored: 'good', closed: 'neutral' }

export function StatusBadge({ status }: { status: CrisisSummary['status'] }) {
  return <Badge color={colorOf[meanings[status]]}>{tOf('status', status)}</Badge>
}

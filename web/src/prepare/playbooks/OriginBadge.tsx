import { Badge } from '@mantine/core'
import type { PlaybookSummary } from '../../../../server/src/prepare/playbooks/playbooks.contract.ts'
import { tOf } from '../../strings/t.ts'

export function OriginBadge({ origin }: { origin: PlaybookSummary['origin'] }) {
  return (
    <Badge color={origin === 'shipped' ? 'gray' : 'blue'} size="sm">
      {tOf('playbook.origin', origin)}
    </Badge>
  )
}

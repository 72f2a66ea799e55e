import { t } from '../../strings/t.ts'
import { ActionButton } from '../../ui/ActionButton.tsx'
import { useChangeSeverity } from './command.ts'
import { useRoom } from './room.ts'

/** The rules propose, a person decides: their reasons become the reason of the change. */
export function FollowProposal({ size }: { size: 'xs' | 'md' }) {
  const { id, severityProposal } = useRoom()
  const change = useChangeSeverity(id, () => {})
  if (!severityProposal) return null
  const { severity, reasons } = severityProposal
  return (
    <ActionButton write={change} body={{ severity, reason: reasons.join(' ').slice(0, 1_000) }} size={size} may="command">
      {size === 'md' ? t('next.look-at-severity', { severity }) : t('severity.follow')}
    </ActionButton>
  )
}

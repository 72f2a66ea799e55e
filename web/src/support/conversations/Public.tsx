import { Badge } from '@mantine/core'
import { t } from '../../strings/t.ts'
import type { ConversationRow } from './conversations.ts'

/** Whether everybody reads it, or only we. */
export function Public({ social }: { social: NonNullable<ConversationRow['social']> }) {
  return <Badge color={social.public ? 'amber' : 'gray'}>{t(social.public ? 'inbox.public' : 'inbox.direct')}</Badge>
}

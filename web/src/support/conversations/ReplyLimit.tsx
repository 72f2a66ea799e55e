import { Alert, Text } from '@mantine/core'
import { lengthThere } from '../../../../server/src/support/social/social.contract.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { number } from '../../ui/format.ts'
import type { ConversationView } from './conversations.ts'

type Social = NonNullable<ConversationView['social']>

/** How much room is left; below nothing it is not sent. */
export const leftOf = (social: Social, text: string): number => social.most - lengthThere(social, text)

/** Where it is read by everybody, and what may then not stand in it. */
export function PublicWarning({ social }: { social: Social }) {
  if (!social.public || !social.answers) return null
  return (
    <Alert color="amber" p="xs" role="note">
      <Text size="sm">{t('inbox.publicWarning', { network: tOf('channel', social.network) })}</Text>
    </Alert>
  )
}

export function ReplyLimit({ social, text }: { social: Social; text: string }) {
  const left = leftOf(social, text)
  return (
    <Text size="xs" className={left < 0 ? 'lw-red' : undefined} c={left < 0 ? undefined : 'dimmed'} role={left < 0 ? 'alert' : undefined}>
      {left < 0 ? tn('inbox.tooLong', -left, { network: tOf('channel', social.network), most: number(social.most) }) : tn('inbox.left', left)}
    </Text>
  )
}

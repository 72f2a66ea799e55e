import { Anchor, Text } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import type { ConversationView } from './conversations.ts'
import { Public } from './Public.tsx'

/** Which network, to which account of ours, in public or to us alone; and the way there. */
export function OnNetwork({ social }: { social: NonNullable<ConversationView['social']> }) {
  return (
    <>
      <Text size="sm" className="lw-clip" mt={4}>
        {tOf('channel', social.network)} · {social.handle} <Public social={social} />
      </Text>
      <Text size="xs" c="dimmed" className="lw-clip">
        {t('inbox.wroteTo', { account: social.account })}
      </Text>
      {social.link && (
        <Anchor href={social.link} size="sm" target="_blank" rel="noreferrer noopener" underline="always">
          {tOf('inbox.openPost', social.network)}
        </Anchor>
      )}
    </>
  )
}

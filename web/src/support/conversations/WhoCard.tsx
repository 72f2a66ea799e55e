import { addressOf } from './ConversationLine.tsx'
import { Badge, Group, Text } from '@mantine/core'
import { t, tOf } from '../../strings/t.ts'
import { languageName } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'
import type { ConversationView } from './conversations.ts'
import { OnNetwork } from './OnNetwork.tsx'
import { Section } from './Section.tsx'
import { WhichCustomer } from './WhichCustomer.tsx'

/** Who writes, of which account, and who looks after it. */
export function WhoCard({ conversation }: { conversation: ConversationView }) {
  const { writer, address, account, channel, language, social } = conversation
  return (
    <Section title={t('inbox.who')}>
      {writer && (
        <Text size="sm" fw={600}>
          {writer}
        </Text>
      )}
      {social ? (
        <OnNetwork social={social} />
      ) : (
        <Text size="sm" className="lw-clip">
          {addressOf(address)}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {[social ? '' : tOf('inbox.channel', channel), language === 'und' ? '' : languageName(language)].filter(Boolean).join(' · ')}
      </Text>
      {account ? (
        <>
          <Group gap={6} mt={6}>
            <TextLink to="/accounts/$accountId" params={{ accountId: String(account.id) }} size="sm" fw={600}>
              {account.name}
            </TextLink>
            <Badge color="gray">{account.tier}</Badge>
            {account.vulnerability && <Badge color="red">{account.vulnerability}</Badge>}
          </Group>
          <Text size="xs" c="dimmed" className="lw-clip">
            {account.ownerEmail ? t('inbox.owner', { owner: account.ownerEmail }) : t('inbox.noOwner')}
          </Text>
        </>
      ) : (
        <Text size="sm" mt={6}>
          {t(channel === 'social' ? 'inbox.noAccountSocial' : 'inbox.noAccount')}
        </Text>
      )}
      {channel === 'social' && <WhichCustomer conversation={conversation} />}
    </Section>
  )
}

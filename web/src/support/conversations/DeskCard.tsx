import { Anchor, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import type { ConversationView } from './conversations.ts'
import { Section } from './Section.tsx'

/** Where it stands, for whoever wonders why no mail of ours goes out. */
export function DeskCard({ conversation: { desk } }: { conversation: ConversationView }) {
  if (!desk) return null
  return (
    <Section title={t('desks.standsIn', { name: desk.name })}>
      <Text size="sm">{t('desks.answeredThere')}</Text>
      {desk.agent && <Text size="sm">{t('desks.agentThere', { name: desk.agent })}</Text>}
      {desk.link && (
        <Anchor href={desk.link} size="sm" target="_blank" rel="noreferrer" underline="always">
          {t('desks.openThere', { id: desk.id })}
        </Anchor>
      )}
    </Section>
  )
}

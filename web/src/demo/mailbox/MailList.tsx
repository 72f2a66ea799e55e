import { Group, Text, UnstyledButton } from '@mantine/core'
import type { MailSummary } from '../../../../server/src/demo/mailbox.contract.ts'
import { Moment } from '../../ui/Moment.tsx'
import styles from './Mailbox.module.css'

export function MailList({ mails, chosen, choose }: { mails: MailSummary[]; chosen: number | undefined; choose: (id: number) => void }) {
  return (
    <ul className={styles.items}>
      {mails.map(({ id, recipient, subject, receivedAt }) => (
        <li key={id}>
          <UnstyledButton className={styles.item} aria-current={id === chosen || undefined} onClick={() => choose(id)}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <Text size="sm" c="dimmed" truncate>
                {recipient}
              </Text>
              <Text size="xs" c="dimmed">
                <Moment at={receivedAt} />
              </Text>
            </Group>
            <Text size="sm" fw={600} truncate>
              {subject}
            </Text>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  )
}

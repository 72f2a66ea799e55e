import { Stack, Text } from '@mantine/core'
import type { AccountView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atDayTime, span } from '../../ui/format.ts'
import { TextLink } from '../../ui/links.tsx'

export function AccountCrises({ account }: { account: AccountView }) {
  return (
    <Card title={t('account.crises')}>
      <Stack gap="xs">
        {account.crises.length === 0 && (
          <Text size="sm" c="dimmed">
            {t('account.noCrises')}
          </Text>
        )}
        {account.crises.map(({ id, number, title, since, until }) => (
          <div key={id}>
            <TextLink to="/crises/$crisisId" params={{ crisisId: id }} size="sm" fw={600}>
              {number} {title}
            </TextLink>
            <Text size="xs" c="dimmed">
              {atDayTime(since)} · {until ? span(Date.parse(until) - Date.parse(since)) : t('customers.ongoing')}
            </Text>
          </div>
        ))}
      </Stack>
    </Card>
  )
}

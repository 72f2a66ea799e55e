import { Badge, Group, SimpleGrid, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { AccountView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Page } from '../../ui/Page.tsx'
import { HealthCard } from '../../detect/health/HealthCard.tsx'
import { AccountContacts } from './AccountContacts.tsx'
import { AccountCrises } from './AccountCrises.tsx'
import { AccountExposures } from './AccountExposures.tsx'
import { AccountFacts } from './AccountFacts.tsx'
import { AccountOwnPage } from './AccountOwnPage.tsx'
import { TextLink } from '../../ui/links.tsx'

/** Everything we know about one account, and what it has been through. */
export function AccountPage() {
  const { accountId } = useParams({ from: '/accounts/$accountId' })
  const query = useQuery({
    queryKey: ['accounts', 'one', accountId],
    queryFn: ({ signal }) => get<AccountView>(`/api/accounts/${encodeURIComponent(accountId)}`, signal),
  })
  return (
    <Page
      title={query.data?.name ?? t('accounts.title')}
      lead={
        <TextLink to="/accounts" size="sm">
          {t('account.back')}
        </TextLink>
      }
      actions={query.data && <Badges account={query.data} />}
    >
      <Loaded query={query}>
        {(account) => (
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
            <Stack gap="md">
              <HealthCard accountId={account.id} />
              <AccountFacts account={account} />
              <AccountOwnPage key={account.key} account={account} />
              <AccountCrises account={account} />
            </Stack>
            <Stack gap="md">
              <AccountContacts account={account} />
              <AccountExposures account={account} />
            </Stack>
          </SimpleGrid>
        )}
      </Loaded>
    </Page>
  )
}

function Badges({ account }: { account: AccountView }) {
  return (
    <Group gap="xs">
      <Badge color="gray" size="lg">
        {account.tier}
      </Badge>
      {account.vulnerability && (
        <Badge color="red" size="lg">
          {account.vulnerability}
        </Badge>
      )}
      {account.practice && (
        <Badge color="gray" size="lg" variant="outline">
          {t('practice')}
        </Badge>
      )}
    </Group>
  )
}

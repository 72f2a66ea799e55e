import { Badge, Drawer, Group, List, Stack, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { AffectedAccount, ImpactExplanation } from '../../../../server/src/assess/impact/impact.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { get } from '../../ui/api.ts'
import { atNear, span } from '../../ui/format.ts'
import { Loaded } from '../../ui/Loaded.tsx'
import { Money } from '../../ui/Money.tsx'
import { TextLink } from '../../ui/links.tsx'

/** Why an account is in the impact, and what it was told. */
export function ExplanationDrawer({ account, close }: { account: AffectedAccount | undefined; close: () => void }) {
  return (
    <Drawer
      opened={account !== undefined}
      onClose={close}
      position="right"
      title={account && t('customers.why', { name: account.name })}
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {account && <Explanation account={account} />}
    </Drawer>
  )
}

function Explanation({ account }: { account: AffectedAccount }) {
  const { id } = useRoom()
  const query = useQuery({
    queryKey: [...crisisKey(id), 'affected', account.accountId],
    queryFn: ({ signal }) => get<ImpactExplanation>(crisisPath(id, `/impact/accounts/${account.accountId}`), signal),
  })
  return (
    <Stack>
      <Group gap="xs">
        <Badge color="gray">{account.tier}</Badge>
        {account.vulnerability && <Badge color="red">{account.vulnerability}</Badge>}
        <Text size="sm">
          <Money of={account.revenue} />
        </Text>
      </Group>
      <Text size="sm">
        {account.degree} · {t('crises.since')} {atNear(account.since)} · {span(account.minutes * 60_000)}
        {account.until ? '' : `, ${t('customers.ongoing')}`}
      </Text>
      <Loaded query={query}>
        {({ because, told }) => (
          <>
            <div>
              <Title order={3} mb={4}>
                {t('why.because')}
              </Title>
              <List size="sm" spacing={6}>
                {because.map(({ sentence }) => (
                  <List.Item key={sentence}>{sentence}</List.Item>
                ))}
              </List>
            </div>
            <div>
              <Title order={3} mb={4}>
                {t('why.told')}
              </Title>
              {told.length === 0 ? (
                <Text size="sm" c="dimmed">
                  {t('why.notTold')}
                </Text>
              ) : (
                <List size="sm" spacing={6}>
                  {told.map(({ updateId, title, destination, state, at }) => (
                    <List.Item key={updateId + destination}>
                      {title}
                      <Text size="xs" c="dimmed" className="lw-clip">
                        {destination} · {state}
                        {at ? ` · ${atNear(at)}` : ''}
                      </Text>
                    </List.Item>
                  ))}
                </List>
              )}
            </div>
          </>
        )}
      </Loaded>
      <TextLink to="/accounts/$accountId" params={{ accountId: String(account.accountId) }} size="sm">
        {t('why.open')}
      </TextLink>
    </Stack>
  )
}

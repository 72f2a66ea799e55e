import { Anchor, Badge, Table, Text } from '@mantine/core'
import type { AffectedAccount } from '../../../../server/src/assess/impact/impact.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { atNear, span } from '../../ui/format.ts'
import { Money } from '../../ui/Money.tsx'
import type { degrees } from './definition.ts'

export function AffectedTable({ accounts, onOpen }: { accounts: AffectedAccount[]; onOpen: (account: AffectedAccount) => void }) {
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('customers.account')}</Table.Th>
            <Table.Th>{t('customers.tier')}</Table.Th>
            <Table.Th>{t('customers.region')}</Table.Th>
            <Table.Th ta="right">{t('customers.revenue')}</Table.Th>
            <Table.Th>{t('customers.degree')}</Table.Th>
            <Table.Th>{t('customers.since')}</Table.Th>
            <Table.Th>{t('customers.owner')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map((account) => (
            <Table.Tr key={account.accountId} className="lw-row-link" onClick={() => onOpen(account)}>
              <Table.Td miw={170}>
                <Anchor
                  component="button"
                  type="button"
                  fw={600}
                  size="sm"
                  ta="left"
                  onClick={(event) => {
                    event.stopPropagation()
                    onOpen(account)
                  }}
                >
                  {account.name}
                </Anchor>
                {account.vulnerability && (
                  <Badge color="red" ml={8}>
                    {account.vulnerability}
                  </Badge>
                )}
                <Text size="xs" c="dimmed">
                  {account.key}
                </Text>
              </Table.Td>
              <Table.Td>{account.tier}</Table.Td>
              <Table.Td>{account.region ?? '–'}</Table.Td>
              <Table.Td ta="right">
                <Money of={account.revenue} short />
              </Table.Td>
              <Table.Td>{tOf('degree', account.degree as (typeof degrees)[number])}</Table.Td>
              <Table.Td>
                <span className="lw-figures">{atNear(account.since)}</span>
                <Text size="xs" c="dimmed">
                  {span(account.minutes * 60_000)}
                  {account.until ? '' : `, ${t('customers.ongoing')}`}
                </Text>
              </Table.Td>
              <Table.Td>
                <Text size="sm" c="dimmed">
                  {account.ownerEmail ?? '–'}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

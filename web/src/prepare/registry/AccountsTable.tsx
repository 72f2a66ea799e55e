import { Badge, Paper, Table, Text } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import type { AccountSummary } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { Money } from '../../ui/Money.tsx'
import { TextLink } from '../../ui/links.tsx'

export function AccountsTable({ accounts }: { accounts: AccountSummary[] }) {
  const navigate = useNavigate()
  return (
    <Paper style={{ overflow: 'hidden' }}>
      <Table.ScrollContainer minWidth={560}>
        <Table verticalSpacing="xs" horizontalSpacing="md" highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('accounts.name')}</Table.Th>
              <Table.Th>{t('accounts.tier')}</Table.Th>
              <Table.Th>{t('accounts.region')}</Table.Th>
              <Table.Th ta="right">{t('accounts.revenue')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {accounts.map(({ id, key, name, tier, region, revenue, vulnerability }) => (
              <Table.Tr key={id} className="lw-row-link" onClick={() => void navigate({ to: '/accounts/$accountId', params: { accountId: String(id) } })}>
                <Table.Td miw={170}>
                  <TextLink
                    to="/accounts/$accountId"
                    params={{ accountId: String(id) }}
                    size="sm"
                    fw={600}
                    onClick={(event: React.MouseEvent) => event.stopPropagation()}
                  >
                    {name}
                  </TextLink>
                  {vulnerability && (
                    <Badge color="red" ml={8}>
                      {vulnerability}
                    </Badge>
                  )}
                  <Text size="xs" c="dimmed">
                    {key}
                  </Text>
                </Table.Td>
                <Table.Td>{tier}</Table.Td>
                <Table.Td>{region ?? '–'}</Table.Td>
                <Table.Td ta="right">
                  <Money of={revenue} short />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

import { Anchor, Badge, Table, Text } from '@mantine/core'
import type { AccountSummary } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import type { Asked } from './ExplanationDrawer.tsx'

/** Accounts whether they are affected or not; each can say why or why not. */
export function AllAccountsTable({ accounts, onOpen }: { accounts: AccountSummary[]; onOpen: (account: Asked) => void }) {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table verticalSpacing="xs" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('customers.account')}</Table.Th>
            <Table.Th>{t('customers.tier')}</Table.Th>
            <Table.Th>{t('customers.region')}</Table.Th>
            <Table.Th>{t('customers.explain')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accounts.map(({ id, name, key, tier, region, vulnerability }) => (
            <Table.Tr key={id}>
              <Table.Td miw={170}>
                <Text size="sm" fw={600}>
                  {name}
                  {vulnerability && (
                    <Badge color="red" ml={8}>
                      {vulnerability}
                    </Badge>
                  )}
                </Text>
                <Text size="xs" c="dimmed">
                  {key}
                </Text>
              </Table.Td>
              <Table.Td>{tier}</Table.Td>
              <Table.Td>{region ?? '–'}</Table.Td>
              <Table.Td>
                <Anchor component="button" type="button" size="sm" aria-label={t('customers.why', { name })} onClick={() => onOpen({ accountId: id, name })}>
                  {t('customers.explain')}
                </Anchor>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  )
}

import { Table, Text } from '@mantine/core'
import type { AccountView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { atDate, number } from '../../ui/format.ts'

type Exposure = AccountView['exposures'][number]

/** What ties the account to services: the reason why it is or is not in an impact. */
export function AccountExposures({ account }: { account: AccountView }) {
  return (
    <Card
      title={t('account.exposures')}
      aside={
        account.exposureCount > account.exposures.length && (
          <Text size="sm" c="dimmed">
            {t('account.first', { shown: number(account.exposures.length), count: number(account.exposureCount) })}
          </Text>
        )
      }
    >
      {account.exposures.length === 0 ? (
        <Text size="sm" c="dimmed">
          {t('account.noExposures')}
        </Text>
      ) : (
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t('account.service')}</Table.Th>
              <Table.Th>{t('account.condition')}</Table.Th>
              <Table.Th>{t('account.since')}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {account.exposures.map((exposure) => (
              <Table.Tr key={exposure.id}>
                <Table.Td>{exposure.service}</Table.Td>
                <Table.Td>{condition(exposure)}</Table.Td>
                <Table.Td className="lw-figures">{period(exposure)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Card>
  )
}

const condition = ({ region, sku, lot, orderRef, integration }: Exposure) =>
  [
    region,
    sku && t('account.sku', { value: sku }),
    lot && t('account.lot', { value: lot }),
    orderRef && t('account.order', { value: orderRef }),
    integration && t('account.integration', { value: integration }),
  ]
    .filter(Boolean)
    .join(', ') || '–'

const period = ({ since, until }: Exposure) => (until ? `${since ? atDate(since) : ''} – ${atDate(until)}` : since ? atDate(since) : t('account.always'))

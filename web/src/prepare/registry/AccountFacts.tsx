import { Table } from '@mantine/core'
import type { AccountView } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Money } from '../../ui/Money.tsx'

export function AccountFacts({ account }: { account: AccountView }) {
  const facts: [string, React.ReactNode][] = [
    [t('accounts.key'), account.key],
    [t('account.kind'), tOf('account.kind', account.kind)],
    [t('accounts.revenue'), <Money key="revenue" of={account.revenue} />],
    ...(account.priceFrom ? [[t('account.price'), priceOf(account)] as [string, string]] : []),
    ...(account.sla ? [[t('account.sla'), account.sla] as [string, string]] : []),
    [t('accounts.region'), account.region ?? '–'],
    [t('account.locale'), account.locale],
    [t('account.timeZone'), account.timeZone],
    [t('account.owner'), account.ownerEmail ?? '–'],
    ...(account.aliases.length > 0
      ? [[t('account.aliases'), account.aliases.map(({ system, externalId }) => `${system}: ${externalId}`).join(', ')] as [string, string]]
      : []),
  ]
  return (
    <Card title={t('account.facts')}>
      <Table variant="vertical" withRowBorders={false} verticalSpacing={5}>
        <Table.Tbody>
          {facts.map(([label, value]) => (
            <Table.Tr key={label}>
              <Table.Th w={150}>{label}</Table.Th>
              <Table.Td className="lw-clip">{value}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Card>
  )
}

const priceOf = ({ priceFrom, priceNote }: AccountView) =>
  [t('account.price.from', { provider: priceFrom ?? '' }), priceNote ? tOf('account.price', priceNote) : ''].filter(Boolean).join(' ')

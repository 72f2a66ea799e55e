import { Badge, Paper, Table, Text } from '@mantine/core'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { TextLink } from '../../ui/links.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Money } from '../../ui/Money.tsx'
import { type Narrowed, useAtRisk } from './health.ts'
import { RiskBadge } from './RiskBadge.tsx'

/** Everybody at risk, by the revenue that would go with them. */
export function AtRiskTable({ narrowed }: { narrowed: Narrowed }) {
  const list = useAtRisk(narrowed)
  return (
    <Listed list={list} empty={<Empty title={t('health.none')} text={t('health.noneText')} />}>
      {(accounts) => (
        <Paper style={{ overflow: 'hidden' }}>
          <Table.ScrollContainer minWidth={720}>
            <Table verticalSpacing="xs" horizontalSpacing="md">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('accounts.name')}</Table.Th>
                  <Table.Th>{t('health.risk')}</Table.Th>
                  <Table.Th>{t('health.why')}</Table.Th>
                  <Table.Th>{t('health.owner')}</Table.Th>
                  <Table.Th ta="right">{t('accounts.revenue')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {accounts.map(({ accountId, key, name, tier, vulnerability, score, risk, against, ownerEmail, revenue, outreach }) => (
                  <Table.Tr key={accountId}>
                    <Table.Td miw={170}>
                      <TextLink to="/accounts/$accountId" params={{ accountId: String(accountId) }} size="sm" fw={600}>
                        {name}
                      </TextLink>
                      {vulnerability && (
                        <Badge color="red" ml={8}>
                          {vulnerability}
                        </Badge>
                      )}
                      <Text size="xs" c="dimmed">
                        {key} · {tier}
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <RiskBadge risk={risk} score={score} />
                    </Table.Td>
                    <Table.Td>
                      <Text size="sm">{against.map(({ sentence }) => sentence).join('; ')}</Text>
                      {outreach?.holder && (
                        <Text size="xs" className="lw-blue">
                          {t('health.hasIt', { name: outreach.holder.name })}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td className="lw-clip">{ownerEmail ?? '–'}</Table.Td>
                    <Table.Td ta="right">
                      <Money of={revenue} short />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
    </Listed>
  )
}

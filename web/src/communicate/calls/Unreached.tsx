import { Badge, Table, Text } from '@mantine/core'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useUnreached, useUnreachedCount } from './calls.ts'
import { AccountName, Owner, TheirTime } from './WhoTheyAre.tsx'

const colors = { 'no-contact': 'amber', left: 'gray', failed: 'red' } as const

/** Who is hurt and was told on no channel, each with why: nobody is forgotten in silence. */
export function Unreached() {
  const { id, updates } = useRoom()
  const list = useUnreached(id)
  const count = useUnreachedCount()
  const told = updates.some(({ status }) => status === 'published')
  return (
    <Card
      title={t('calls.unreached')}
      aside={
        (count ?? 0) > 0 && (
          <Text size="sm" fw={600} className="lw-figures">
            {tn('unreached.count', count ?? 0)}
          </Text>
        )
      }
    >
      <Text size="sm" c="dimmed" mb="xs">
        {t('unreached.lead')}
      </Text>
      <Listed list={list} empty={told ? <Empty title={t('unreached.none')} text={t('unreached.noneText')} /> : <Empty title={t('unreached.noUpdateText')} />}>
        {(accounts) => (
          <Table.ScrollContainer minWidth={560}>
            <Table verticalSpacing="xs">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t('customers.account')}</Table.Th>
                  <Table.Th>{t('unreached.why')}</Table.Th>
                  <Table.Th>{t('calls.owner')}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {accounts.map((account) => (
                  <Table.Tr key={account.accountId}>
                    <Table.Td>
                      <AccountName account={account} />
                      <Text size="xs" c="dimmed">
                        {account.key} · <TheirTime timeZone={account.timeZone} />
                      </Text>
                    </Table.Td>
                    <Table.Td>
                      <Badge color={colors[account.why]}>{tOf('unreached.why', account.why)}</Badge>
                    </Table.Td>
                    <Table.Td>
                      <Owner email={account.ownerEmail} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Listed>
    </Card>
  )
}

import { Anchor, Checkbox, Group, SegmentedControl, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { useMay } from '../../platform/session.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t, tn, tOf } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { number } from '../../ui/format.ts'
import { Listed } from '../../ui/Listed.tsx'
import type { ListQuery } from '../../ui/use-list.ts'
import { AccountEntry } from './AccountEntry.tsx'
import { csvOf, type Owned, useOwned, type Whose, whose } from './owners.ts'

/** The accounts of whoever looks, those first whom a call matters to most. */
export function MyAccounts() {
  const { id } = useRoom()
  const may = useMay('call')
  const [owner, setOwner] = useState<Whose>('mine')
  const [open, setOpen] = useState(false)
  const list = useOwned(id, owner, open)
  const first = list.data?.pages[0]
  if (!may) return <Empty title={t('notAllowed', { permission: 'call' })} />
  return (
    <Card
      title={t('owners.title')}
      aside={
        first && (
          <Text size="sm" fw={600} className="lw-figures">
            {first.reached > 0 ? t('owners.reached', { reached: number(first.reached), count: number(first.count) }) : tn('owners.count', first.count)}
          </Text>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('owners.lead')}
        </Text>
        <Group gap="md">
          <SegmentedControl
            aria-label={t('owners.whose')}
            value={owner}
            onChange={(value) => setOwner(value as Whose)}
            data={whose.map((each) => ({ value: each, label: tOf('owners.whoseOf', each) }))}
          />
          <Checkbox label={t('owners.open')} checked={open} onChange={(event) => setOpen(event.currentTarget.checked)} />
          <Anchor href={csvOf(id, owner, open)} size="sm" underline="always" download>
            {t('owners.csv')}
          </Anchor>
        </Group>
        <Listed list={list as unknown as ListQuery<Owned>} empty={<Empty title={t('owners.none')} text={t('owners.noneText')} />}>
          {(accounts) => (
            <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
              {accounts.map((account) => (
                <AccountEntry key={account.accountId} account={account} />
              ))}
            </Stack>
          )}
        </Listed>
      </Stack>
    </Card>
  )
}

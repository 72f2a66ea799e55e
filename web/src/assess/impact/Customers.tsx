import { Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { AffectedAccount } from '../../../../server/src/assess/impact/impact.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'
import { AffectedTable } from './AffectedTable.tsx'
import { ExplanationDrawer } from './ExplanationDrawer.tsx'

/** Who is hurt, vulnerable accounts first; each can say why it is in. */
export function Customers() {
  const { id } = useRoom()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [open, setOpen] = useState<AffectedAccount>()
  const list = useList<AffectedAccount>([...crisisKey(id), 'affected'], crisisPath(id, '/impact/accounts'), { search, limit: 50 })
  return (
    <Card
      title={t('customers.title')}
      aside={
        <Group>
          <TextInput
            type="search"
            aria-label={t('customers.search')}
            placeholder={t('customers.search')}
            leftSection={<Icon name="search" size={16} />}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            w={{ base: '100%', xs: 260 }}
          />
        </Group>
      }
    >
      <Listed list={list} empty={search ? <Empty title={t('customers.none')} /> : <Empty title={t('customers.empty')} text={t('customers.emptyText')} />}>
        {(accounts) => <AffectedTable accounts={accounts} onOpen={setOpen} />}
      </Listed>
      <ExplanationDrawer account={open} close={() => setOpen(undefined)} />
    </Card>
  )
}

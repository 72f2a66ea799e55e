import { Button, Group, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { AffectedAccount } from '../../../../server/src/assess/impact/impact.contract.ts'
import type { AccountSummary } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { crisisKey, crisisPath } from '../../stabilize/crisis/keys.ts'
import { useRoom } from '../../stabilize/crisis/room.ts'
import { t } from '../../strings/t.ts'
import { Card } from '../../ui/Card.tsx'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { useList } from '../../ui/use-list.ts'
import { AffectedTable } from './AffectedTable.tsx'
import { AllAccountsTable } from './AllAccountsTable.tsx'
import { Assessments } from './Assessments.tsx'
import { type Asked, ExplanationDrawer } from './ExplanationDrawer.tsx'
import { ImpactLists } from './ImpactLists.tsx'
import { WhoIsHurt } from './WhoIsHurt.tsx'

/** Who is hurt: the definition and its sums, the accounts (vulnerable ones first), the lists, and every assessment. */
export function Customers() {
  return (
    <Stack gap="md">
      <WhoIsHurt />
      <Accounts />
      <ImpactLists />
      <Assessments />
    </Stack>
  )
}

/** The affected accounts; or all of them, since also why one is not affected can be asked. */
function Accounts() {
  const [which, setWhich] = useState<'affected' | 'all'>('affected')
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [open, setOpen] = useState<Asked>()
  return (
    <Card
      title={t('customers.title')}
      aside={
        <Group gap="xs">
          <SegmentedControl
            size="xs"
            aria-label={t('customers.which')}
            value={which}
            onChange={(value) => setWhich(value as typeof which)}
            data={[
              { value: 'affected', label: t('customers.affectedOnly') },
              { value: 'all', label: t('customers.all') },
            ]}
          />
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
      {which === 'affected' ? <Affected search={search} onOpen={setOpen} others={() => setWhich('all')} /> : <All search={search} onOpen={setOpen} />}
      <ExplanationDrawer account={open} close={() => setOpen(undefined)} />
    </Card>
  )
}

function Affected({ search, onOpen, others }: { search: string; onOpen: (account: Asked) => void; others: () => void }) {
  const { id, impact } = useRoom()
  const list = useList<AffectedAccount>([...crisisKey(id), 'affected'], crisisPath(id, '/impact/accounts'), { search, limit: 20 })
  const elsewhere = (
    <Button size="xs" variant="default" onClick={others}>
      {t('customers.all')}
    </Button>
  )
  return (
    <Listed
      list={list}
      empty={
        search ? (
          <Empty title={t('customers.none')} text={t('customers.noneText')} action={elsewhere} />
        ) : (
          <Empty title={t('customers.empty')} text={impact ? t('customers.emptyText') : t('customers.notAssessedText')} />
        )
      }
    >
      {(accounts) => <AffectedTable accounts={accounts} onOpen={onOpen} />}
    </Listed>
  )
}

function All({ search, onOpen }: { search: string; onOpen: (account: Asked) => void }) {
  const { practice } = useRoom()
  const list = useList<AccountSummary>(['accounts', 'to-explain'], '/api/accounts', { ...(search ? { search } : {}), practice, limit: 20 })
  return (
    <Listed list={list} empty={<Empty title={t('customers.noAccount')} />}>
      {(accounts) => <AllAccountsTable accounts={accounts} onOpen={onOpen} />}
    </Listed>
  )
}

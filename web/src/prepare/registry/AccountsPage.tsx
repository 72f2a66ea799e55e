import { Checkbox, Group, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import type { AccountSummary } from '../../../../server/src/prepare/registry/registry.contract.ts'
import { t } from '../../strings/t.ts'
import { Empty } from '../../ui/Empty.tsx'
import { Icon } from '../../ui/Icon.tsx'
import { Listed } from '../../ui/Listed.tsx'
import { Page } from '../../ui/Page.tsx'
import { useList } from '../../ui/use-list.ts'
import { AccountsTable } from './AccountsTable.tsx'
import { ButtonLink } from '../../ui/links.tsx'

export function AccountsPage() {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim(), 250)
  const [practice, setPractice] = useState(false)
  const list = useList<AccountSummary>(['accounts'], '/api/accounts', { search, practice, limit: 50 })
  const toImport = (
    <ButtonLink to="/imports" variant="default">
      {t('accounts.import')}
    </ButtonLink>
  )
  return (
    <Page title={t('accounts.title')} actions={toImport}>
      <Group>
        <TextInput
          type="search"
          aria-label={t('accounts.search')}
          placeholder={t('accounts.search')}
          leftSection={<Icon name="search" size={16} />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          style={{ flexGrow: 1 }}
          maw={460}
        />
        <Checkbox label={t('accounts.practice')} checked={practice} onChange={(event) => setPractice(event.currentTarget.checked)} />
      </Group>
      <Listed
        list={list}
        empty={search ? <Empty title={t('accounts.none')} /> : <Empty title={t('accounts.empty')} text={t('accounts.emptyText')} action={toImport} />}
      >
        {(accounts) => <AccountsTable accounts={accounts} />}
      </Listed>
    </Page>
  )
}
